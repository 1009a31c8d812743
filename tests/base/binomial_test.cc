#include "base/binomial.h"

#include <gtest/gtest.h>

namespace crible {
namespace {

TEST(Binomial, BoundsAreThoseOfTheTables) {
  const struct {
    size_t hits, n;
    double confidence, lower, upper;
  } kCases[] = {
      {0, 10, 0.975, 0, 0.3085},      {1, 10, 0.975, 0.0025, 0.4450},
      {5, 10, 0.975, 0.1871, 0.8129}, {10, 10, 0.975, 0.6915, 1},
      {0, 2995, 0.95, 0, 0.00099976}, {3, 1000, 0.95, 0.000818, 0.007736},
  };
  for (const auto& test : kCases) {
    EXPECT_NEAR(LowerShare(test.hits, test.n, test.confidence), test.lower,
                1e-4)
        << test.hits << " of " << test.n;
    EXPECT_NEAR(UpperShare(test.hits, test.n, test.confidence), test.upper,
                1e-4)
        << test.hits << " of " << test.n;
  }
}

TEST(Binomial, NothingIsKnownWithoutRows) {
  EXPECT_EQ(UpperShare(0, 0, 0.95), 1);
  EXPECT_EQ(LowerShare(0, 0, 0.95), 0);
}

TEST(Binomial, RowsThatAPromiseTakes) {
  EXPECT_EQ(RowsWithoutHit(0.001, 0.95), 2995u);
  EXPECT_EQ(RowsWithoutHit(0.05, 0.95), 59u);
  EXPECT_LE(UpperShare(0, 2995, 0.95), 0.001);
  EXPECT_GT(UpperShare(0, 2994, 0.95), 0.001);
}

}  // namespace
}  // namespace crible
