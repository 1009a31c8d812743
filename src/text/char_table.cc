#include "text/char_table.h"

#include <cstring>

#include "text/char_table_builder.h"
#include "text/utf8.h"

namespace crible {
namespace {

// The Unicode Standard, 3.12: the jamo of a Hangul syllable.
size_t FoldHangul(char32_t syllable, char* out) {
  const char32_t index = syllable - 0xAC00;
  std::string jamo;
  AppendUtf8(0x1100 + index / 588, &jamo);
  AppendUtf8(0x1161 + index % 588 / 28, &jamo);
  if (index % 28 != 0) AppendUtf8(0x11A7 + index % 28, &jamo);
  std::memcpy(out, jamo.data(), jamo.size());
  return jamo.size();
}

}  // namespace

const CharTable& CharTable::Get() {
  static const CharTable table = CharTableBuilder().Build();
  return table;
}

size_t CharTable::Fold(char32_t point, const CharInfo& info, char* out) const {
  if (info.fold_size <= sizeof info.fold) {
    std::memcpy(out, &info.fold, sizeof info.fold);
    return info.fold_size;
  }
  if (info.fold_size == CharInfo::kHangul) return FoldHangul(point, out);
  if (info.fold_size == CharInfo::kSame) {
    std::string same;  // at most four bytes: no allocation
    AppendUtf8(point, &same);
    std::memcpy(out, same.data(), same.size());
    return same.size();
  }
  std::memcpy(out, pool_.data() + info.fold, info.fold_size);
  return info.fold_size;
}

}  // namespace crible
