#ifndef CRIBLE_TEXT_CUT_WORDS_H_
#define CRIBLE_TEXT_CUT_WORDS_H_

#include <string_view>

#include "text/text.h"
#include "text/word_set.h"

namespace crible {

// The letters, at least, of a word that is read from two pieces.
inline constexpr size_t kCutLettersMin = 4;

// Words that stand before and behind all others are a piece only where `known`
// says so of the two (CutHash): de stockage, retrouver a, Israel is.
bool IsFunctionWord(std::string_view word);

// Makes one word of two or three neighbours that together are a known word: the
// first covers all, the others have the hash 0. One of them at least is no
// known word (vi agra, con_nard), or `known` has the CutHash of the two
// (stu pid). Not where the second alone begins with a capital, as names do. Not
// in a text of which most words are unknown. Runs after ReadDisguised, while
// offsets are those of the plain view; true if there was such a word.
bool JoinCutWords(const WordSet& known, TextParts* parts);

}  // namespace crible

#endif  // CRIBLE_TEXT_CUT_WORDS_H_
