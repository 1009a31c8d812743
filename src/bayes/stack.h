#ifndef CRIBLE_BAYES_STACK_H_
#define CRIBLE_BAYES_STACK_H_

// The few coefficients over a model's counts: how much each group of tokens
// weighs, and what a score means as log-odds once the rules have had their say.

#include <array>
#include <span>
#include <vector>

#include "bayes/model.h"

namespace crible {

// A document scored by a model that did not see it.
struct StackRow {
  std::array<double, 3> group{};  // Σ llr / √n, by FeatureGroup
  double length = 0;              // ln(1 + n of all groups)
  uint32_t corpus = 0;            // counted from 0
  bool in = false;
  double weight = 1;
};

// Fills group, length and bias of *coefficients: a logistic regression in which
// each corpus has an intercept of its own, which is then forgotten, so that
// what a corpus is like as a whole does not pass for evidence. With rows of one
// class only they stay as they are.
void FitStack(std::span<const StackRow> rows, Coefficients* coefficients);

// What these coefficients make of a row, before slope and offset.
double StackLogit(const Coefficients& coefficients, const StackRow& row);

// A document's logit from a stack that did not see it, and what the rules say.
struct ScaleRow {
  double logit = 0;
  bool trained = true;  // false: the model has too little evidence, logit is 0
  std::span<const double> family_sums;  // Σ weights of `score` rules by family
  bool in = false;
  double weight = 1;
};

// Fills slope, offset, rule_gamma and rule_family_cap together (Platt 1999,
// with one more variable): no coefficient may turn evidence round, so slope and
// γ are at least 0. With rows of one class only they stay as they are.
void FitScale(std::span<const ScaleRow> rows, Coefficients* coefficients);

}  // namespace crible

#endif  // CRIBLE_BAYES_STACK_H_
