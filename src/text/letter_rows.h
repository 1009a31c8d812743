#ifndef CRIBLE_TEXT_LETTER_ROWS_H_
#define CRIBLE_TEXT_LETTER_ROWS_H_

// A word as rows of the same character (merciiii: m e r c iiii), to be read
// with shorter ones; part of disguise.cc.

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "text/char_table.h"
#include "text/text.h"
#include "text/utf8.h"

namespace crible {

// The rows of the same character in a word, each with its folded form.
struct LetterRow {
  size_t fold_begin;
  size_t fold_size;
  size_t count;
};

class LetterRows {
 public:
  // Long rows whose both lengths are tried.
  static constexpr size_t kLongMax = 4;

  // Rows are those of the plain view, so that créée has none.
  LetterRows(std::string_view plain, const Word& word) {
    const CharTable& table = CharTable::Get();
    char32_t last = 0;
    char fold[CharTable::kFoldBytesMax];
    for (size_t at = word.source_begin; at < word.source_end;) {
      const CodePoint point = DecodeUtf8(plain, at);
      at += point.size;
      const char32_t lower = point.value >= 'A' && point.value <= 'Z'
                                 ? point.value | 0x20
                                 : point.value;
      const size_t size = table.Fold(point.value, table[point.value], fold);
      if (size == 0) continue;
      if (!rows_.empty() && lower == last) {
        ++rows_.back().count;
        continue;
      }
      last = lower;
      rows_.push_back({folds_.size(), size, 1});
      folds_.append(fold, size);
    }
  }

  size_t size() const { return rows_.size(); }
  // How many rows of letters are longer than words have them.
  size_t long_rows() const {
    return static_cast<size_t>(
        std::count_if(rows_.begin(), rows_.end(),
                      [this](const LetterRow& row) { return IsLong(row); }));
  }
  bool IsRoman() const {
    return std::all_of(
        rows_.begin(), rows_.end(), [this](const LetterRow& row) {
          return row.count <= 3 && row.fold_size == 1 &&
                 std::strchr("ivxlcdm", folds_[row.fold_begin]) != nullptr;
        });
  }
  // The word with each long row as one letter, or as two where `doubled` has
  // the row's bit.
  void Shorten(unsigned doubled, std::string* letters) const {
    letters->clear();
    size_t run = 0;
    for (const LetterRow& row : rows_) {
      size_t count = row.count;
      if (IsLong(row)) {
        count = run < kLongMax && (doubled >> run & 1) ? 2 : 1;
        ++run;
      }
      for (size_t i = 0; i < count; ++i) {
        letters->append(folds_, row.fold_begin, row.fold_size);
      }
    }
  }

 private:
  bool IsLong(const LetterRow& row) const {
    return row.count > 2 &&
           (folds_[row.fold_begin] < '0' || folds_[row.fold_begin] > '9');
  }

  std::string folds_;
  std::vector<LetterRow> rows_;
};

}  // namespace crible

#endif  // CRIBLE_TEXT_LETTER_ROWS_H_
