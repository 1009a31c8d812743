#ifndef CRIBLE_BAYES_CLASSIFIER_H_
#define CRIBLE_BAYES_CLASSIFIER_H_

// Scores a text for all models of a bundle in one pass over its features.
// Linear: log_odds is the intercept plus the shares of the tokens, so that a
// reason can be named with what it added.

#include <memory>
#include <span>
#include <vector>

#include "bayes/model.h"
#include "comment/category.h"
#include "comment/evidence.h"
#include "comment/signals.h"
#include "text/text.h"

namespace crible {

class Classifier {
 public:
  struct Options {
    // Fill ModelScore::shares with the strongest, at most this many; 0 for
    // none, which allocates nothing in steady state. Explain passes SIZE_MAX.
    size_t shares_max = 8;
  };

  // Models may be empty: then nothing is scored. At most 4, each for another
  // category that stands in `categories`; others are left out.
  static std::unique_ptr<const Classifier> Build(
      std::span<const Model> models, const CategoryTable& categories);
  virtual ~Classifier() = default;

  // The words that speak for a category, of four letters or more: what somebody
  // may want to disguise. Part of the text's vocabulary.
  virtual void AddWords(WordSet* words) const = 0;

  // Appends one ModelScore a model to `scores` (keeps capacity), in the order
  // of the models. A word that stands in `article_words` (may be null) is no
  // evidence. Safe from any thread.
  virtual void Score(const Text& body, const Signals& signals,
                     const WordSet* article_words, const Options& options,
                     std::vector<ModelScore>* scores) const = 0;
};

inline constexpr size_t kModelsMax = 4;

}  // namespace crible

#endif  // CRIBLE_BAYES_CLASSIFIER_H_
