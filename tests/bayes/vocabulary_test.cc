#include "bayes/vocabulary.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "text/text.h"

namespace crible {
namespace {

ModelToken Token(const std::string& text, uint32_t documents) {
  ModelToken token{.text = text};
  token.counts[0] = {.in = documents, .out = documents};
  return token;
}

WordSet OfTokens(const std::vector<ModelToken>& tokens) {
  Model model{.category = "abuse",
              .strata = {{.name = "en", .documents = {.in = 500, .out = 500}}},
              .tokens = {tokens.begin(), tokens.end()}};
  const std::vector<const Model*> models = {&model};
  return VocabularyOf(models);
}

bool IsRatherOne(const WordSet& words, std::string_view first,
                 std::string_view second) {
  return words.Contains(CutHash(HashWord(first), HashWord(second)));
}

TEST(Vocabulary, HasTheWordsOfModels) {
  ModelToken run = Token("_stu", 9);
  run.group = FeatureGroup::kCharacters;
  const WordSet words = OfTokens(
      {Token("stupid", 9), Token("very stupid", 4), run, Token("<link>", 30)});
  EXPECT_TRUE(words.Contains(HashWord("stupid")));
  EXPECT_EQ(words.size(), 1u);
}

TEST(Vocabulary, RarePiecesOfAWordAreRatherTheWord) {
  const WordSet words =
      OfTokens({Token("stupid", 40), Token("stu", 3), Token("pid", 2)});
  EXPECT_TRUE(IsRatherOne(words, "stu", "pid"));
  EXPECT_FALSE(IsRatherOne(words, "stup", "id"));  // no words: needs no pair
  EXPECT_EQ(words.Marks(HashWord("stu")), mark::kIn | mark::kBegins);
  EXPECT_EQ(words.Marks(HashWord("pid")), mark::kIn | mark::kEnds);
  EXPECT_EQ(words.Marks(HashWord("stupid")), mark::kIn);
}

TEST(Vocabulary, PiecesThatMeetByChanceOrAreSaidTogetherAreTwoWords) {
  // 2 · 5 documents with the whole, 2 · 20 · 2 · 50 / 1,000 = 4 by chance.
  EXPECT_FALSE(IsRatherOne(
      OfTokens({Token("therapist", 5), Token("the", 50), Token("rapist", 20)}),
      "the", "rapist"));
  EXPECT_FALSE(IsRatherOne(OfTokens({Token("asshole", 40), Token("ass", 3),
                                     Token("hole", 2), Token("ass hole", 3)}),
                           "ass", "hole"));
}

TEST(Vocabulary, WordsThatWouldDoHarmAndShortOnesTakeMore) {
  const auto pair = [](const char* whole, uint32_t in, uint32_t out,
                       const char* first, const char* second) {
    ModelToken token{.text = whole};
    token.counts[0] = {.in = in, .out = out};
    return IsRatherOne(OfTokens({token, Token(first, 10), Token(second, 10)}),
                       first, second);
  };
  // By chance 0.4.
  EXPECT_TRUE(pair("chatons", 5, 5, "chat", "ons"));
  EXPECT_FALSE(pair("chatte", 10, 0, "chat", "te"));
  EXPECT_TRUE(pair("chatte", 60, 0, "chat", "te"));
  EXPECT_FALSE(pair("pute", 60, 0, "pu", "te"));
  EXPECT_TRUE(pair("tous", 60, 60, "to", "us"));
  EXPECT_FALSE(pair("password", 30, 30, "pass", "word"));
}

TEST(Vocabulary, FunctionWordsArePiecesOfFrequentWords) {
  const WordSet words =
      OfTokens({Token("debout", 90), Token("deboit", 3), Token("de", 40)});
  EXPECT_TRUE(IsRatherOne(words, "de", "bout"));  // no word of the model
  EXPECT_TRUE(IsRatherOne(words, "de", "boit"));
  EXPECT_FALSE(IsRatherOne(OfTokens({Token("deboit", 1), Token("de", 400)}),
                           "de", "boit"));
}

}  // namespace
}  // namespace crible
