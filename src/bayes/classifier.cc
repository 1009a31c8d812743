#include "bayes/classifier.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <utility>

#include "bayes/features.h"
#include "bayes/score_room.h"
#include "bayes/strongest.h"
#include "bayes/vocabulary.h"
#include "bayes/weights.h"

namespace crible {
namespace {

// Longer texts are read feature by feature: of so many, some would be over the
// limits of features.h, and which ones depends on the order.
constexpr size_t kBookTextBytesMax = 8 << 10;

constexpr size_t kGroupCount = 3;
constexpr auto kWords = static_cast<size_t>(FeatureGroup::kWords);
constexpr auto kCharacters = static_cast<size_t>(FeatureGroup::kCharacters);

size_t GroupIndex(const Feature& feature) {
  return static_cast<size_t>(GroupOf(feature.kind));
}

// A scored model: what is left of it beside the weights.
struct Head {
  std::string name;
  CategoryId category = kSpam;
  Coefficients coefficients;
  bool trained = false;
};

// What one unit of a weight in the group adds to the log-odds.
double UnitShare(const Coefficients& c, const ModelSums& sums, size_t group) {
  if (sums.known[group] == 0) return 0;
  return c.slope * c.group[group] /
         (kWeightUnit * std::sqrt(static_cast<double>(sums.known[group])));
}

void FillScore(const Head& head, const ModelSums& sums, bool has_address,
               ModelScore* score) {
  const Coefficients& c = head.coefficients;
  score->category = head.category;
  score->trained = head.trained;
  score->known_tokens = sums.known[kWords];
  score->enough = head.trained &&
                  (score->known_tokens >= c.known_tokens_min || has_address);
  if (!score->enough) return;
  double all = 0;
  for (size_t g = 0; g < kGroupCount; ++g) all += sums.known[g];
  score->intercept = c.slope * (c.bias + c.length * std::log1p(all)) + c.offset;
  score->log_odds = score->intercept;
  for (size_t g = 0; g < kGroupCount; ++g) {
    score->log_odds += UnitShare(c, sums, g) * sums.weight[g];
  }
}

class TableClassifier : public Classifier {
 public:
  TableClassifier(std::span<const Model> models,
                  const CategoryTable& categories);

  void AddWords(WordSet* words) const override { words->Insert(vocabulary_); }
  std::shared_ptr<const LayerWeights> Weigh(
      const SiteLayer& layer) const override;
  void Score(const ScoredText& text, ScoreRoom* room,
             std::vector<ModelScore>* scores) const override;
  void AddShares(const ScoredText& text, size_t model,
                 const SharesWanted& wanted, ScoreRoom* room,
                 ModelScore* score) const override;

 private:
  // What the shipped model alone would give the token.
  double ShippedShare(size_t model, const Feature& feature,
                      const std::array<double, kGroupCount>& units) const;
  void AddTables(std::span<const Model* const> models);

