#ifndef CRIBLE_BAYES_SHAPE_H_
#define CRIBLE_BAYES_SHAPE_H_

#include <string_view>
#include <vector>

#include "comment/signals.h"
#include "text/text.h"

namespace crible {

// Appends the names of the shape of a text: how long it is, how it is written,
// how many links and contacts it holds and of which class. Static names without
// digits; each of a small closed set, so that no host or address can enter a
// model. At most 64 of them.
void AppendShapeNames(const Text& text, const Signals& signals,
                      std::vector<std::string_view>* names);

}  // namespace crible

#endif  // CRIBLE_BAYES_SHAPE_H_
