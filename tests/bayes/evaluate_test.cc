#include "bayes/evaluate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "gtest/gtest.h"

namespace crible {
namespace {

std::vector<EvaluationRow> Rows(const std::vector<double>& in,
                                const std::vector<double>& out) {
  std::vector<EvaluationRow> rows;
  for (const double score : in) rows.push_back({.log_odds = score, .in = true});
  for (const double score : out) rows.push_back({.log_odds = score});
  return rows;
}

TEST(Evaluate, AucCountsTiesHalf) {
  // Pairs won: 3>1, 3>2, 3=3 half, 1=1 half, 1<2, 1<3: 3 of 6.
  const Evaluation e = Evaluate(Rows({3, 1}, {1, 2, 3}));
  EXPECT_DOUBLE_EQ(e.auc.value, 0.5);
  EXPECT_EQ(e.in, 2u);
  EXPECT_EQ(e.out, 3u);
  EXPECT_DOUBLE_EQ(Evaluate(Rows({5, 6}, {1, 2})).auc.value, 1);
  EXPECT_DOUBLE_EQ(Evaluate(Rows({0}, {1, 2})).auc.value, 0);
}

// Placements of the positives 3/4, 4/4 (variance 1/32 of two), of the negatives
// 0, 0, 0, 1/2: by DeLong var = (1/32)/2 + (1/16)/4.
TEST(Evaluate, AucIntervalIsDeLongs) {
  const Evaluation e = Evaluate(Rows({3.5, 9}, {1, 2, 3, 4}));
  EXPECT_DOUBLE_EQ(e.auc.value, 0.875);
  const double deviation = std::sqrt(1.0 / 64 + 1.0 / 64);
  EXPECT_NEAR(e.auc.low, 0.875 - 1.959964 * deviation, 1e-6);
  EXPECT_EQ(e.auc.high, 1);
}

TEST(Evaluate, RecallAtTheThresholdThatInnocentsSet) {
  std::vector<double> out(1000), in;
  for (int i = 0; i < 1000; ++i) out[static_cast<size_t>(i)] = i;
  for (int i = 0; i < 10; ++i) in.push_back(990.5 + i);
  const Evaluation e = Evaluate(Rows(in, out));
  ASSERT_EQ(e.recalls.size(), 3u);
  // Five innocents may be refused: those above 994.
  EXPECT_EQ(e.recalls[0].false_positives, 0.005);
  EXPECT_NEAR(e.recalls[0].threshold, 994, 1e-9);
  EXPECT_DOUBLE_EQ(e.recalls[0].recall.value, 0.6);
  EXPECT_DOUBLE_EQ(e.recalls[1].recall.value, 1);
}

TEST(Evaluate, TiesWithAnInnocentAreNotRecall) {
  // With three innocents none may be refused.
  const Evaluation e = Evaluate(Rows({3, 4}, {1, 2, 3}));
  EXPECT_EQ(e.recalls[0].false_positives, 0);
  EXPECT_DOUBLE_EQ(e.recalls[0].recall.value, 0.5);
}

// Values of R's binom.test.
TEST(Evaluate, ClopperPearsonIntervals) {
  const Interval five = ClopperPearson(5, 10);
  EXPECT_NEAR(five.low, 0.1870860, 1e-6);
  EXPECT_NEAR(five.high, 0.8129140, 1e-6);
  const Interval none = ClopperPearson(0, 10);
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 0.3084971, 1e-6);
  const Interval all = ClopperPearson(10, 10);
  EXPECT_NEAR(all.low, 0.6915029, 1e-6);
  EXPECT_EQ(all.high, 1);
  const Interval many = ClopperPearson(9500, 10000);
  EXPECT_NEAR(many.low, 0.9455, 1e-3);
  EXPECT_NEAR(many.high, 0.9542, 1e-3);
  EXPECT_EQ(ClopperPearson(0, 0).high, 1);
}

TEST(Evaluate, BrierAndCalibration) {
  const double three_quarters = std::log(3.0);
  // Four rows of probability 0.75, of which two are in: Brier is the mean of
  // 0.0625, 0.0625, 0.5625, 0.5625; the bin is off by 0.25.
  const Evaluation e = Evaluate(
      Rows({three_quarters, three_quarters}, {three_quarters, three_quarters}));
  EXPECT_NEAR(e.brier, 0.3125, 1e-12);
  EXPECT_NEAR(e.ece, 0.25, 1e-12);
  EXPECT_NEAR(Evaluate(Rows({1e9}, {-1e9})).ece, 0, 1e-12);
}

TEST(Evaluate, SharesOfVerdicts) {
  std::vector<EvaluationRow> rows = Rows({1, 1, 1, 1}, {0, 0});
  rows[0].verdict = Verdict::kReject;
  rows[1].verdict = Verdict::kHold;
  rows[4].verdict = Verdict::kHold;
  const Evaluation e = Evaluate(rows);
  EXPECT_EQ(e.verdicts_in, (std::array<double, 3>{0.5, 0.25, 0.25}));
  EXPECT_EQ(e.verdicts_out, (std::array<double, 3>{0.5, 0.5, 0}));
}

TEST(Evaluate, OneClassOrNothingIsNoError) {
  EXPECT_TRUE(Evaluate({}).recalls.empty());
  EXPECT_EQ(Evaluate({}).brier, 0);
  EXPECT_EQ(Evaluate(Rows({1, 2}, {})).auc.value, 0);
}

TEST(Evaluate, PartsAgainstTheirOwnAndAgainstAllInnocents) {
  std::vector<EvaluationRow> rows = Rows({2, 5}, {1, 3});
  rows[0].corpus = rows[2].corpus = std::string(1, 'a');
  rows[1].corpus = rows[3].corpus = std::string(1, 'b');
  const auto parts = EvaluateParts(rows, PartBy::kCorpus);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].name, "a");
  EXPECT_DOUBLE_EQ(parts[0].own.auc.value, 1);
  EXPECT_DOUBLE_EQ(parts[0].pooled.auc.value, 0.5);
  EXPECT_EQ(parts[0].pooled.out, 2u);
}

