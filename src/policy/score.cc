#include "policy/score.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace crible {
namespace {

double Logit(double p) { return std::log(p / (1 - p)); }
double Logistic(double x) { return 1 / (1 + std::exp(-x)); }

// "strong", as rule files call it.
constexpr double kStrong = 3.5;

// Of all rules that count, and of those alone that may lead to a rejection.
struct RuleSum {
  double all = 0;
  double score_only = 0;
};

// Scales the hits [begin, end) of one family, and returns their sums.
RuleSum CapFamily(const Evidence& evidence, const RuleScale& scale,
                  HitShare* begin, HitShare* end) {
  RuleSum weights;
  for (HitShare* it = begin; it != end; ++it) {
    const RuleFace& rule = *evidence.hits[it->hit].rule;
    weights.all += ScoreWeight(rule);
    if (rule.then == Then::kScore) weights.score_only += ScoreWeight(rule);
  }
  const double factor =
      weights.all > scale.family_cap ? scale.family_cap / weights.all : 1;
  RuleSum sum = {.score_only = scale.gamma *
                               std::min(weights.score_only, scale.family_cap)};
  for (HitShare* it = begin; it != end; ++it) {
    it->share =
        scale.gamma * factor * ScoreWeight(*evidence.hits[it->hit].rule);
    sum.all += it->share;
  }
  return sum;
}

using RuleSums = std::array<RuleSum, kCategoriesMax>;

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
    const RuleSum sum = CapFamily(evidence, scales[category], begin, end);
    sums[category].all += sum.all;
    // Beside a model one family must do to reject: words that go together, such
    // as a price beside an address, are not so many independent proofs.
    double& rejecting = sums[category].score_only;
    rejecting = scales[category].counts_holds
                    ? std::max(rejecting, sum.score_only)
                    : rejecting + sum.score_only;
    begin = end;
  }
  std::sort(shares->begin(), shares->end(),
            [](const HitShare& a, const HitShare& b) { return a.hit < b.hit; });
  return sums;
}

bool Scores(const RuleFace& rule, const RuleScales& scales) {
  if (rule.then == Then::kScore) return true;
  return rule.then >= Then::kHold && scales[rule.category].counts_holds;
}

}  // namespace

double ScoreWeight(const RuleFace& rule) {
  if (rule.then == Then::kScore) return rule.weight;
  if (rule.then < Then::kHold) return 0;
  return rule.weight > 0 ? std::min(rule.weight, kStrong) : kStrong;
}

void ScoreCategories(const Evidence& evidence, const Settings& settings,
                     const RuleScales& scales,
                     std::vector<CategoryScore>* scores,
                     std::vector<HitShare>* shares) {
  std::array<bool, kCategoriesMax> spoken = {};
  spoken[kSpam] = spoken[kAbuse] = true;
  for (uint32_t i = 0; i < evidence.hits.size(); ++i) {
    const RuleFace& rule = *evidence.hits[i].rule;
    if (!Scores(rule, scales)) continue;
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
                        .rules = rules[c].all};
    score.log_odds = score.base + score.model + score.rules;
    score.probability = Logistic(score.log_odds);
    score.rejecting_probability =
        Logistic(score.base + score.model + rules[c].score_only);
    scores->push_back(score);
  }
}

}  // namespace crible
