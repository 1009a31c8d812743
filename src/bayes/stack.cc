#include "bayes/stack.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "bayes/logistic.h"

namespace crible {
namespace {

// Before any row speaks. Characters repeat what words say, hence little; the
// values are what comes out where corpora abound.
constexpr double kStackPrior[] = {0.8, 0.4, 1, 0, 0};
// The prior counts as much as this part of all rows.
constexpr double kStackRidge = 0.03;
// Pulls the corpora's own intercepts towards one; as strong as so many rows.
constexpr double kInterceptRidge = 100;
constexpr double kScaleRidge = 0.5;
// Spam of a corpus that was held out is less like what was counted than spam
// will be: as fitted, models promise half a unit too much of the log-odds where
// they know the place. README.md has the figures.
constexpr double kScaleInnocents = 1.6;
// The caps tried, in the unit of rules' weights: from one weak rule to no cap
// that matters.
constexpr double kFamilyCaps[] = {2, 2.5, 3, 3.5, 4, 5, 6};
// Four decimals are more than the data can tell, and keep model files readable.
double Rounded(double value) { return std::round(value * 1e4) / 1e4; }

template <typename Row>
bool HasBothClasses(std::span<const Row> rows) {
  bool in = false, out = false;
  for (const Row& row : rows) (row.in ? in : out) |= row.weight > 0;
  return in && out;
}

// Platt's targets: not quite 0 and 1, as if each class had one more document
// of the other side.
template <typename Row>
std::array<double, 2> Targets(std::span<const Row> rows) {
  double in = 0, out = 0;
  for (const Row& row : rows) (row.in ? in : out) += 1;
  return {1 / (out + 2), (in + 1) / (in + 2)};
}

double CappedSum(std::span<const double> family_sums, double cap) {
  double sum = 0;
  for (const double family : family_sums) sum += std::min(family, cap);
  return sum;
}

// Columns: logit, capped rules, one.
LogisticProblem ScaleProblem(std::span<const ScaleRow> rows, double cap,
                             bool with_rules) {
  LogisticProblem problem{.width = 3};
  problem.ridge = {kScaleRidge, kScaleRidge, 0};
  problem.prior = {1, 1, 0};
  if (!with_rules) problem.prior[1] = 0;
  const auto targets = Targets(rows);
  for (const ScaleRow& row : rows) {
    const double rules = with_rules ? CappedSum(row.family_sums, cap) : 0;
    // Where the model is silent its offset is, too.
    problem.x.insert(problem.x.end(),
                     {row.logit, rules, row.trained ? 1.0 : 0.0});
    problem.target.push_back(targets[row.in]);
    problem.weight.push_back(row.in ? row.weight
                                    : row.weight * kScaleInnocents);
  }
  return problem;
}

// Columns: three groups, length, one, and one a corpus.
LogisticProblem StackProblem(std::span<const StackRow> rows) {
  constexpr size_t kCommon = std::size(kStackPrior);
  size_t corpora = 0;
  double weight = 0;
  for (const StackRow& row : rows) {
    corpora = std::max<size_t>(corpora, row.corpus + 1);
    weight += row.weight;
  }
  LogisticProblem problem{.width = kCommon + corpora};
  problem.prior.assign(std::begin(kStackPrior), std::end(kStackPrior));
  problem.ridge.assign(kCommon - 1, kStackRidge * weight);
  problem.ridge.push_back(0);
  problem.prior.resize(problem.width, 0);
  problem.ridge.resize(problem.width, kInterceptRidge);
  for (const StackRow& row : rows) {
    if (row.weight == 0) continue;
    const size_t begin = problem.x.size();
    problem.x.insert(problem.x.end(),
                     {row.group[0], row.group[1], row.group[2], row.length, 1});
    problem.x.resize(begin + problem.width, 0);
    problem.x[begin + kCommon + row.corpus] = 1;
    problem.target.push_back(row.in ? 1 : 0);
    problem.weight.push_back(row.weight);
  }
  return problem;
}

}  // namespace

void FitStack(std::span<const StackRow> rows, Coefficients* coefficients) {
  if (!HasBothClasses(rows)) return;
  const LogisticProblem problem = StackProblem(rows);
  const std::vector<double> fit = FitLogistic(problem);
  // A group that speaks against itself is noise of this mix.
  for (size_t g = 0; g < 3; ++g) {
    coefficients->group[g] = std::max(0.0, Rounded(fit[g]));
  }
  coefficients->length = Rounded(fit[3]);
  coefficients->bias = Rounded(fit[4]);
}

double StackLogit(const Coefficients& coefficients, const StackRow& row) {
  double logit = coefficients.bias + coefficients.length * row.length;
  for (size_t g = 0; g < 3; ++g) {
    logit += coefficients.group[g] * row.group[g];
  }
  return logit;
}

void FitScale(std::span<const ScaleRow> rows, Coefficients* coefficients) {
  if (!HasBothClasses(rows)) return;
  const bool any_rules = std::any_of(
      rows.begin(), rows.end(),
      [](const ScaleRow& row) { return CappedSum(row.family_sums, 1) > 0; });
  double least = std::numeric_limits<double>::infinity();
  for (const double cap : kFamilyCaps) {
    const LogisticProblem problem = ScaleProblem(rows, cap, any_rules);
    const std::vector<double> fit = FitLogistic(problem);
    const double loss = LogisticLoss(problem, fit);
    if (loss >= least) continue;
    least = loss;
    coefficients->slope = std::max(0.0, Rounded(fit[0]));
    coefficients->offset = Rounded(fit[2]);
    // Without rules that score, their scale stays as it was.
    if (!any_rules) return;
    coefficients->rule_gamma = std::max(0.0, Rounded(fit[1]));
    coefficients->rule_family_cap = cap;
  }
}

}  // namespace crible
