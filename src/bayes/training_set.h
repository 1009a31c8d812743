#ifndef CRIBLE_BAYES_TRAINING_SET_H_
#define CRIBLE_BAYES_TRAINING_SET_H_

// The documents of a training as lists of tokens, and what is counted of them.
// Inside of the trainer.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "bayes/features.h"
#include "bayes/model.h"
#include "bayes/name_spotter.h"
#include "bayes/trainer.h"

namespace crible {

class TrainingSet {
 public:
  struct Document {
    TrainingDocument facts;
    std::vector<uint32_t> tokens;  // numbers of tokens, each once
    bool has_address = false;      // HasAddress
    size_t stratum = 0;            // set by Sort
    uint32_t corpus = 0;
  };
  struct Token {
    FeatureGroup group = FeatureGroup::kWords;
    std::string text;
  };

  void Add(const TrainingDocument& document, const Text& text,
           const Signals& signals);

  // Puts documents into an order that does not depend on that of Add, and
  // numbers strata and corpora. FAILED_PRECONDITION as Trainer::Train.
  absl::Status Sort();

  const std::vector<Document>& documents() const { return documents_; }
  const std::vector<Token>& tokens() const { return tokens_; }
  // By number; valid after Sort.
  const std::vector<std::string>& strata() const { return strata_; }

  // The tokens that may stand in a model, by number: in enough documents, no
  // names, within the file's limits. Chosen without a look at the classes, so
  // that scores out of fold stay honest.
  std::vector<bool> Keep(const std::vector<StrataCounts>& counts,
                         const TrainerOptions& options) const;

 private:
  uint32_t TokenOf(const Feature& feature, const Text& text);
  absl::Status CheckIdsAndFolds() const;

  std::vector<Document> documents_;
  std::vector<Token> tokens_;
  std::vector<std::string> strata_;
  absl::flat_hash_map<uint64_t, uint32_t> token_of_;  // by the feature's hash
  NameSpotter names_;
  FeatureSet features_;
};

// In how many documents a token stands.
uint32_t DocumentsWith(const StrataCounts& counts);

}  // namespace crible

#endif  // CRIBLE_BAYES_TRAINING_SET_H_