  std::vector<Head> heads_;
  std::vector<ModelTables> tables_;
  WordSet vocabulary_;
};

TableClassifier::TableClassifier(std::span<const Model> models,
                                 const CategoryTable& categories) {
  std::vector<const Model*> used;
  for (const Model& model : models) {
    const auto category = categories.Find(model.category);
    if (!category || used.size() == kModelsMax) continue;
    used.push_back(&model);
    Head& head = heads_.emplace_back();
    head.name = model.category;
    head.category = *category;
    head.coefficients = model.coefficients;
    for (const Stratum& stratum : model.strata) {
      head.trained |= stratum.documents.in > 0 && stratum.documents.out > 0;
    }
  }
  for (size_t first = 0; first < used.size(); first += WeightTable::kModels) {
    const size_t n = std::min(WeightTable::kModels, used.size() - first);
    AddTables({used.data() + first, n});
  }
  vocabulary_ = VocabularyOf(used);
}

void TableClassifier::AddTables(std::span<const Model* const> models) {
  struct Entry {
    const ModelToken* token;
    size_t model;
  };
  // Runs first, as they alone are marked when they are met, and of each kind
  // the common ones, by powers of two of their documents: so that what is often
  // read together shares lines of memory.
  constexpr size_t kWidths = 33;
  std::array<std::vector<Entry>, 2 * kWidths> ranks;
  for (size_t m = 0; m < models.size(); ++m) {
    for (const ModelToken& token : models[m]->tokens) {
      uint64_t all = 0;
      for (const Counts& counts : token.counts) all += counts.in + counts.out;
      const size_t width = std::min<size_t>(std::bit_width(all), kWidths - 1);
      const bool run = token.group == FeatureGroup::kCharacters;
      ranks[(run ? 0 : kWidths) + kWidths - 1 - width].push_back({&token, m});
    }
  }
  std::vector<Entry> entries;
  for (const std::vector<Entry>& rank : ranks) {
    entries.insert(entries.end(), rank.begin(), rank.end());
  }
  std::vector<LogRatios> log_ratios;
  for (const Model* const model : models) {
    log_ratios.emplace_back(model->Documents());
  }
  WeightTable weights(entries.size());
  std::vector<std::string_view> words;
  for (const auto& [token, m] : entries) {
    const double cap = models[m]->coefficients.innocence_cap;
    const double log_ratio = log_ratios[m](token->counts);
    weights.Set(FeatureHash(token->group, token->text), m,
                ModelTokenWeight(*token, log_ratio, cap));
    if (token->group != FeatureGroup::kWords ||
        token->text.find_first_of(" <") != token->text.npos) {
      continue;
    }
    words.push_back(token->text);
  }
  weights.Seal();
  WordBook book(words, weights);
  tables_.push_back({std::move(weights), std::move(book)});
}

std::shared_ptr<const LayerWeights> TableClassifier::Weigh(
    const SiteLayer& layer) const {
  auto weights = std::make_shared<LayerWeights>();
  weights->tables.resize(tables_.size());
  for (const LayerCategory& category : layer.categories) {
    for (size_t m = 0; m < heads_.size(); ++m) {
      if (heads_[m].name != category.name) continue;
      const size_t t = m / WeightTable::kModels;
      AddLayerWeights(category, tables_[t].weights, m % WeightTable::kModels,
                      heads_[m].coefficients.innocence_cap,
                      &weights->tables[t]);
    }
  }
  for (WeightTable& table : weights->tables) table.Seal();
  return weights;
}

void TableClassifier::Score(const ScoredText& text, ScoreRoom* room,
                            std::vector<ModelScore>* scores) const {
  if (heads_.empty()) return;
  // A layer knows tokens by their hashes, runs as well.
  room->whole = text.layer != nullptr ||
                text.body.folded().bytes.size() > kBookTextBytesMax;
  (room->whole ? ExtractFeatures : ExtractTokens)(
      text.body, text.signals, text.article_words, &room->features);
  room->runs.clear();
  room->sums = {};
  for (size_t t = 0; t < tables_.size(); ++t) {
    FindTokens(tables_[t], text.body, t, room);
    if (text.layer != nullptr) ApplyLayer(text.layer->tables[t], t, room);
    SumTokens(tables_[t], t, room, &room->sums[t * WeightTable::kModels]);
  }
  const bool has_address = HasAddress(text.body);
  for (size_t m = 0; m < heads_.size(); ++m) {
    FillScore(heads_[m], room->sums[m], has_address, &scores->emplace_back());
  }
}

double TableClassifier::ShippedShare(
    size_t model, const Feature& feature,
    const std::array<double, kGroupCount>& units) const {
  const WeightTable& weights = tables_[model / WeightTable::kModels].weights;
  const uint32_t token = weights.Find(feature.hash);
  if (token == WeightTable::kNone) return 0;
  const int16_t weight = weights[token][model % WeightTable::kModels];
  if (weight == WeightTable::kUnknown) return 0;
  return units[GroupIndex(feature)] * weight;
}

void TableClassifier::AddShares(const ScoredText& text, size_t model,
                                const SharesWanted& wanted, ScoreRoom* room,
                                ModelScore* score) const {
  const size_t t = model / WeightTable::kModels;
  const ModelTables& tables = tables_[t];
  if (!score->enough || wanted.shares_max == 0) return;
  if (wanted.texts && !room->whole) {  // only so occurrences are counted
    room->whole = true;
    ExtractFeatures(text.body, text.signals, text.article_words,
                    &room->features);
    for (size_t i = 0; i < tables_.size(); ++i) {
      FindTokens(tables_[i], text.body, i, room);
    }
  }
  const FeatureSet& features = room->features;
  std::array<double, kGroupCount> units;
  for (size_t g = 0; g < kGroupCount; ++g) {
    units[g] = UnitShare(heads_[model].coefficients, room->sums[model], g);
  }
  Strongest strongest(wanted.shares_max);
  VisitTokens(
      tables, t, room,
      [&](uint32_t feature, uint32_t run, const PackedWeights& weights) {
        const size_t m = model % WeightTable::kModels;
        if (weights.known(m) == 0) return;
        const int32_t weight = weights.weight(m);
        const size_t group =
            run > 0 ? kCharacters : GroupIndex(features.list[feature]);
        strongest.Offer({units[group] * weight, feature, run});
      });
  for (const TokenWeight& it : strongest.Sorted()) {
    const Feature feature =
        it.run == 0 ? features.list[it.feature]
                    : RunAt(tables, text.body, features, it.feature, it.run);
    score->shares.push_back(
        {.token = wanted.texts ? FeatureText(feature, features, text.body)
                               : std::string(),
         .group = GroupOf(feature.kind),
         .occurrences = wanted.texts ? feature.occurrences : 0u,
         .span = FeatureSpan(feature, features, text.body),
         .share = it.share,
         .learned_here = text.layer != nullptr
                             ? it.share - ShippedShare(model, feature, units)
                             : 0});
  }
}

}  // namespace

std::unique_ptr<const Classifier> Classifier::Build(
    std::span<const Model> models, const CategoryTable& categories) {
  return std::make_unique<TableClassifier>(models, categories);
}

}  // namespace crible