// Well calibrated for classes of equal size, at a site's base of 5 %.
std::vector<EvaluationRow> Calibrated(double base) {
  std::vector<EvaluationRow> rows;
  for (const auto& [ratio, in, out] :
       std::vector<std::array<int, 3>>{{3, 300, 100}, {1, 100, 100}}) {
    for (int i = 0; i < in + out; ++i) {
      rows.push_back({.log_odds = std::log(double(ratio)) + base,
                      .base = base,
                      .in = i < in,
                      .language = "fr"});
    }
  }
  return rows;
}

TEST(Evaluate, MovesTheBaseToTheRowsOwnShare) {
  // 400 of 600: at that share the odds are 6 and 2, found are 3 and 1.
  const double base = std::log(0.05 / 0.95);
  const Evaluation e = Evaluate(Calibrated(base));
  EXPECT_NEAR(
      e.moved_ece,
      (400 * std::fabs(6.0 / 7 - 0.75) + 200 * std::fabs(2.0 / 3 - 0.5)) / 600,
      1e-9);
  EXPECT_GT(e.ece, 0.4);
  EXPECT_NEAR(Evaluate(Calibrated(0)).moved_ece, e.moved_ece, 1e-9);
  EXPECT_EQ(Evaluate(Rows({1, 2}, {})).moved_ece, 0);
}

