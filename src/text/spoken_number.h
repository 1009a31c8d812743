#ifndef CRIBLE_TEXT_SPOKEN_NUMBER_H_
#define CRIBLE_TEXT_SPOKEN_NUMBER_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace crible {

// Puts the digits of a number together from its words: "zéro six douze
// trente-quatre" is 061234. Words of other kinds end it.
class SpokenNumber {
 public:
  // A word of value 0 to 20, or 30, 40 … 90.
  void AddWord(uint32_t value);
  // Digits as written.
  void AddDigits(std::string_view digits);
  // All digits so far.
  const std::string& Digits();
  // How many words, and whether all were single digits.
  uint32_t words() const { return words_; }
  bool single() const { return single_; }
  // Whether "et un" may follow (vingt et un).
  bool TakesAnd() const { return open_ && tens_ && current_ % 10 == 0; }

 private:
  void Flush();

  std::string digits_;
  uint32_t current_ = 0;
  bool open_ = false;  // current_ is not yet among the digits
  bool tens_ = false;  // current_ is at least 20
  bool single_ = true;
  uint32_t words_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_TEXT_SPOKEN_NUMBER_H_
