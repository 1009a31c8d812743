#ifndef CRIBLE_RULES_CHAR_SET_H_
#define CRIBLE_RULES_CHAR_SET_H_

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace crible {

// A set of code points.
class CharSet {
 public:
  void Add(char32_t first, char32_t last);
  // Sorts and joins the ranges; to be called once after the last Add.
  void Finish(bool negated);

  bool Contains(char32_t c) const {
    if (c < 0x80) return ascii_[c >> 6] >> (c & 63) & 1;
    if (high_ != High::kSome) return high_ == High::kAll;
    return ContainsHigh(c);
  }
  bool HasHigh() const { return high_ != High::kNone; }  // any from U+0080 on
  // Ascending and apart from one another.
  const std::vector<std::pair<char32_t, char32_t>>& ranges() const {
    return ranges_;
  }
  friend bool operator==(const CharSet& a, const CharSet& b) {
    return a.ranges_ == b.ranges_;
  }

 private:
  enum class High : uint8_t { kNone, kSome, kAll };
  bool ContainsHigh(char32_t c) const;

  std::array<uint64_t, 2> ascii_{};
  High high_ = High::kNone;
  std::vector<std::pair<char32_t, char32_t>> ranges_;
};

// \w of RE2.
constexpr bool IsRegexWord(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (c >= 'a' && c <= 'z');
}

}  // namespace crible

#endif  // CRIBLE_RULES_CHAR_SET_H_
