#include "text/spaced_letters.h"

#include <string_view>

namespace crible {

void SpacedLetters::AddLast(bool single) {
  constexpr uint32_t kGapMax = 4;  // bytes
  if (!single) {
    count_ = 0;
    return;
  }
  const auto& words = parts_.words;
  const size_t last = words.size() - 1;
  const auto gap = [&](size_t i) {  // before word i
    return std::string_view(parts_.plain.bytes)
        .substr(words[i - 1].source_end,
                words[i].source_begin - words[i - 1].source_end);
  };
  const bool goes_on = count_ > 0 && gap(last).size() <= kGapMax &&
                       (count_ == 1 || gap(last) == gap(last - 1));
  count_ = goes_on ? count_ + 1 : 1;
  const auto end = static_cast<uint32_t>(words.size());
  if (count_ == kMin) {
    parts_.spaced.push_back({end - kMin, end});
  } else if (count_ > kMin) {
    parts_.spaced.back().end = end;
  }
}

}  // namespace crible
