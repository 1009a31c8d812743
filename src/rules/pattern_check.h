#ifndef CRIBLE_RULES_PATTERN_CHECK_H_
#define CRIBLE_RULES_PATTERN_CHECK_H_

#include "rules/reading.h"
#include "text/view.h"

namespace crible {

// Tells what keeps a pattern from doing what its author means: RE2 refuses it
// (at the place inside the pattern), it finds the empty text, or it asks for
// letters that the view does not have.
void CheckPattern(const PlacedText& pattern, ViewKind view, Reading* reading);

}  // namespace crible

#endif  // CRIBLE_RULES_PATTERN_CHECK_H_
