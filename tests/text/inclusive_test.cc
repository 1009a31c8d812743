#include "text/inclusive.h"

#include <string_view>

#include "gtest/gtest.h"

namespace crible {
namespace {

struct EndingCase {
  std::string_view word;
  std::string_view ending;  // what belongs to the word
  std::string_view rest;
};

TEST(InclusiveTest, Endings) {
  const EndingCase kCases[] = {
      {"idiot", "·e·s", " !"},   {"idiot", ".e.s", " et"},
      {"idiot", "(e)s", ","},    {"idiot", "(e)", ""},
      {"étudiant", "-e-s", ""},  {"étudiant", "·e", "."},
      {"auteur", "·rice·s", ""}, {"auteur", ".rice.s", ""},
      {"enfant", "(s)", ""},     {"tou", "·te·s", ""},
      {"citoyen", "·ne·s", ""},  {"policier", "·ère·s", ""},
      {"étudiant", "·es", ""},   {"étudiant", ".es", " !"},
      {"idiot", "•e", ""},       {"idiot", "", "-le"},
      {"donne", "", "-les"},     {"est", "", "-ce"},
      {"fin", "", ".Et"},        {"fin", "", ".et"},
      {"va", "", "-t-en"},       {"a", "", "·b"},
      {"fait", "", ".en"},       {"mot", "", "(entre)"},
      {"mot", "", "(e"},         {"site", "", ".com"},
      {"mot", "", ".e.moi"},     {"mot", "", ".exemple"},
      {"rendez", "", "-vous"},   {"idiot", "", "· e"},
  };
  for (const EndingCase& c : kCases) {
    std::string text(c.word);
    text += c.ending;
    text += c.rest;
    if (c.ending.empty() && c.rest.empty()) continue;
    EXPECT_EQ(InclusiveEnding(text, c.word.size(), c.word.size()),
              c.ending.size())
        << text;
  }
}

}  // namespace
}  // namespace crible
