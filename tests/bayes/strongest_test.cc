#include "bayes/strongest.h"

#include <random>

#include "gtest/gtest.h"

namespace crible {
namespace {

// As sorting all of them would have it, of equal ones the first offered first.
TEST(Strongest, KeepsTheFarthestFromZero) {
  std::mt19937 random(3);
  for (const size_t max : {0u, 1u, 2u, 8u, 40u, 1000u}) {
    Strongest strongest(max);
    std::vector<TokenWeight> all;
    for (uint32_t i = 0; i < 500; ++i) {
      const double share = static_cast<int>(random() % 41) - 20;
      all.push_back({.share = share, .feature = i, .run = i % 3});
      strongest.Offer(all.back());
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const TokenWeight& a, const TokenWeight& b) {
                       return std::fabs(a.share) > std::fabs(b.share);
                     });
    const auto& kept = strongest.Sorted();
    ASSERT_EQ(kept.size(), std::min<size_t>(max, all.size()));
    for (size_t i = 0; i < kept.size(); ++i) {
      EXPECT_EQ(kept[i].share, all[i].share);
      EXPECT_EQ(kept[i].feature, all[i].feature);
    }
  }
}

}  // namespace
}  // namespace crible
