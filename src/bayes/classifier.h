#ifndef CRIBLE_BAYES_CLASSIFIER_H_
#define CRIBLE_BAYES_CLASSIFIER_H_

// Scores a text for all models of a bundle in one pass over its features.
// Linear: log_odds is the intercept plus the shares of the tokens, so that a
// reason can be named with what it added.
//
//   ScoreRoom room;                                  // one a thread, reused
//   classifier.Score({text, signals}, &room, &scores);
//   classifier.AddShares({text, signals}, 0, {.shares_max = 8}, &room,
//                        &scores[0]);                // if anybody asks

#include <memory>
#include <span>
#include <vector>

#include "bayes/layer_weights.h"
#include "bayes/model.h"
#include "bayes/score_room.h"
#include "bayes/site_layer.h"
#include "comment/category.h"
#include "comment/evidence.h"
#include "comment/signals.h"
#include "text/text.h"

namespace crible {

// What is scored.
struct ScoredText {
  const Text& body;
  const Signals& signals;
  // Words that are no evidence, as the article has them; may be null.
  const WordSet* article_words = nullptr;
  // What the site has learned, of Weigh; may be null.
  const LayerWeights* layer = nullptr;
};

// Which of a model's shares to fill.
struct SharesWanted {
  size_t shares_max = SIZE_MAX;  // the strongest, in descending order
  // Their letters and how often they occur. Where they stand is always filled.
  bool texts = true;
};

class Classifier {
 public:
  // Models may be empty: then nothing is scored. At most 4, each for another
  // category that stands in `categories`; others are left out.
  static std::unique_ptr<const Classifier> Build(
      std::span<const Model> models, const CategoryTable& categories);
  virtual ~Classifier() = default;

  // The words of the models and how they may be cut (bayes/vocabulary.h). Part
  // of the text's vocabulary.
  virtual void AddWords(WordSet* words) const = 0;

  // The weights of a site's layer for the models of this classifier.
  virtual std::shared_ptr<const LayerWeights> Weigh(
      const SiteLayer& layer) const = 0;

  // Appends one ModelScore a model to `scores` (keeps capacity), in the order
  // of the models, without shares. Safe from any thread, each with its own
  // room.
  virtual void Score(const ScoredText& text, ScoreRoom* room,
                     std::vector<ModelScore>* scores) const = 0;

  // Fills the shares of the score that Score gave for the `model`-th model; the
  // text and the room must be as they were then.
  virtual void AddShares(const ScoredText& text, size_t model,
                         const SharesWanted& wanted, ScoreRoom* room,
                         ModelScore* score) const = 0;
};

}  // namespace crible

#endif  // CRIBLE_BAYES_CLASSIFIER_H_
