#include "bayes/classifier.h"

#include <algorithm>
#include <cmath>

#include "bayes/features.h"
#include "bayes/weight_table.h"
#include "bayes/weights.h"

namespace crible {
namespace {

// A word is worth a disguise if it makes its category this much likelier (e¹).
constexpr double kDisguiseLogRatioMin = 1;
constexpr size_t kDisguiseLettersMin = 4;
// How far the memory of the table is asked for ahead of its use.
constexpr size_t kPrefetchDistance = 8;

constexpr size_t kGroupCount = 3;

// A scored model: what is left of it beside the weights.
struct Head {
  CategoryId category = kSpam;
  Coefficients coefficients;
  bool trained = false;
};

// Sums of one model over one text.
struct Sums {
  std::array<int64_t, kGroupCount> weight{};
  std::array<uint32_t, kGroupCount> known{};
};

class TableClassifier : public Classifier {
 public:
  TableClassifier(std::span<const Model> models,
                  const CategoryTable& categories) {
    std::vector<const Model*> used;
    for (const Model& model : models) {
      const auto category = categories.Find(model.category);
      if (!category || used.size() == kModelsMax) continue;
      used.push_back(&model);
      heads_.push_back(MakeHead(model, *category));
    }
    for (size_t first = 0; first < used.size(); first += WeightTable::kModels) {
      const size_t n = std::min(WeightTable::kModels, used.size() - first);
      AddTable({used.data() + first, n});
    }
  }

  void AddWords(WordSet* words) const override {
    for (const uint64_t word : disguisable_) words->Insert(word);
  }

  void Score(const Text& body, const Signals& signals,
             const WordSet* article_words, const Options& options,
             std::vector<ModelScore>* scores) const override {
    if (heads_.empty()) return;
    thread_local FeatureSet features;
    ExtractFeatures(body, signals, article_words, &features);
    std::array<Sums, kModelsMax> sums;
    for (size_t t = 0; t < tables_.size(); ++t) {
      Sum(tables_[t], features.list, &sums[t * WeightTable::kModels]);
    }
    for (size_t m = 0; m < heads_.size(); ++m) {
      ModelScore& score = scores->emplace_back();
      Fill(heads_[m], sums[m], &score);
      if (score.enough && options.shares_max > 0) {
        FillShares(m, sums[m], body, features, options.shares_max, &score);
      }
    }
  }

 private:
  static Head MakeHead(const Model& model, CategoryId category) {
    bool trained = false;
    for (const Stratum& stratum : model.strata) {
      trained |= stratum.documents.in > 0 && stratum.documents.out > 0;
    }
    return Head{.category = category,
                .coefficients = model.coefficients,
                .trained = trained};
  }

  void AddTable(std::span<const Model* const> models) {
    size_t tokens = 0;
    for (const Model* model : models) tokens += model->tokens.size();
    WeightTable& table = tables_.emplace_back(tokens);
    for (size_t m = 0; m < models.size(); ++m) {
      const double cap = models[m]->coefficients.innocence_cap;
      const StrataCounts documents = models[m]->Documents();
      for (const ModelToken& token : models[m]->tokens) {
        const double ratio = LogRatio(token.counts, documents);
        table.Set(FeatureHash(token.group, token.text), m,
                  QuantisedWeight(ratio, cap));
        if (token.group == FeatureGroup::kWords &&
            ratio >= kDisguiseLogRatioMin &&
            token.text.size() >= kDisguiseLettersMin &&
            token.text.find_first_of(" <") == token.text.npos) {
          disguisable_.push_back(HashWord(token.text));
        }
      }
    }
  }

  static void Sum(const WeightTable& table, std::span<const Feature> features,
                  Sums* sums) {
    for (size_t i = 0; i < std::min(kPrefetchDistance, features.size()); ++i) {
      table.Prefetch(features[i].hash);
    }
    for (size_t i = 0; i < features.size(); ++i) {
      if (i + kPrefetchDistance < features.size()) {
        table.Prefetch(features[i + kPrefetchDistance].hash);
      }
      const WeightTable::Weights* weights = table.Find(features[i].hash);
      if (weights == nullptr) continue;
      const auto group = static_cast<size_t>(GroupOf(features[i].kind));
      for (size_t m = 0; m < WeightTable::kModels; ++m) {
        const int16_t weight = (*weights)[m];
        const bool known = weight != WeightTable::kUnknown;
        sums[m].weight[group] += known ? weight : 0;
        sums[m].known[group] += known;
      }
    }
  }

  // What one unit of a weight in the group adds to the log-odds.
  static double UnitShare(const Coefficients& c, const Sums& sums,
                          size_t group) {
    if (sums.known[group] == 0) return 0;
    return c.slope * c.group[group] /
           (kWeightUnit * std::sqrt(static_cast<double>(sums.known[group])));
  }

  static void Fill(const Head& head, const Sums& sums, ModelScore* score) {
    const Coefficients& c = head.coefficients;
    score->category = head.category;
    score->trained = head.trained;
    score->known_tokens = sums.known[static_cast<size_t>(FeatureGroup::kWords)];
    score->enough = head.trained && score->known_tokens >= c.known_tokens_min;
    if (!score->enough) return;
    double all = 0;
    for (size_t g = 0; g < kGroupCount; ++g) all += sums.known[g];
    score->intercept =
        c.slope * (c.bias + c.length * std::log1p(all)) + c.offset;
    score->log_odds = score->intercept;
    for (size_t g = 0; g < kGroupCount; ++g) {
      score->log_odds += UnitShare(c, sums, g) * sums.weight[g];
    }
  }

  void FillShares(size_t model, const Sums& sums, const Text& body,
                  const FeatureSet& features, size_t shares_max,
                  ModelScore* score) const {
    struct Strong {
      double share;
      uint32_t feature;
    };
    thread_local std::vector<Strong> strong;
    strong.clear();
    const WeightTable& table = tables_[model / WeightTable::kModels];
    for (uint32_t i = 0; i < features.list.size(); ++i) {
      const Feature& feature = features.list[i];
      const WeightTable::Weights* weights = table.Find(feature.hash);
      if (weights == nullptr) continue;
      const int16_t weight = (*weights)[model % WeightTable::kModels];
      if (weight == WeightTable::kUnknown) continue;
      const auto group = static_cast<size_t>(GroupOf(feature.kind));
      strong.push_back(
          {UnitShare(heads_[model].coefficients, sums, group) * weight, i});
    }
    const size_t kept = std::min(shares_max, strong.size());
    std::partial_sort(strong.begin(), strong.begin() + kept, strong.end(),
                      [](const Strong& a, const Strong& b) {
                        const double x = std::fabs(a.share);
                        const double y = std::fabs(b.share);
                        return x != y ? x > y : a.feature < b.feature;
                      });
    score->shares.reserve(kept);
    for (size_t i = 0; i < kept; ++i) {
      const Feature& feature = features.list[strong[i].feature];
      score->shares.push_back(
          TokenShare{.token = FeatureText(feature, features, body),
                     .group = GroupOf(feature.kind),
                     .occurrences = feature.occurrences,
                     .span = FeatureSpan(feature, features, body),
                     .share = strong[i].share});
    }
  }

  std::vector<Head> heads_;
  std::vector<WeightTable> tables_;
  std::vector<uint64_t> disguisable_;
};

}  // namespace

std::unique_ptr<const Classifier> Classifier::Build(
    std::span<const Model> models, const CategoryTable& categories) {
  return std::make_unique<TableClassifier>(models, categories);
}

}  // namespace crible
