#include "bayes/weights.h"

#include <algorithm>
#include <cmath>

namespace crible {

LogRatios::LogRatios(const StrataCounts& documents) {
  double weight = 0, pseudo = 0;
  for (size_t s = 0; s < kStrataMax; ++s) {
    const double in = documents[s].in, out = documents[s].out;
    if (in == 0 || out == 0) continue;
    const double all = in + out;
    strata_[count_++] = {.number = s, .in = in, .out = out, .all = all};
    // One pseudo-document in each class's proportion adds this on both sides.
    pseudo += all * (in * out) / (all * all);
    weight += all;
  }
  if (count_ != 0) smoothing_ = kSmoothing * 2 * pseudo / weight;
}

// Mantel and Haenszel 1959, as a risk ratio over strata: Σ a·N0/T ÷ Σ b·N1/T.
// Most tokens are in few strata.
double LogRatios::operator()(const StrataCounts& token) const {
  if (count_ == 0) return 0;
  double in = 0, out = 0;
  for (size_t i = 0; i < count_; ++i) {
    const Stratum& stratum = strata_[i];
    const Counts& counts = token[stratum.number];
    if (counts.in != 0) in += counts.in * stratum.out / stratum.all;
    if (counts.out != 0) out += counts.out * stratum.in / stratum.all;
  }
  return std::log((in + smoothing_) / (out + smoothing_));
}

int16_t QuantisedWeight(double log_ratio, double innocence_cap) {
  const double capped =
      std::clamp(std::max(log_ratio, innocence_cap), -31.0, 31.0);
  return static_cast<int16_t>(std::lround(capped * kWeightUnit));
}

int16_t ModelTokenWeight(const ModelToken& token, double log_ratio,
                         double innocence_cap) {
  const int weight =
      QuantisedWeight(log_ratio, innocence_cap) + token.correction;
  // INT16_MIN is what tables call an unknown token.
  return static_cast<int16_t>(std::clamp(weight, -INT16_MAX, INT16_MAX));
}

}  // namespace crible
