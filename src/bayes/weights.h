#ifndef CRIBLE_BAYES_WEIGHTS_H_
#define CRIBLE_BAYES_WEIGHTS_H_

// From counts to the weight of a token.

#include <array>
#include <cstddef>
#include <cstdint>

#include "bayes/model.h"

namespace crible {

// Pseudo-documents a side: keeps the ratio of a token that only one class has
// finite, and of a rare token near 1.
inline constexpr double kSmoothing = 0.5;

// The logarithm of the Mantel–Haenszel ratio of the rates at which documents in
// and outside the category have the token, each stratum compared only with
// itself. A stratum that lacks one class says nothing.
//
//   In one stratum of 10 in and 10 out, 5 and 0 with the token: R = 5·10/20,
//   S = 0; smoothed by 0.5·10·10/20²·2 on both sides: ln((2.5+.25)/(0+.25)).
//
// Made once for the documents of a model: loading asks for each token.
class LogRatios {
 public:
  explicit LogRatios(const StrataCounts& documents);
  double operator()(const StrataCounts& token) const;

 private:
  struct Stratum {
    size_t number;
    double in, out, all;  // documents
  };
  std::array<Stratum, kStrataMax> strata_;  // those with both classes
  size_t count_ = 0;
  double smoothing_ = 0;
};

// Weights are whole multiples of 1/kWeightUnit, so that sums of them are exact
// in any order.
inline constexpr double kWeightUnit = 1024;
int16_t QuantisedWeight(double log_ratio, double innocence_cap);

// What a token of a model adds to the sum of its group: its counts' weight and
// the correction.
int16_t ModelTokenWeight(const ModelToken& token, double log_ratio,
                         double innocence_cap);

}  // namespace crible

#endif  // CRIBLE_BAYES_WEIGHTS_H_
