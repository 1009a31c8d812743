#ifndef CRIBLE_BAYES_LAYER_WEIGHTS_H_
#define CRIBLE_BAYES_LAYER_WEIGHTS_H_

// A site's layer beside the shipped models: for each token that the layer has,
// the weight that stands in the place of the models' own.
//
//   weight = shipped + n/(n + 50) · (site − shipped)
//
// n are the site's documents with the token, `site` the logarithm of the ratio
// of its rates there (bayes/weights.h, one stratum), capped as the model's,
// `shipped` 0 where the model does not know the token: then the token is known
// from here on. Without documents of both classes a layer says nothing.

#include <vector>

#include "bayes/score_room.h"
#include "bayes/site_layer.h"
#include "bayes/weight_table.h"

namespace crible {

// Half of what the site says counts from so many documents on.
inline constexpr double kLayerShrink = 50;

// Immutable once built.
struct LayerWeights {
  // One a ModelTables of the classifier, in its order.
  std::vector<WeightTable> tables;
};

// Adds the weights of a layer's category for the `model`-th model of a table.
void AddLayerWeights(const LayerCategory& category, const WeightTable& shipped,
                     size_t model, double innocence_cap, WeightTable* table);

// Puts the layer's weights in the place of those that FindTokens found in
// room->found[table]; the room holds whole features.
void ApplyLayer(const WeightTable& layer, size_t table, ScoreRoom* room);

}  // namespace crible

#endif  // CRIBLE_BAYES_LAYER_WEIGHTS_H_
