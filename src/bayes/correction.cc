#include "bayes/correction.h"

#include <algorithm>
#include <cmath>

#include "bayes/logistic.h"
#include "bayes/weights.h"

namespace crible {
namespace {

// Chosen by leaving whole corpora out; README.md has the evidence.
constexpr int kRounds = 6;
// The counts' own weights are too sure of themselves to begin with.
constexpr double kStart = 0.6;
// The part of a step that is taken: tokens of one text move together.
constexpr double kStep = 0.3;
constexpr double kStepMax = 1.5;
// Mistakes a side that every token is taken to have made.
constexpr double kSmoothing = 2;
// No token may decide alone.
constexpr double kWeightMin = -1, kWeightMax = 3;
// What a group weighs while mistakes are counted; the stack is fitted later.
constexpr std::array<double, DocumentTokens::kGroups> kGroupWeights = {1, 1,
                                                                       1.5};
constexpr int kInterceptSteps = 6;
constexpr double kInterceptStepMax = 2;

int16_t Quantised(double weight) {
  return static_cast<int16_t>(
      std::lround(std::clamp(weight, kWeightMin, kWeightMax) * kWeightUnit));
}

class Rounds {
 public:
  Rounds(const DocumentTokens& documents,
         std::span<const CorrectionLabel> labels, std::vector<int16_t>* weights)
      : documents_(documents), labels_(labels), weights_(*weights) {
    for (size_t i = 0; i < labels.size(); ++i) {
      if (labels[i].weight > 0) used_.push_back(i);
    }
    logits_.assign(documents.size(), {});
    errors_.assign(documents.size(), 0);
    wrong_in_.assign(weights_.size(), 0);
    wrong_out_.assign(weights_.size(), 0);
  }

  void Run() {
    for (int16_t& weight : weights_) {
      if (weight != kNoWeight) {
        weight = Quantised(kStart * weight / kWeightUnit);
      }
    }
    for (size_t g = 0; g < DocumentTokens::kGroups; ++g) Score(g);
    for (int round = 0; round < kRounds; ++round) {
      for (size_t g = 0; g < DocumentTokens::kGroups; ++g) {
        FindErrors();
        Move(g);
        Score(g);
      }
    }
  }

 private:
  void Score(size_t group) {
    for (const size_t i : used_) {
      int64_t sum = 0;
      uint32_t known = 0;
      for (const uint32_t token : documents_.Of(i, group)) {
        if (weights_[token] == kNoWeight) continue;
        sum += weights_[token];
        ++known;
      }
      logits_[i][group] =
          known == 0 ? 0
                     : kGroupWeights[group] * static_cast<double>(sum) /
                           (kWeightUnit * std::sqrt(double(known)));
    }
  }

  double Logit(size_t i) const {
    return logits_[i][0] + logits_[i][1] + logits_[i][2] + intercept_;
  }

  // By how much each document is wrong, once both classes are equally so.
  void FindErrors() {
    for (int step = 0; step < kInterceptSteps; ++step) {
      double gradient = 0, curvature = 1e-9;
      for (const size_t i : used_) {
        const double p = Sigmoid(Logit(i));
        gradient += labels_[i].weight * ((labels_[i].in ? 1 : 0) - p);
        curvature += labels_[i].weight * p * (1 - p);
      }
      intercept_ += std::clamp(gradient / curvature, -kInterceptStepMax,
                               kInterceptStepMax);
    }
    for (const size_t i : used_) {
      const double p = Sigmoid(Logit(i));
      errors_[i] = labels_[i].weight * (labels_[i].in ? 1 - p : p);
    }
  }

  void Move(size_t group) {
    moved_.clear();
    for (const size_t i : used_) {
      std::vector<double>& wrong = labels_[i].in ? wrong_in_ : wrong_out_;
      for (const uint32_t token : documents_.Of(i, group)) {
        if (weights_[token] == kNoWeight) continue;
        // An error is never 0: a logistic function does not reach its ends.
        if (wrong_in_[token] == 0 && wrong_out_[token] == 0) {
          moved_.push_back(token);
        }
        wrong[token] += errors_[i];
      }
    }
    for (const uint32_t token : moved_) {
      const double step = std::log((wrong_in_[token] + kSmoothing) /
                                   (wrong_out_[token] + kSmoothing));
      weights_[token] =
          Quantised(weights_[token] / kWeightUnit +
                    kStep * std::clamp(step, -kStepMax, kStepMax));
      wrong_in_[token] = wrong_out_[token] = 0;
    }
  }

  const DocumentTokens& documents_;
  const std::span<const CorrectionLabel> labels_;
  std::vector<int16_t>& weights_;
  std::vector<size_t> used_;
  std::vector<std::array<double, DocumentTokens::kGroups>> logits_;
  std::vector<double> errors_, wrong_in_, wrong_out_;
  std::vector<uint32_t> moved_;
  double intercept_ = 0;
};

}  // namespace

DocumentTokens::DocumentTokens() = default;

void DocumentTokens::Add(const Tokens& tokens) {
  for (size_t g = 0; g < kGroups; ++g) {
    Group& group = groups_[g];
    group.tokens.insert(group.tokens.end(), tokens[g].begin(), tokens[g].end());
    group.begin.push_back(group.tokens.size());
  }
  ++size_;
}

void CorrectWeights(const DocumentTokens& documents,
                    std::span<const CorrectionLabel> labels,
                    std::vector<int16_t>* weights) {
  Rounds(documents, labels, weights).Run();
}

}  // namespace crible
