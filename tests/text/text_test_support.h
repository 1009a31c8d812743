#ifndef CRIBLE_TESTS_TEXT_TEXT_TEST_SUPPORT_H_
#define CRIBLE_TESTS_TEXT_TEXT_TEST_SUPPORT_H_

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "text/fold.h"
#include "text/text.h"

namespace crible {

inline WordSet Known(std::initializer_list<std::string_view> words) {
  WordSet known;
  for (const std::string_view word : words) known.Insert(HashWord(word));
  return known;
}

// The words of a text as they are to be read, disguised ones with a "!".
inline std::vector<std::string> ReadAll(const Text& text) {
  std::vector<std::string> all;
  for (const Word& word : text.words()) {
    std::string letters(text.Read(word));
    if (word.disguised) letters += '!';
    all.push_back(std::move(letters));
  }
  return all;
}

inline std::vector<std::string> ReadAll(
    std::string_view source, const WordSet& known = {},
    BodyFormat format = BodyFormat::kPlain) {
  Text text;
  AnalyzeText(source, format, known, &text);
  return ReadAll(text);
}

}  // namespace crible

#endif  // CRIBLE_TESTS_TEXT_TEXT_TEST_SUPPORT_H_
