#ifndef CRIBLE_BAYES_STRONGEST_H_
#define CRIBLE_BAYES_STRONGEST_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
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

  void Offer(const TokenWeight& token) {
    if (std::fabs(token.share) <= floor_) return;
    if (max_ > kInsertMax) return kept_.push_back(token);
    auto place = kept_.end();
    while (place != kept_.begin() && Before(token, *std::prev(place))) --place;
    kept_.insert(place, token);
    if (kept_.size() > max_) kept_.pop_back();
    if (kept_.size() == max_) floor_ = Strength(kept_);
  }
  // The strongest first.
  const std::vector<TokenWeight>& Sorted() {
    if (max_ > kInsertMax) {
      std::stable_sort(kept_.begin(), kept_.end(), Before);
      if (kept_.size() > max_) kept_.resize(max_);
    }
    return kept_;
  }

 private:
  // Up to so many are kept in their order; more are sorted in the end.
  static constexpr size_t kInsertMax = 32;

  static bool Before(const TokenWeight& a, const TokenWeight& b) {
    return std::fabs(a.share) > std::fabs(b.share);
  }
  static double Strength(const std::vector<TokenWeight>& kept) {
    return kept.empty() ? HUGE_VAL : std::fabs(kept.back().share);
  }

  const size_t max_;
  // What is not stronger is not among the strongest, as it comes later.
  double floor_ = -1;
  std::vector<TokenWeight> kept_;
};

}  // namespace crible

#endif  // CRIBLE_BAYES_STRONGEST_H_
