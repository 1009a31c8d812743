#ifndef CRIBLE_TESTS_POLICY_SAMPLE_H_
#define CRIBLE_TESTS_POLICY_SAMPLE_H_

// Evidence put together by hand, one word a piece.

#include <cmath>
#include <deque>
#include <string>

#include "policy/merge.h"

namespace crible {

// What Decide is asked with, and its answer. Rules live as long as it does.
struct Sample {
  Evidence evidence;
  Standing standing{.sample_hash = ~uint64_t{0}};  // not chosen by chance
  // Thresholds of the table's own, whatever the shipped ones are.
  Settings settings = [] {
    Settings table = DefaultSettings();
    table.categories[kSpam] = {.look = 0.30, .hold = 0.60, .reject = 0.97};
    table.categories[kAbuse] = {.look = 0.25, .hold = 0.60};
    return table;
  }();
  StringMap<Ground> grounds;
  RuleScales scales;
  std::deque<RuleFace> rules;

  Sample() {
    for (const auto& [id, lane] : {std::pair{"spam", Lane::kNormal},
                                   {"insult", Lane::kNormal},
                                   {"hate", Lane::kFirst},
                                   {"threat", Lane::kUrgent}}) {
      grounds[id] = {.id = id, .lane = lane};
    }
  }

  Sample& Hit(CategoryId category, Then then, double weight = 1,
              std::string ground = "", std::string family = "family") {
    rules.push_back({.id = "pack/rule" + std::to_string(rules.size()),
                     .family = std::move(family),
                     .category = category,
                     .ground = std::move(ground),
                     .then = then,
                     .weight = weight});
    evidence.hits.push_back({.rule = &rules.back()});
    return *this;
  }
  // Makes the last hit one of a rule that counts.
  Sample& Counted() {
    evidence.hits.back().counts = {.count = 5, .authors = 1};
    return *this;
  }
  // A model that lifts the category to exactly this probability, rules aside.
  Sample& Model(CategoryId category, double probability) {
    const double base = settings.categories[category].base_share;
    evidence.scores.push_back({.category = category,
                               .trained = true,
                               .enough = true,
                               .log_odds = Logit(probability) - Logit(base)});
    return *this;
  }
  Sample& Faulty(Part part) {
    evidence.faults.push_back({.part = part, .cause = "out of memory"});
    return *this;
  }
  Decision Decided() const {
    Decision decision;
    Decide(evidence, standing, settings, grounds, scales, &decision);
    return decision;
  }

  static double Logit(double p) { return std::log(p / (1 - p)); }
};

}  // namespace crible

#endif  // CRIBLE_TESTS_POLICY_SAMPLE_H_
