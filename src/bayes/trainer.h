#ifndef CRIBLE_BAYES_TRAINER_H_
#define CRIBLE_BAYES_TRAINER_H_

// Trains the model of one category: counts documents, then fits the few
// coefficients on scores that each document got from a model trained without
// its fold. The same documents give the same bytes, in whatever order they
// came.
//
//   Trainer trainer("spam", {});
//   for (…) trainer.Add(document, text, signals);
//   auto trained = trainer.Train();
//
// Texts are read when added and not kept. Not safe from several threads.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bayes/model.h"
#include "comment/signals.h"
#include "text/text.h"

namespace crible {

struct TrainingDocument {
  std::string id;  // unique
  // In the fits a corpus weighs by the root of its size, times this.
  std::string corpus;
  uint32_t weight = 1;
  // Documents of one fold are never scored by a model that saw one of them: a
  // corpus, or a part of one.
  std::string fold;
  // "fr", "en", "other", or below a language: "fr-tweets" (IsStratumName).
  std::string stratum;
  bool in = false;  // of the category
  // Σ weights of the `score` rules that hit, one a family of rules.
  std::vector<double> family_sums;
};

struct TrainerOptions {
  // Tokens of fewer documents are left out; more when the file's limits ask for
  // it.
  uint32_t documents_min = kTokenDocumentsMin;
  size_t tokens_max = kModelTokensMax;
  double innocence_cap = -0.5;
  uint32_t known_tokens_min = 1;
  // Words that are written with a capital within sentences are taken for names
  // and left out, unless they stand here.
  WordSet public_names;
};

// What a model that did not see the document says of it, slope and offset
// included, and the rules' part.
struct OutOfFoldScore {
  std::string id;
  std::string corpus;
  std::string stratum;
  bool in = false;
  double model = 0;
  double rules = 0;
};

struct TrainedModel {
  Model model;                              // without notes
  std::vector<OutOfFoldScore> out_of_fold;  // by id
};

class TrainingSet;

class Trainer {
 public:
  Trainer(std::string category, TrainerOptions options);
  ~Trainer();

  // INVALID_ARGUMENT for a rule sum that is negative or not finite, or for what
  // is no stratum's name.
  absl::Status Add(const TrainingDocument& document, const Text& text,
                   const Signals& signals);

  // FAILED_PRECONDITION when two documents share an id, when there are too many
  // strata or none with documents of both classes, or fewer than two folds.
  absl::StatusOr<TrainedModel> Train();

 private:
  const std::string category_;
  const TrainerOptions options_;
  std::unique_ptr<TrainingSet> set_;
};

}  // namespace crible

#endif  // CRIBLE_BAYES_TRAINER_H_