TEST(Evaluate, ReliabilityHasABinForEachTenthWithRows) {
  const auto bins = Reliability(Calibrated(-3));
  ASSERT_EQ(bins.size(), 2u);
  EXPECT_EQ(bins[0].n, 200u);
  EXPECT_NEAR(bins[0].said, 2.0 / 3, 1e-9);
  EXPECT_NEAR(bins[0].found.value, 0.5, 1e-9);
  EXPECT_EQ(bins[1].n, 400u);
  EXPECT_NEAR(bins[1].said, 6.0 / 7, 1e-9);
  EXPECT_NEAR(bins[1].found.value, 0.75, 1e-9);
  EXPECT_TRUE(Reliability(Rows({1, 2}, {})).empty());
}

TEST(Evaluate, PartsByLanguageAndLength) {
  auto rows = Rows({1}, {0, 2});
  rows[0].language = rows[1].language = rows[2].language = "fr";
  rows[0].characters = 79;
  rows[1].characters = 80;
  rows[2].characters = 240;
  const auto parts = EvaluateParts(rows, PartBy::kLanguageAndLength);
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[0].name, "fr, 240 characters and more");
  EXPECT_EQ(parts[1].name, "fr, under 240 characters");
  EXPECT_EQ(parts[2].name, "fr, under 80 characters");
  EXPECT_EQ(parts[2].own.in, 1u);
}

// Two corpora in which the same language, length or field tells the label, and
// two in which what one teaches is wrong of the other.
TEST(Evaluate, ControlsLearnFromTheOtherCorpora) {
  std::vector<EvaluationRow> telling, misleading;
  for (const char* corpus : {"a", "b"}) {
    for (int i = 0; i < 40; ++i) {
      EvaluationRow row{.in = i % 2 == 0, .corpus = corpus};
      row.language = std::string(row.in ? "en" : "fr");
      row.characters = row.in ? 400 : 40;
      row.fields = std::string(row.in ? "1" : "0");
      telling.push_back(row);
      row.in = row.in == (std::string_view(corpus) == "a");
      misleading.push_back(row);
    }
  }
  for (const Control control :
       {Control::kLanguage, Control::kLength, Control::kFields}) {
    EXPECT_EQ(ControlAuc(telling, control).value, 1);
    EXPECT_EQ(ControlAuc(misleading, control).value, 0);
  }
  for (EvaluationRow& row : telling) {
    row.language.clear();
    row.fields.clear();
  }
  EXPECT_EQ(ControlAuc(telling, Control::kLanguage).value, 0.5);
  EXPECT_EQ(ControlAuc(telling, Control::kFields).value, 0.5);
}

TEST(Evaluate, RowsOfTheSameLengthsHaveAsManyOfEachSide) {
  std::vector<EvaluationRow> rows;
  // Spam is long, but for a few; of the long innocents there are few.
  for (int i = 0; i < 100; ++i) {
    EvaluationRow row{.log_odds = double(i), .in = i % 2 == 0};
    row.corpus = std::string(i % 4 < 2 ? "a" : "b");
    row.language = std::string("fr");
    row.characters = (row.in ? i % 10 == 0 : i % 10 != 1) ? 40 : 400;
    rows.push_back(row);
  }
  rows.push_back({.in = true, .language = "en", .characters = 40});
  EXPECT_GT(ControlAuc(rows, Control::kLength).value, 0.6);

  const auto alike = OfSameLengths(rows);
  const Evaluation evaluation = Evaluate(alike);
  EXPECT_EQ(evaluation.in, 20u);
  EXPECT_EQ(evaluation.out, 20u);
  EXPECT_EQ(ControlAuc(alike, Control::kLength).value, 0.5);
  size_t long_in = 0, long_out = 0;
  for (const EvaluationRow& row : alike) {
    EXPECT_EQ(row.language, "fr");
    (row.in ? long_in : long_out) += row.characters == 400;
  }
  EXPECT_EQ(long_in, long_out);
  EXPECT_TRUE(std::is_sorted(alike.begin(), alike.end(),
                             [](const auto& a, const auto& b) {
                               return a.log_odds < b.log_odds;
                             }));
  EXPECT_TRUE(OfSameLengths({}).empty());
}

}  // namespace
}  // namespace crible
