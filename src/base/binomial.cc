#include "base/binomial.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace crible {
namespace {

// P(X >= hits) for X binomial(n, p), summed from the larger term down.
double AtLeast(size_t hits, size_t n, double p) {
  if (hits == 0) return 1;
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  const double count = static_cast<double>(n);
  double sum = 0;
  for (size_t k = hits; k <= n; ++k) {
    const auto x = static_cast<double>(k);
    const double term = std::exp(std::lgamma(count + 1) - std::lgamma(x + 1) -
                                 std::lgamma(count - x + 1) + x * std::log(p) +
                                 (count - x) * std::log1p(-p));
    sum += term;
    if (term < sum * 1e-17 && x > count * p) break;
  }
  return std::min(sum, 1.0);
}

// The p at which `rising` reaches `level`.
double Solve(const std::function<double(double)>& rising, double level) {
  double low = 0, high = 1;
  for (int i = 0; i < 50; ++i) {
    const double middle = (low + high) / 2;
    (rising(middle) < level ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

double UpperShare(size_t hits, size_t n, double confidence) {
  if (hits >= n) return 1;
  return Solve([&](double p) { return AtLeast(hits + 1, n, p); }, confidence);
}

double LowerShare(size_t hits, size_t n, double confidence) {
  if (hits == 0) return 0;
  return Solve([&](double p) { return AtLeast(hits, n, p); }, 1 - confidence);
}

size_t RowsWithoutHit(double share_max, double confidence) {
  return static_cast<size_t>(
      std::ceil(std::log1p(-confidence) / std::log1p(-share_max)));
}

}  // namespace crible
