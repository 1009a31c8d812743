#ifndef CRIBLE_TEXT_CASE_CHANGES_H_
#define CRIBLE_TEXT_CASE_CHANGES_H_

#include <string_view>

namespace crible {

// Whether a word goes up and down from letter to letter (vIaGrA), as names
// (McDonald, iPhone) and shouts do not: between two of three neighbours or more
// the case changes. Only ASCII letters are looked at.
inline bool AlternatesCase(std::string_view word) {
  size_t pairs = 0, changes = 0;
  char before = 0;
  for (const char c : word) {
    const char low = static_cast<char>(c | 0x20);
    if (low < 'a' || low > 'z') continue;
    if (before != 0) {
      ++pairs;
      changes += ((c ^ before) & 0x20) != 0;
    }
    before = c;
  }
  return pairs >= 3 && 3 * changes >= 2 * pairs;
}

}  // namespace crible

#endif  // CRIBLE_TEXT_CASE_CHANGES_H_
