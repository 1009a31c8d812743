#include "bayes/weights.h"

#include <algorithm>
#include <cmath>

namespace crible {

// Mantel and Haenszel 1959, as a risk ratio over strata: Σ a·N0/T ÷ Σ b·N1/T.
double LogRatio(const StrataCounts& token, const StrataCounts& documents) {
  double in = 0, out = 0, weight = 0, pseudo = 0;
  for (size_t s = 0; s < kStrataMax; ++s) {
    const double n_in = documents[s].in, n_out = documents[s].out;
    if (n_in == 0 || n_out == 0) continue;
    const double all = n_in + n_out;
    in += token[s].in * n_out / all;
    out += token[s].out * n_in / all;
    // One pseudo-document in each class's proportion adds this on both sides.
    pseudo += all * (n_in * n_out) / (all * all);
    weight += all;
  }
  if (weight == 0) return 0;
  const double smoothing = kSmoothing * 2 * pseudo / weight;
  return std::log((in + smoothing) / (out + smoothing));
}

int16_t QuantisedWeight(double log_ratio, double innocence_cap) {
  const double capped =
      std::clamp(std::max(log_ratio, innocence_cap), -31.0, 31.0);
  return static_cast<int16_t>(std::lround(capped * kWeightUnit));
}

int16_t ModelTokenWeight(const ModelToken& token, const StrataCounts& documents,
                         double innocence_cap) {
  const int weight =
      QuantisedWeight(LogRatio(token.counts, documents), innocence_cap) +
      token.correction;
  // INT16_MIN is what tables call an unknown token.
  return static_cast<int16_t>(std::clamp(weight, -INT16_MAX, INT16_MAX));
}

}  // namespace crible
