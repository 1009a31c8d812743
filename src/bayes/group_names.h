#ifndef CRIBLE_BAYES_GROUP_NAMES_H_
#define CRIBLE_BAYES_GROUP_NAMES_H_

// Words that name people by origin, religion, colour, sex, orientation,
// disability or age. The models read all of them as one <group>: who is named
// carries no weight, what is said of them does. Slurs are not among them.
//
//   "Muslims are criminals", "Christians are criminals": the same tokens.

#include <cstdint>

namespace crible {

// `word` is HashWord of the folded word, in French or English.
bool IsGroupName(uint64_t word);

// A name only where it begins with a capital: "Poles", but not "poles".
bool IsGroupNameInCapitals(uint64_t word);

// "people", "personnes": beside the name of a group a part of it.
bool IsGroupCompanion(uint64_t word);

}  // namespace crible

#endif  // CRIBLE_BAYES_GROUP_NAMES_H_
