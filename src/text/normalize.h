#ifndef CRIBLE_TEXT_NORMALIZE_H_
#define CRIBLE_TEXT_NORMALIZE_H_

#include <string>

#include "text/text.h"

namespace crible {

// Brings parts->plain into NFC and its map along. Only called for texts that
// may need it. Linear: a row of more than 30 marks is cut, as the stream-safe
// text format of UAX #15 does.
void NormalizePlain(TextParts* parts);

// NFC of a short text.
std::string Nfc(std::string_view utf8);

}  // namespace crible

#endif  // CRIBLE_TEXT_NORMALIZE_H_
