#ifndef CRIBLE_TEXT_CUT_WORDS_H_
#define CRIBLE_TEXT_CUT_WORDS_H_

#include "text/text.h"
#include "text/word_set.h"

namespace crible {

// Makes one word of two neighbours that together are a known word, of which
// one at least is none (vi agra, con_nard): the first covers both, the other
// has the hash 0. Articles and the like are no pieces. Not where the second
// alone begins with a capital, as names do. Not in a text of which most words
// are unknown. Runs after ReadDisguised, while offsets are those of the plain
// view; true if there was such a word.
bool JoinCutWords(const WordSet& known, TextParts* parts);

}  // namespace crible

#endif  // CRIBLE_TEXT_CUT_WORDS_H_
