#ifndef CRIBLE_TEXT_ENTITY_H_
#define CRIBLE_TEXT_ENTITY_H_

#include <cstdint>
#include <string_view>

namespace crible {

// An HTML character reference.
struct Entity {
  char32_t point = 0;
  uint32_t size = 0;  // bytes of the reference; 0: there is none
};

// The reference that begins at offset `at`, where text[at] is '&': numeric, or
// one of the names of HTML 4 (those that editors write). With `strict` it must
// end with a semicolon. Numbers that stand for no character are U+FFFD; the
// C1 range is read as Windows-1252, as HTML says. O(1).
Entity ParseEntity(std::string_view text, size_t at, bool strict);

}  // namespace crible

#endif  // CRIBLE_TEXT_ENTITY_H_
