#ifndef CRIBLE_BASE_BINOMIAL_H_
#define CRIBLE_BASE_BINOMIAL_H_

// What a share can be, given `hits` of `n`: exact one-sided bounds of Clopper
// and Pearson (Biometrika 26, 1934). The true share is above UpperShare, or
// below LowerShare, in at most 1 − confidence of all samples. Without rows they
// are 1 and 0. For a two-sided interval at 95 % ask both with 0.975.

#include <cstddef>

namespace crible {

double UpperShare(size_t hits, size_t n, double confidence);
double LowerShare(size_t hits, size_t n, double confidence);

// The fewest rows, all without a hit, that show a share of at most `share_max`
// (above 0, below 1):
//   RowsWithoutHit(0.001, 0.95) == 2995
size_t RowsWithoutHit(double share_max, double confidence);

}  // namespace crible

#endif  // CRIBLE_BASE_BINOMIAL_H_
