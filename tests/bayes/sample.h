#ifndef CRIBLE_TESTS_BAYES_SAMPLE_H_
#define CRIBLE_TESTS_BAYES_SAMPLE_H_

// A text and its signals, and a small model, for the tests of src/bayes.

#include <string>

#include "bayes/model.h"
#include "signals/measure.h"
#include "text/text.h"

namespace crible {

// Owns what a Text points into.
class Sample {
 public:
  explicit Sample(std::string body, const WordSet& known = WordSet())
      : body_(std::move(body)) {
    AnalyzeText(body_, BodyFormat::kPlain, known, &text_);
    signals_ = MeasureSignals(Comment{.body = body_}, text_);
  }
  Sample(const Sample&) = delete;

  const std::string& body() const { return body_; }
  const Text& text() const { return text_; }
  const Signals& signals() const { return signals_; }

 private:
  const std::string body_;
  Text text_;
  Signals signals_;
};

// Two strata, six tokens; numbers that are easy to check by hand.
inline Model SmallModel() {
  Model model{.category = "spam"};
  model.strata = {{"en", {.in = 10, .out = 10}}, {"fr", {.in = 10, .out = 30}}};
  model.coefficients = {.group = {1.5, 0.5, 1},
                        .length = 0.25,
                        .bias = -1,
                        .slope = 0.75,
                        .offset = 0.125,
                        .innocence_cap = -0.5,
                        .known_tokens_min = 2,
                        .rule_gamma = 0.5,
                        .rule_family_cap = 3};
  model.notes = {"trained on nothing real"};
  const auto token = [](FeatureGroup group, std::string text, Counts en,
                        Counts fr) {
    ModelToken token{.group = group, .text = std::move(text)};
    token.counts[0] = en;
    token.counts[1] = fr;
    return token;
  };
  model.tokens = {
      token(FeatureGroup::kWords, "article", {0, 8}, {1, 20}),
      token(FeatureGroup::kWords, "credit", {5, 0}, {6, 1}),
      token(FeatureGroup::kWords, "credit rapide", {0, 0}, {4, 0}),
      token(FeatureGroup::kCharacters, "_cre", {5, 1}, {6, 2}),
      token(FeatureGroup::kShape, "first:merci", {0, 0}, {2, 3}),
      token(FeatureGroup::kShape, "links:none", {2, 9}, {3, 28}),
  };
  model.tokens[0].correction = 120;
  model.tokens[2].correction = -31;
  return model;
}

}  // namespace crible

#endif  // CRIBLE_TESTS_BAYES_SAMPLE_H_
