#include "bayes/correction.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "bayes/weights.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

struct Case {
  DocumentTokens documents;
  std::vector<CorrectionLabel> labels;

  void Add(bool in, std::vector<uint32_t> words,
           std::vector<uint32_t> characters = {}, double weight = 1) {
    documents.Add({std::move(words), std::move(characters), {}});
    labels.push_back({.in = in, .weight = weight});
  }
  std::vector<int16_t> Corrected(std::vector<int16_t> weights) const {
    CorrectWeights(documents, labels, &weights);
    return weights;
  }
};

// Token 0 stands in all spam and nowhere else; tokens 1 to 9 repeat one another
// in half of the spam and a quarter of the innocent. By their counts all of
// them together outweigh token 0, and the innocent that have them look like
// spam.
TEST(Correction, TokensThatRepeatOneAnotherGainLess) {
  Case it;
  const std::vector<uint32_t> repeats = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  for (int i = 0; i < 80; ++i) {
    std::vector<uint32_t> spam = {0}, other = {10};
    if (i % 2 == 0) spam.insert(spam.end(), repeats.begin(), repeats.end());
    if (i % 4 == 0) other.insert(other.end(), repeats.begin(), repeats.end());
    it.Add(true, spam);
    it.Add(false, other);
  }
  std::vector<int16_t> counted(11, 700);
  counted[0] = 2000;
  counted[10] = -512;
  const auto weights = it.Corrected(counted);
  // The rounds begin at six tenths of what the counts say.
  const double gain = weights[0] - 0.6 * 2000;
  EXPECT_GT(gain, 100);
  EXPECT_LT(weights[1] - 0.6 * 700, gain / 5);
  for (const uint32_t t : repeats) EXPECT_EQ(weights[t], weights[1]);
  EXPECT_LT(weights[10], -512);
}

TEST(Correction, LeavesTokensWithoutWeightAlone) {
  Case it;
  for (int i = 0; i < 10; ++i) {
    it.Add(true, {0, 1});
    it.Add(false, {2, 1});
  }
  const auto weights = it.Corrected({1024, kNoWeight, -512});
  EXPECT_EQ(weights[1], kNoWeight);
  EXPECT_EQ(weights, it.Corrected({1024, kNoWeight, -512}));
}

TEST(Correction, DocumentsOfWeightZeroAreNotSeen) {
  Case without, with;
  for (int i = 0; i < 20; ++i) {
    for (Case* it : {&without, &with}) {
      it->Add(true, {0});
      it->Add(false, {1});
    }
    with.Add(false, {0}, {}, 0);
  }
  EXPECT_EQ(with.Corrected({512, -512}), without.Corrected({512, -512}));
}

TEST(Correction, StaysWithinItsBounds) {
  Case it;
  for (int i = 0; i < 500; ++i) {
    it.Add(true, {0}, {2});
    it.Add(false, {1}, {3});
  }
  const auto weights = it.Corrected({9000, -9000, 0, 0});
  for (const int16_t weight : weights) {
    EXPECT_GE(weight, -1 * kWeightUnit);
    EXPECT_LE(weight, 3 * kWeightUnit);
  }
}

// Other numbers for the same tokens: the same weights, token by token.
TEST(Correction, NumbersOfTokensDoNotMatter) {
  constexpr uint32_t kTokens = 30;
  std::vector<uint32_t> other(kTokens);
  for (uint32_t t = 0; t < kTokens; ++t) other[t] = t;
  std::mt19937 random(5);
  std::shuffle(other.begin(), other.end(), random);
  Case first, second;
  for (int i = 0; i < 200; ++i) {
    std::vector<uint32_t> words, words2;
    for (uint32_t t = 0; t < kTokens; ++t) {
      if (random() % 5 != 0) continue;
      words.push_back(t);
      words2.push_back(other[t]);
    }
    std::reverse(words2.begin(), words2.end());
    const bool in = random() % 2 == 0;
    first.Add(in, words);
    second.Add(in, words2);
  }
  std::vector<int16_t> start(kTokens), start2(kTokens);
  for (uint32_t t = 0; t < kTokens; ++t) {
    start[t] = start2[other[t]] = static_cast<int16_t>(random() % 2000);
  }
  const auto a = first.Corrected(start), b = second.Corrected(start2);
  for (uint32_t t = 0; t < kTokens; ++t) EXPECT_EQ(a[t], b[other[t]]);
}

}  // namespace
}  // namespace crible
