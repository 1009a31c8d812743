#include "bayes/packed_weights.h"

#include <random>

#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(PackedWeights, SumsAsTheNumbersThemselves) {
  std::mt19937 random(1);
  const auto any = [&]() -> int16_t {
    switch (random() % 6) {
      case 0:
        return kUnknownWeight;
      case 1:
        return INT16_MAX;
      case 2:
        return INT16_MIN + 1;
      default:
        return static_cast<int16_t>(random() % 4000 - 600);
    }
  };
  for (int round = 0; round < 2000; ++round) {
    PackedWeights sum;
    std::array<int32_t, 2> weight{}, known{};
    for (size_t i = 0; i < PackedWeights::kAddedMax; ++i) {
      const TokenWeights weights = {any(),
                                    round % 2 ? any() : int16_t{INT16_MAX}};
      const bool counts = random() % 4 != 0;
      sum.Add(PackedWeights(weights), counts);
      for (size_t m = 0; m < 2; ++m) {
        if (!counts || weights[m] == kUnknownWeight) continue;
        weight[m] += weights[m];
        ++known[m];
      }
    }
    for (size_t m = 0; m < 2; ++m) {
      ASSERT_EQ(sum.weight(m), weight[m]);
      ASSERT_EQ(static_cast<int32_t>(sum.known(m)), known[m]);
    }
  }
}

TEST(PackedWeights, KnowsNothingAtFirst) {
  EXPECT_EQ(PackedWeights().weight(0), 0);
  EXPECT_EQ(PackedWeights({kUnknownWeight, 7}).known(0), 0u);
  EXPECT_EQ(PackedWeights({kUnknownWeight, 7}).weight(1), 7);
}

}  // namespace
}  // namespace crible
