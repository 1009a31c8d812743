#include "text/spoken_number.h"

namespace crible {

void SpokenNumber::AddWord(uint32_t value) {
  ++words_;
  single_ &= value < 10;
  if (open_) {
    if (current_ == 4 && value == 20) {
      current_ = 80;
      tens_ = true;
      return;
    }
    // Soixante-douze, quatre-vingt-dix; then soixante-dix-huit.
    const bool score = current_ == 60 || current_ == 80;
    const bool teens = (current_ == 70 || current_ == 90) && value >= 7;
    if (tens_ && current_ % 10 == 0 && value > 0 &&
        (value < 10 || (score && value < 17)) && (value < 10 || !teens)) {
      current_ += value;
      return;
    }
    if (current_ == 10 && value >= 7 && value < 10) {
      current_ += value;  // dix-sept
      return;
    }
  }
  Flush();
  current_ = value;
  open_ = true;
  tens_ = value >= 20;
}

void SpokenNumber::AddDigits(std::string_view digits) {
  Flush();
  digits_ += digits;
}

const std::string& SpokenNumber::Digits() {
  Flush();
  return digits_;
}

void SpokenNumber::Flush() {
  if (!open_) return;
  digits_ += std::to_string(current_);
  open_ = false;
}

}  // namespace crible
