#ifndef CRIBLE_RULES_EXAMPLE_READER_H_
#define CRIBLE_RULES_EXAMPLE_READER_H_

#include <vector>

#include "rules/reading.h"
#include "rules/rule.h"

namespace crible {

inline constexpr size_t kExamplesMax = 200;  // of a kind, in one rule
inline constexpr size_t kExampleCharactersMax = 20000;

// must_match or must_pass: texts and { body = … } tables.
std::vector<Example> ReadExamples(const Slot& slot, Reading* reading);

}  // namespace crible

#endif  // CRIBLE_RULES_EXAMPLE_READER_H_
