#ifndef CRIBLE_TESTS_RULES_RANDOM_PATTERNS_H_
#define CRIBLE_TESTS_RULES_RANDOM_PATTERNS_H_

#include <random>
#include <string>

namespace crible {

// Patterns of all kinds that rules use, over few words, so that they often
// match what RandomWords makes.
std::string RandomPattern(std::mt19937* random, int depth = 3);
std::string RandomWords(std::mt19937* random, size_t words_max = 12);

}  // namespace crible

#endif  // CRIBLE_TESTS_RULES_RANDOM_PATTERNS_H_
