#ifndef CRIBLE_TEXT_UTF8_H_
#define CRIBLE_TEXT_UTF8_H_

#include <cstddef>
#include <string_view>

namespace crible {

// Offset of the first byte that begins no well-formed UTF-8 sequence (Unicode
// 15, table 3-7: no surrogates, no overlong forms), or bytes.size() when all is
// well.
size_t ValidUtf8Prefix(std::string_view bytes);
inline bool IsValidUtf8(std::string_view bytes) {
  return ValidUtf8Prefix(bytes) == bytes.size();
}

}  // namespace crible

#endif  // CRIBLE_TEXT_UTF8_H_
