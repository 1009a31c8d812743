#ifndef CRIBLE_BAYES_STRONGEST_H_
#define CRIBLE_BAYES_STRONGEST_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace crible {

// What one token adds to a score; `feature` and `run` as in VisitTokens.
struct TokenWeight {
  double share = 0;
  uint32_t feature = 0;
  uint32_t run = 0;
};

// Keeps the tokens whose shares are the farthest from 0, at most so many; of
// equal ones those that were offered first. Few of many cost next to nothing.
class Strongest {
 public:
  explicit Strongest(size_t max) : max_(max) {}

  // In ascending order of feature and run.
  void Offer(const TokenWeight& token) {
    if (std::fabs(token.share) <= floor_) return;
    kept_.push_back(token);
    if (kept_.size() / 2 >= max_ && kept_.size() >= kSortAt) Cut();
  }
  // The strongest first.
  const std::vector<TokenWeight>& Sorted() {
    Cut();
    return kept_;
  }

 private:
  static constexpr size_t kSortAt = 32;

  void Cut() {
    const auto before = [](const TokenWeight& a, const TokenWeight& b) {
      return std::fabs(a.share) > std::fabs(b.share);
    };
    std::stable_sort(kept_.begin(), kept_.end(), before);
    if (kept_.size() < max_) return;
    kept_.resize(max_);
    if (max_ > 0) floor_ = std::fabs(kept_.back().share);
  }

  const size_t max_;
  // What is not stronger is not among the strongest, as it comes later.
  double floor_ = -1;
  std::vector<TokenWeight> kept_;
};

}  // namespace crible

#endif  // CRIBLE_BAYES_STRONGEST_H_
