#ifndef CRIBLE_BAYES_WORD_CLASSES_H_
#define CRIBLE_BAYES_WORD_CLASSES_H_

// What a word is about, in French and English alike: "gratuit", "free" and
// "voucher" are of one class. A model that has seen "visit my shop" so knows
// something of "regarde ma chaîne", in a place and a language it never saw. No
// class is of one side alone: innocent readers speak of money, jobs and drugs.
//
//   WordClassOf(HashWord("visitez"))            // see
//   WordClassPairName(kSee, kPage)              // "classes:see+page"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace crible {

using WordClass = uint8_t;
inline constexpr WordClass kNoWordClass = 0;
// Not told by a word, but by what stands in its place.
inline constexpr WordClass kLinkClass = 1, kContactClass = 2;
inline constexpr size_t kWordClasses = 26;  // and none

// `word` is HashWord of the folded word.
WordClass WordClassOf(uint64_t word);

// "class:free". Both names live as long as the program.
std::string_view WordClassName(WordClass word_class);
// "classes:free+link": one soon after the other, in this order.
std::string_view WordClassPairName(WordClass first, WordClass second);

}  // namespace crible

#endif  // CRIBLE_BAYES_WORD_CLASSES_H_
