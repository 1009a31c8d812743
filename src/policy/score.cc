#include "policy/score.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace crible {
namespace {

double Logit(double p) { return std::log(p / (1 - p)); }
double Logistic(double x) { return 1 / (1 + std::exp(-x)); }

// Scales the hits [begin, end) of one family, and returns their sum.
double CapFamily(const Evidence& evidence, const RuleScale& scale,
                 HitShare* begin, HitShare* end) {
  double weights = 0;
  for (HitShare* it = begin; it != end; ++it) {
    weights += evidence.hits[it->hit].rule->weight;
  }
  const double factor =
      weights > scale.family_cap ? scale.family_cap / weights : 1;
  double sum = 0;
  for (HitShare* it = begin; it != end; ++it) {
    it->share = scale.gamma * factor * evidence.hits[it->hit].rule->weight;
    sum += it->share;
  }
  return sum;
}

using RuleSums = std::array<double, kCategoriesMax>;

RuleSums ShareOutRules(const Evidence& evidence, const RuleScales& scales,
                       std::vector<HitShare>* shares) {
  RuleSums sums = {};
  const auto family = [&](const HitShare& share) {
    const RuleFace& rule = *evidence.hits[share.hit].rule;
    return std::tuple(rule.category, std::string_view(rule.family));
  };
  std::sort(shares->begin(), shares->end(),
            [&](const HitShare& a, const HitShare& b) {
              return std::tuple(family(a), a.hit) <
                     std::tuple(family(b), b.hit);
            });
  for (HitShare *begin = shares->data(), *last = begin + shares->size();
       begin != last;) {
    HitShare* end = begin + 1;
    while (end != last && family(*end) == family(*begin)) ++end;
    const CategoryId category = std::get<0>(family(*begin));
    sums[category] += CapFamily(evidence, scales[category], begin, end);
    begin = end;
  }
  std::sort(shares->begin(), shares->end(),
            [](const HitShare& a, const HitShare& b) { return a.hit < b.hit; });
  return sums;
}

}  // namespace

void ScoreCategories(const Evidence& evidence, const Settings& settings,
                     const RuleScales& scales,
                     std::vector<CategoryScore>* scores,
                     std::vector<HitShare>* shares) {
  std::array<bool, kCategoriesMax> spoken = {};
  spoken[kSpam] = spoken[kAbuse] = true;
  for (uint32_t i = 0; i < evidence.hits.size(); ++i) {
    const RuleFace& rule = *evidence.hits[i].rule;
    if (rule.then != Then::kScore) continue;
    spoken[rule.category] = true;
    shares->push_back({.hit = i});
  }
  const RuleSums rules = ShareOutRules(evidence, scales, shares);
  std::array<double, kCategoriesMax> models = {};
  for (const ModelScore& model : evidence.scores) {
    if (!model.trained || !model.enough) continue;
    spoken[model.category] = true;
    models[model.category] += model.log_odds;
  }
  for (size_t c = 0; c < kCategoriesMax; ++c) {
    if (!spoken[c]) continue;
    CategoryScore score{.category = static_cast<CategoryId>(c),
                        .base = Logit(settings.categories[c].base_share),
                        .model = models[c],
                        .rules = rules[c]};
    score.log_odds = score.base + score.model + score.rules;
    score.probability = Logistic(score.log_odds);
    scores->push_back(score);
  }
}

}  // namespace crible
