#include "text/cut_words.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "text_test_support.h"

namespace crible {
namespace {

using ::testing::ElementsAreArray;

TEST(CutWordsTest, PiecesOfAKnownWordAreOne) {
  const WordSet known = Known({"viagra", "connard", "merde", "mer", "de", "un",
                               "lepen", "le", "pas", "cher", "youtube", "con"});
  const struct {
    const char* source;
    std::vector<std::string> want;
  } kCases[] = {
      {"vi agra pas cher", {"viagra!", "pas", "cher"}},
      {"un con nard", {"un", "connard!"}},
      {"VIA GRA", {"viagra!"}},
      {"via_gra via*gra via.gra", {"viagra!", "viagra!", "viagra!"}},
      {"vі аgrа", {"viagra!"}},  // Cyrillic, too
      // Words that are both known say what they say.
      {"la mer de", {"la", "mer", "de"}},
      {"le mer de", {"le", "mer", "de"}},
      // More than one sign between them.
      {"vi, agra", {"vi", "agra"}},
      {"vi  agra", {"vi", "agra"}},
      {"con\nnard", {"con", "nard"}},
      // Names, numbers, compounds.
      {"Le Pen", {"le", "pen"}},
      {"You Tube", {"you", "tube"}},
      {"via-gra", {"via", "gra"}},
      {"vi 2 agra", {"vi", "2", "agra"}},
      // Not known together.
      {"vi agro", {"vi", "agro"}},
      // A piece belongs to one word only.
      {"vi agra gra", {"viagra!", "gra"}},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(ReadAll(c.source, known), ElementsAreArray(c.want)) << c.source;
  }
}

TEST(CutWordsTest, OnlyWhatHidesSomethingElseTooCountsAsHidden) {
  const WordSet known = Known({"viagra"});
  Text text;
  AnalyzeText("un vi agra", BodyFormat::kPlain, known, &text);
  ASSERT_EQ(text.words().size(), 2u);
  EXPECT_TRUE(text.words()[1].cut);
  EXPECT_EQ(text.Written(text.words()[1]), "vi agra");
  EXPECT_EQ(text.words()[1].hash, HashWord("viagra"));
  AnalyzeText("un vi ag\u200Bra", BodyFormat::kPlain, known, &text);
  ASSERT_EQ(text.words().size(), 2u);
  EXPECT_FALSE(text.words()[1].cut);
  EXPECT_EQ(text.words()[1].hash, HashWord("viagra"));
}

}  // namespace
}  // namespace crible
