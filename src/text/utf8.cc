#include "text/utf8.h"

#include <cstring>

namespace crible {
namespace {

// Size of the well-formed sequence at the front of [p, p + left), or 0. The
// second byte's bounds keep overlong forms, surrogates and what lies above
// U+10FFFF out (table 3-7).
size_t SequenceSize(const unsigned char* p, size_t left) {
  const unsigned char lead = p[0];
  if (lead < 0x80) return 1;
  const size_t size = lead < 0xC2   ? 0
                      : lead < 0xE0 ? 2
                      : lead < 0xF0 ? 3
                      : lead < 0xF5 ? 4
                                    : 0;
  if (size == 0 || left < size) return 0;
  unsigned char low = 0x80, high = 0xBF;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  if (p[1] < low || p[1] > high) return 0;
  for (size_t i = 2; i < size; ++i) {
    if ((p[i] & 0xC0) != 0x80) return 0;
  }
  return size;
}

}  // namespace

size_t ValidUtf8Prefix(std::string_view bytes) {
  const auto* p = reinterpret_cast<const unsigned char*>(bytes.data());
  size_t at = 0;
  while (at < bytes.size()) {
    // Eight ASCII bytes at a time.
    while (bytes.size() - at >= 8) {
      uint64_t word;
      std::memcpy(&word, p + at, 8);
      if (word & 0x8080808080808080) break;
      at += 8;
    }
    if (at == bytes.size()) break;
    const size_t size = SequenceSize(p + at, bytes.size() - at);
    if (size == 0) return at;
    at += size;
  }
  return at;
}

}  // namespace crible
