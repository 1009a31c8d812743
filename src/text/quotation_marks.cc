#include "text/quotation_marks.h"

namespace crible {

void QuotationMarks::Open() {
  if (open_ == kNone) open_ = static_cast<uint32_t>(words_.size());
}

void QuotationMarks::Close() { MarkFrom(&open_); }

void QuotationMarks::Straight(bool may_open) {
  if (straight_ != kNone) {
    MarkFrom(&straight_);
  } else if (may_open) {
    straight_ = static_cast<uint32_t>(words_.size());
  }
}

void QuotationMarks::MarkFrom(uint32_t* first) {
  for (size_t i = *first; i < words_.size(); ++i) words_[i].quoted = true;
  *first = kNone;
}

}  // namespace crible
