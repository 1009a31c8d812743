#ifndef CRIBLE_TEXT_WORD_READER_H_
#define CRIBLE_TEXT_WORD_READER_H_

#include "text/text.h"

namespace crible {

// Reads the plain view once: fills the folded view (its map leads to the plain
// view), words, counts, suspects and spaced letters. Returns false, with all of
// that unfinished, when `normalized` is false and the plain view holds code
// points that may not stand so in NFC.
bool ReadWords(bool normalized, TextParts* parts);

}  // namespace crible

#endif  // CRIBLE_TEXT_WORD_READER_H_
