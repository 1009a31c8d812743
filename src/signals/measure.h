#ifndef CRIBLE_SIGNALS_MEASURE_H_
#define CRIBLE_SIGNALS_MEASURE_H_

#include "comment/comment.h"
#include "comment/signals.h"
#include "text/text.h"

namespace crible {

// What can be measured in the body and in what the caller sent with it.
Signals MeasureSignals(const Comment& comment, const Text& body);

}  // namespace crible

#endif  // CRIBLE_SIGNALS_MEASURE_H_
