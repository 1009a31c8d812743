#ifndef CRIBLE_BAYES_LOGISTIC_H_
#define CRIBLE_BAYES_LOGISTIC_H_

// Logistic regression for a handful of coefficients: the last steps of
// training. Deterministic: rows are summed in the order given.

#include <cstddef>
#include <vector>

namespace crible {

// Rows of `width` numbers; the caller adds a column of ones for an intercept.
struct LogisticProblem {
  size_t width = 0;
  std::vector<double> x;       // rows · width
  std::vector<double> target;  // a row's probability, 0 to 1
  std::vector<double> weight;  // of a row, 0 or more
  // Added to the loss as ridge/2 · (coefficient − prior)², one a column; what
  // keeps columns that say the same from running away.
  std::vector<double> ridge;
  std::vector<double> prior;

  size_t rows() const { return target.size(); }
};

// The coefficients with the least loss, by Newton's method with step halving.
// A singular problem (ridge 0) stays where it cannot go on.
std::vector<double> FitLogistic(const LogisticProblem& problem);

// Σ weight · cross entropy + ridge.
double LogisticLoss(const LogisticProblem& problem,
                    const std::vector<double>& coefficients);

// 1/(1+e^-x).
double Sigmoid(double x);

}  // namespace crible

#endif  // CRIBLE_BAYES_LOGISTIC_H_
