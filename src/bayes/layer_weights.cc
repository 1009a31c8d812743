#include "bayes/layer_weights.h"

#include "bayes/weights.h"

namespace crible {
namespace {

double ShippedWeight(const WeightTable& shipped, uint64_t hash, size_t model) {
  const uint32_t token = shipped.Find(hash);
  if (token == WeightTable::kNone) return 0;
  const int16_t weight = shipped[token][model];
  return weight == WeightTable::kUnknown ? 0 : weight / kWeightUnit;
}

}  // namespace

void AddLayerWeights(const LayerCategory& category, const WeightTable& shipped,
                     size_t model, double innocence_cap, WeightTable* table) {
  if (category.documents.in == 0 || category.documents.out == 0) return;
  const LogRatios log_ratios({category.documents});
  for (const LayerToken& token : category.tokens) {
    const uint64_t hash = FeatureHash(token.group, token.text);
    const double own = ShippedWeight(shipped, hash, model);
    const double site =
        QuantisedWeight(log_ratios({token.counts}), innocence_cap) /
        kWeightUnit;
    const double n = token.counts.in + token.counts.out;
    table->Set(hash, model,
               QuantisedWeight(own + n / (n + kLayerShrink) * (site - own),
                               -kLayerShrink));
  }
}

void ApplyLayer(const WeightTable& layer, size_t table, ScoreRoom* room) {
  const std::vector<Feature>& list = room->features.list;
  std::vector<FoundToken>& found = room->found[table];
  for (size_t i = 0; i < list.size(); ++i) {
    if (!layer.MayKnow(list[i].hash)) continue;
    const uint32_t token = layer.Find(list[i].hash);
    if (token == WeightTable::kNone) continue;
    for (size_t m = 0; m < WeightTable::kModels; ++m) {
      const int16_t weight = layer[token][m];
      if (weight != WeightTable::kUnknown) found[i].weights[m] = weight;
    }
  }
}

}  // namespace crible
