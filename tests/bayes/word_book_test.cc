#include "bayes/word_book.h"

#include "bayes/features.h"
#include "gmock/gmock.h"

namespace crible {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

WeightTable TableOf(const std::vector<std::string_view>& words,
                    const std::vector<std::string_view>& runs) {
  WeightTable table;
  int16_t weight = 100;
  for (const std::string_view run : runs) {
    table.Set(FeatureHash(FeatureGroup::kCharacters, run), 0, weight++);
  }
  for (const std::string_view word : words) {
    table.Set(FeatureHash(FeatureGroup::kWords, word), 1, weight++);
  }
  table.Seal();
  return table;
}

TEST(WordBook, HasAWordsWeightsAndItsKnownRuns) {
  const std::vector<std::string_view> words = {"pret", "papa"};
  const WeightTable table = TableOf(words, {"ret_", "_pr", "pap", "xyz"});
  const WordBook book(words, table);
  const WordBook::Word* pret = book.Find(HashWord("pret"));
  ASSERT_NE(pret, nullptr);
  EXPECT_EQ(pret->weights, (WeightTable::Weights{WeightTable::kUnknown, 104}));
  const auto runs = book.Runs(*pret);  // as they stand in the word
  ASSERT_THAT(runs, SizeIs(2));
  for (const size_t i : {0u, 1u}) {
    EXPECT_EQ(runs[i].weights().weight(0), 101 - static_cast<int>(i));
    EXPECT_EQ(runs[i].weights().known(0), 1u);
    EXPECT_EQ(runs[i].weights().known(1), 0u);
  }
  EXPECT_THAT(book.Runs(*book.Find(HashWord("papa"))), SizeIs(1));
}

TEST(WordBook, KnowsOnlyWordsOfTheTable) {
  const std::string overlong(kFeatureWordBytesMax + 1, 'a');
  const std::vector<std::string_view> words = {"pret", "pret"};
  const std::vector<std::string_view> more = {"pret", "pret", "autre",
                                              overlong};
  const WordBook book(more, TableOf(words, {}));
  EXPECT_NE(book.Find(HashWord("pret")), nullptr);
  EXPECT_EQ(book.Find(HashWord("autre")), nullptr);
  EXPECT_EQ(book.Find(HashWord(overlong)), nullptr);
}

TEST(WordBook, ARunCountsOnceInAWord) {
  const WeightTable table = TableOf({}, {"ana", "nan"});
  std::vector<WordBook::Run> runs;
  AppendKnownRuns("banana", table, &runs);
  ASSERT_THAT(runs, SizeIs(2));
  EXPECT_EQ(runs[0].token(), 0u);
  EXPECT_EQ(runs[1].token(), 1u);
  runs.clear();
  AppendKnownRuns("zzz", table, &runs);
  EXPECT_THAT(runs, IsEmpty());
}

}  // namespace
}  // namespace crible
