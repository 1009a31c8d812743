#include "rules/char_set.h"

#include <algorithm>
#include <iterator>

namespace crible {
namespace {

constexpr char32_t kLastCodePoint = 0x10FFFF;

}  // namespace

void CharSet::Add(char32_t first, char32_t last) {
  ranges_.emplace_back(first, last);
}

void CharSet::Finish(bool negated) {
  if (!std::is_sorted(ranges_.begin(), ranges_.end())) {
    std::sort(ranges_.begin(), ranges_.end());
  }
  std::vector<std::pair<char32_t, char32_t>> joined;
  joined.reserve(ranges_.size());
  for (const auto& range : ranges_) {
    if (!joined.empty() && range.first <= joined.back().second + 1) {
      joined.back().second = std::max(joined.back().second, range.second);
    } else {
      joined.push_back(range);
    }
  }
  if (negated) {
    std::vector<std::pair<char32_t, char32_t>> rest;
    char32_t next = 0;
    for (const auto& [first, last] : joined) {
      if (first > next) rest.emplace_back(next, first - 1);
      next = last + 1;
    }
    if (next <= kLastCodePoint) rest.emplace_back(next, kLastCodePoint);
    joined = std::move(rest);
  }
  ranges_ = std::move(joined);
  for (const auto& [first, last] : ranges_) {
    for (char32_t c = first; c <= last && c < 0x80; ++c) {
      ascii_[c >> 6] |= uint64_t{1} << (c & 63);
    }
    if (last >= 0x80) high_ = High::kSome;
  }
  if (!ranges_.empty() && ranges_.back().first <= 0x80 &&
      ranges_.back().second == kLastCodePoint) {
    high_ = High::kAll;
  }
}

bool CharSet::ContainsHigh(char32_t c) const {
  const auto after = std::upper_bound(
      ranges_.begin(), ranges_.end(), c,
      [](char32_t value, const auto& range) { return value < range.first; });
  return after != ranges_.begin() && c <= std::prev(after)->second;
}

}  // namespace crible
