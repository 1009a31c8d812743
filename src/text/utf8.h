#ifndef CRIBLE_TEXT_UTF8_H_
#define CRIBLE_TEXT_UTF8_H_

// UTF-8: is it well formed, and one code point at a time. Decoding never reads
// beyond its text, whatever the bytes.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace crible {

// Offset of the first byte that begins no well-formed UTF-8 sequence (Unicode
// 15, table 3-7: no surrogates, no overlong forms), or bytes.size() when all is
// well.
size_t ValidUtf8Prefix(std::string_view bytes);
inline bool IsValidUtf8(std::string_view bytes) {
  return ValidUtf8Prefix(bytes) == bytes.size();
}

struct CodePoint {
  char32_t value = 0;
  uint32_t size = 0;  // bytes, 1 to 4
};

// The code point at offset `at` < text.size(). A byte that begins no sequence
// is U+FFFD of size 1.
inline CodePoint DecodeUtf8(std::string_view text, size_t at) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data()) + at;
  const size_t left = text.size() - at;
  const auto follows = [p](size_t i) { return (p[i] & 0xC0) == 0x80; };
  if (p[0] < 0x80) return {p[0], 1};
  if (p[0] >= 0xC2 && p[0] < 0xE0 && left >= 2 && follows(1)) {
    return {char32_t(p[0] & 0x1F) << 6 | (p[1] & 0x3F), 2};
  }
  if ((p[0] & 0xF0) == 0xE0 && left >= 3 && follows(1) && follows(2)) {
    return {char32_t(p[0] & 0x0F) << 12 | char32_t(p[1] & 0x3F) << 6 |
                (p[2] & 0x3F),
            3};
  }
  if (p[0] >= 0xF0 && p[0] < 0xF5 && left >= 4 && follows(1) && follows(2) &&
      follows(3)) {
    const char32_t value = char32_t(p[0] & 0x07) << 18 |
                           char32_t(p[1] & 0x3F) << 12 |
                           char32_t(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
    if (value <= 0x10FFFF) return {value, 4};
  }
  return {0xFFFD, 1};
}

// The code point that ends before offset `end` > 0.
inline CodePoint DecodeUtf8Before(std::string_view text, size_t end) {
  size_t at = end - 1;
  while (at > 0 && end - at < 4 && (text[at] & 0xC0) == 0x80) --at;
  const CodePoint point = DecodeUtf8(text.substr(0, end), at);
  if (at + point.size == end) return point;
  return {0xFFFD, 1};
}

inline void AppendUtf8(char32_t point, std::string* out) {
  if (point < 0x80) {
    out->push_back(static_cast<char>(point));
    return;
  }
  if (point < 0x800) {
    out->push_back(static_cast<char>(0xC0 | point >> 6));
  } else {
    if (point < 0x10000) {
      out->push_back(static_cast<char>(0xE0 | point >> 12));
    } else {
      out->push_back(static_cast<char>(0xF0 | point >> 18));
      out->push_back(static_cast<char>(0x80 | (point >> 12 & 0x3F)));
    }
    out->push_back(static_cast<char>(0x80 | (point >> 6 & 0x3F)));
  }
  out->push_back(static_cast<char>(0x80 | (point & 0x3F)));
}

}  // namespace crible

#endif  // CRIBLE_TEXT_UTF8_H_
