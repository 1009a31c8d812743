#ifndef CRIBLE_RULES_WORD_RARITY_H_
#define CRIBLE_RULES_WORD_RARITY_H_

// How rare words are in ordinary comments, French and English alike: which of
// the things that a pattern needs is worth waiting for. Guesses that are wrong
// cost time and nothing else.

#include <cstddef>
#include <string_view>

namespace crible {

// The share of ordinary comments (150 to 250 bytes) that hold the word, in
// folded letters. A word that is not in the table is rare; short ones less so.
double WordRate(std::string_view word);
// The same of any word that begins so.
double PrefixRate(std::string_view prefix);
// Of any word that has the letters somewhere.
double PartRate(std::string_view part);
// Of a sign (no letter or digit), of so many digits or more, of so many runs of
// one character side by side, of two numbers side by side.
double SignRate(char32_t sign);
double DigitsRate(size_t count);
double SinglesRate(size_t count);
inline constexpr double kNumbersRate = 0.03;

}  // namespace crible

#endif  // CRIBLE_RULES_WORD_RARITY_H_
