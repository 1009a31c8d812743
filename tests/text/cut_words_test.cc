#include "text/cut_words.h"

#include <algorithm>
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
      // Three pieces, one of them none or a letter.
      {"vi ag ra", {"viagra!"}},
      {"v ia gra", {"viagra!"}},
      {"du mer de s", {"du", "mer", "de", "s"}},
      {"vi ag 2 ra", {"vi", "ag", "2", "ra"}},
      // Four letters are enough, three are not.
      {"me rd", {"me", "rd"}},
      {"ch er", {"cher!"}},
      {"p as", {"p", "as"}},
      // A piece belongs to one word only.
      {"vi agra gra", {"viagra!", "gra"}},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(ReadAll(c.source, known), ElementsAreArray(c.want)) << c.source;
  }
}

// Two known words are one where the vocabulary says that it is likelier.
TEST(CutWordsTest, TwoKnownWordsThatAreRatherOne) {
  WordSet known = Known({"stupid", "stu", "pid", "debout", "bout", "depart"});
  const auto add = [&](std::string_view first, std::string_view second) {
    known.Insert(CutHash(HashWord(first), HashWord(second)));
  };
  EXPECT_THAT(ReadAll("stu pid", known), ElementsAreArray({"stu", "pid"}));
  known.Insert(HashWord("stu"), mark::kBegins);
  known.Insert(HashWord("pid"), mark::kEnds);
  EXPECT_THAT(ReadAll("stu pid", known), ElementsAreArray({"stu", "pid"}));
  add("stu", "pid");
  EXPECT_THAT(ReadAll("stu pid", known), ElementsAreArray({"stupid!"}));
  EXPECT_THAT(ReadAll("pid stu", known), ElementsAreArray({"pid", "stu"}));
  // So with articles and the like, which are else no piece.
  EXPECT_THAT(ReadAll("de part", known), ElementsAreArray({"de", "part"}));
  add("de", "part");
  EXPECT_THAT(ReadAll("de part", known), ElementsAreArray({"depart!"}));
}

TEST(CutWordsTest, ManyCutWordsAreNoUnknownLanguage) {
  const WordSet known = Known({"viagra"});
  std::string source;
  for (int i = 0; i < 20; ++i) source += "vi agra ";
  const std::vector<std::string> read = ReadAll(source, known);
  EXPECT_EQ(std::count(read.begin(), read.end(), "viagra!"), 20);
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
