#ifndef CRIBLE_TEXT_SPACED_LETTERS_H_
#define CRIBLE_TEXT_SPACED_LETTERS_H_

#include <cstdint>

#include "text/text.h"

namespace crible {

// Notes in TextParts::spaced, while words are read, where four words or more of
// one character each follow one another with the same sign between them.
class SpacedLetters {
 public:
  static constexpr uint32_t kMin = 4;

  explicit SpacedLetters(TextParts* parts) : parts_(*parts) {}

  // The last word has been added; `single`: it is one character.
  void AddLast(bool single);
  // The last word goes on after all.
  void Break() { count_ = 0; }

 private:
  TextParts& parts_;
  uint32_t count_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_TEXT_SPACED_LETTERS_H_
