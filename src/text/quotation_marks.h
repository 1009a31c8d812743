#ifndef CRIBLE_TEXT_QUOTATION_MARKS_H_
#define CRIBLE_TEXT_QUOTATION_MARKS_H_

#include <cstdint>
#include <vector>

#include "text/text.h"

namespace crible {

// Marks the words between quotation marks while words are read. A quotation
// that is never closed quotes nothing.
class QuotationMarks {
 public:
  explicit QuotationMarks(std::vector<Word>* words) : words_(*words) {}

  void Open();   // « “ „
  void Close();  // » ”
  // " closes what " opened; else it opens if `may_open`.
  void Straight(bool may_open);
  // What " opened does not go on over an empty line.
  void EmptyLine() { straight_ = kNone; }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  void MarkFrom(uint32_t* first);

  std::vector<Word>& words_;
  uint32_t open_ = kNone;  // the first word after the opening mark
  uint32_t straight_ = kNone;
};

}  // namespace crible

#endif  // CRIBLE_TEXT_QUOTATION_MARKS_H_
