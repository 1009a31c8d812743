#ifndef CRIBLE_TEXT_SKELETON_H_
#define CRIBLE_TEXT_SKELETON_H_

#include "text/text.h"

namespace crible {

// Fills parts->skeleton from the plain view: folded letters replaced by the
// Latin ones they look like (UTS #39), digits and signs within words by
// letters, rows of one letter by one, single letters with the same sign between
// them joined, white space by one space.
void BuildSkeleton(TextParts* parts);

}  // namespace crible

#endif  // CRIBLE_TEXT_SKELETON_H_
