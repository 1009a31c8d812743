#include "bayes/logistic.h"

#include <algorithm>
#include <cmath>

namespace crible {
namespace {

constexpr int kStepsMax = 60;
constexpr int kHalvingsMax = 30;
constexpr double kLossGainMin = 1e-12;  // relative

using Vector = std::vector<double>;

double Dot(const double* x, const Vector& y) {
  double sum = 0;
  for (size_t i = 0; i < y.size(); ++i) sum += x[i] * y[i];
  return sum;
}

// ln(1 + e^x) without overflow.
double Softplus(double x) {
  return std::max(x, 0.0) + std::log1p(std::exp(-std::fabs(x)));
}

// Gradient and Hessian (row by row) of the loss.
void Derive(const LogisticProblem& problem, const Vector& c, Vector* gradient,
            Vector* hessian) {
  const size_t w = problem.width;
  gradient->assign(w, 0);
  hessian->assign(w * w, 0);
  for (size_t row = 0; row < problem.rows(); ++row) {
    const double* x = &problem.x[row * w];
    const double p = Sigmoid(Dot(x, c));
    const double slope = problem.weight[row] * (p - problem.target[row]);
    const double curve = problem.weight[row] * p * (1 - p);
    for (size_t i = 0; i < w; ++i) {
      (*gradient)[i] += slope * x[i];
      for (size_t j = 0; j <= i; ++j) {
        (*hessian)[i * w + j] += curve * x[i] * x[j];
      }
    }
  }
  for (size_t i = 0; i < w; ++i) {
    (*gradient)[i] += problem.ridge[i] * (c[i] - problem.prior[i]);
    (*hessian)[i * w + i] += problem.ridge[i];
  }
}

// Solves H·step = gradient by Cholesky; false when H is not positive definite.
bool Solve(Vector h, const Vector& gradient, Vector* step) {
  const size_t w = gradient.size();
  for (size_t i = 0; i < w; ++i) {
    for (size_t j = 0; j <= i; ++j) {
      double sum = h[i * w + j];
      for (size_t k = 0; k < j; ++k) sum -= h[i * w + k] * h[j * w + k];
      if (i == j && !(sum > 1e-300)) return false;
      h[i * w + j] = i == j ? std::sqrt(sum) : sum / h[j * w + j];
    }
  }
  *step = gradient;
  for (size_t i = 0; i < w; ++i) {
    for (size_t k = 0; k < i; ++k) (*step)[i] -= h[i * w + k] * (*step)[k];
    (*step)[i] /= h[i * w + i];
  }
  for (size_t i = w; i-- > 0;) {
    for (size_t k = i + 1; k < w; ++k) (*step)[i] -= h[k * w + i] * (*step)[k];
    (*step)[i] /= h[i * w + i];
  }
  return true;
}

}  // namespace

double Sigmoid(double x) {
  // Neither branch overflows.
  if (x >= 0) return 1 / (1 + std::exp(-x));
  const double e = std::exp(x);
  return e / (1 + e);
}

double LogisticLoss(const LogisticProblem& problem, const Vector& c) {
  double loss = 0;
  for (size_t row = 0; row < problem.rows(); ++row) {
    const double z = Dot(&problem.x[row * problem.width], c);
    loss += problem.weight[row] * (Softplus(z) - problem.target[row] * z);
  }
  for (size_t i = 0; i < problem.width; ++i) {
    const double d = c[i] - problem.prior[i];
    loss += problem.ridge[i] / 2 * d * d;
  }
  return loss;
}

Vector FitLogistic(const LogisticProblem& problem) {
  Vector c = problem.prior;
  double loss = LogisticLoss(problem, c);
  Vector gradient, hessian, step;
  for (int i = 0; i < kStepsMax; ++i) {
    Derive(problem, c, &gradient, &hessian);
    if (!Solve(hessian, gradient, &step)) break;
    Vector next(c.size());
    double next_loss = loss;
    double size = 1;
    for (int halving = 0; halving < kHalvingsMax; ++halving, size /= 2) {
      for (size_t k = 0; k < c.size(); ++k) next[k] = c[k] - size * step[k];
      next_loss = LogisticLoss(problem, next);
      if (next_loss < loss) break;
    }
    if (!(next_loss < loss)) break;
    const double gain = (loss - next_loss) / std::max(loss, 1e-300);
    c = next;
    loss = next_loss;
    if (gain < kLossGainMin) break;
  }
  return c;
}

}  // namespace crible
