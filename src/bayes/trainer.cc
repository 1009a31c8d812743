#include "bayes/trainer.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <tuple>
#include <utility>

#include "base/status_macros.h"
#include "bayes/correction.h"
#include "bayes/stack.h"
#include "bayes/training_set.h"
#include "bayes/weights.h"
#include "fmt/format.h"

namespace crible {
namespace {

using Document = TrainingSet::Document;

// Counts of every token, over all documents or those outside one fold.
struct Tally {
  std::vector<StrataCounts> tokens;
  StrataCounts documents{};
};

void Count(const Document& document, int by, Tally* tally) {
  const auto add = [&](StrataCounts* strata) {
    Counts& counts = (*strata)[document.stratum];
    (document.facts.in ? counts.in : counts.out) += static_cast<uint32_t>(by);
  };
  add(&tally->documents);
  for (const uint32_t token : document.tokens) add(&tally->tokens[token]);
}

bool CanCompare(const StrataCounts& documents) {
  return std::any_of(documents.begin(), documents.end(),
                     [](const Counts& c) { return c.in > 0 && c.out > 0; });
}

// Numbers of documents by fold, the folds by name.
using Folds = std::map<std::string, std::vector<size_t>>;
Folds FoldsOf(const std::vector<Document>& documents) {
  Folds folds;
  for (size_t i = 0; i < documents.size(); ++i) {
    folds[documents[i].facts.fold].push_back(i);
  }
  return folds;
}

std::string LanguageOf(const Document& document) {
  const std::string& stratum = document.facts.stratum;
  return stratum.substr(0, stratum.find('-'));
}

// Weights of documents for the fits: languages alike, in each both classes
// alike, in each class corpora by the root of their size and by what the mix
// says of them. A language that lacks a class has no weight.
std::vector<double> Balance(const std::vector<Document>& documents) {
  std::map<std::tuple<std::string, bool, uint32_t>, double> sizes;
  for (const Document& document : documents) {
    ++sizes[{LanguageOf(document), document.facts.in, document.corpus}];
  }
  std::map<std::pair<std::string, bool>, double> masses;
  for (const Document& document : documents) {
    const std::pair cell = {LanguageOf(document), document.facts.in};
    masses[cell] +=
        document.facts.weight /
        std::sqrt(sizes[{cell.first, cell.second, document.corpus}]);
  }
  std::vector<double> weights;
  for (const Document& document : documents) {
    const std::string language = LanguageOf(document);
    const bool in = document.facts.in;
    const double size = sizes[{language, in, document.corpus}];
    // All together as heavy as all documents, so that a ridge keeps its
    // meaning; two languages and two classes make four parts.
    const double weight = static_cast<double>(documents.size()) / 4 *
                          document.facts.weight /
                          (masses[{language, in}] * std::sqrt(size));
    weights.push_back(masses.contains({language, !in}) ? weight : 0);
  }
  return weights;
}

// A training under way, once the documents are in order.
class Training {
 public:
  Training(const TrainingSet& set, const TrainerOptions& options)
      : set_(set),
        options_(options),
        documents_(set.documents()),
        folds_(FoldsOf(documents_)) {}

  absl::StatusOr<TrainedModel> Run(const std::string& category) {
    all_.tokens.resize(set_.tokens().size());
    for (const Document& document : documents_) Count(document, 1, &all_);
    if (!CanCompare(all_.documents)) {
      return absl::FailedPreconditionError(
          "no stratum has documents in and outside the category");
    }
    kept_ = set_.Keep(all_.tokens, options_);
    NumberTokens();
    ScoreOutOfFold();
    Coefficients coefficients;
    coefficients.innocence_cap = options_.innocence_cap;
    coefficients.known_tokens_min = options_.known_tokens_min;
    const std::vector<ScaleRow> scale = StackOutOfFold(coefficients);
    FitStack(rows_, &coefficients);
    FitScale(scale, &coefficients);
    TrainedModel trained;
    trained.model = Assemble(category, coefficients);
    trained.out_of_fold = Report(scale, coefficients);
    return trained;
  }

 private:
  // Gives the tokens that are kept numbers of their own, so that what is read
  // for every fold is small.
  void NumberTokens() {
    std::vector<uint32_t> number(kept_.size());
    for (uint32_t t = 0; t < kept_.size(); ++t) {
      number[t] = static_cast<uint32_t>(used_.size());
      if (kept_[t]) used_.push_back(t);
    }
    for (const Document& document : documents_) {
      DocumentTokens::Tokens tokens;
      for (const uint32_t token : document.tokens) {
        if (!kept_[token]) continue;
        const auto group = static_cast<size_t>(set_.tokens()[token].group);
        tokens[group].push_back(number[token]);
      }
      tokens_.Add(tokens);
    }
    const std::vector<double> balance = Balance(documents_);
    for (size_t i = 0; i < documents_.size(); ++i) {
      labels_.push_back({.in = documents_[i].facts.in, .weight = balance[i]});
    }
  }

  // For each fold: counts without it, weights from them, its documents' scores.
  void ScoreOutOfFold() {
    rows_.resize(documents_.size());
    enough_.resize(documents_.size());
    std::vector<CorrectionLabel> others = labels_;
    for (const auto& [fold, members] : folds_) {
      for (const size_t i : members) {
        Count(documents_[i], -1, &all_);
        others[i].weight = 0;
      }
      std::vector<int16_t> weights = WeightsNow();
      CorrectWeights(tokens_, others, &weights);
      const bool comparable = CanCompare(all_.documents);
      for (const size_t i : members) {
        uint32_t known_words = 0;
        rows_[i] = ScoreOne(i, weights, &known_words);
        rows_[i].weight = comparable ? labels_[i].weight : 0;
        enough_[i] = comparable && (known_words >= options_.known_tokens_min ||
                                    documents_[i].has_address);
      }
      for (const size_t i : members) {
        Count(documents_[i], 1, &all_);
        others[i].weight = labels_[i].weight;
      }
    }
  }

  // What the counts say, by number of kept token.
  std::vector<int16_t> WeightsNow() const {
    const LogRatios log_ratios(all_.documents);
    std::vector<int16_t> weights(used_.size(), kNoWeight);
    for (size_t n = 0; n < used_.size(); ++n) {
      const StrataCounts& counts = all_.tokens[used_[n]];
      if (DocumentsWith(counts) < options_.documents_min) continue;
      weights[n] =
          QuantisedWeight(log_ratios(counts), options_.innocence_cap);
    }
    return weights;
  }

  StackRow ScoreOne(size_t document, const std::vector<int16_t>& weights,
                    uint32_t* known_words) const {
    StackRow row{.corpus = documents_[document].corpus,
                 .in = documents_[document].facts.in};
    std::array<uint32_t, DocumentTokens::kGroups> known{};
    for (size_t g = 0; g < known.size(); ++g) {
      int64_t sum = 0;  // whole numbers: the same sum in any order
      for (const uint32_t token : tokens_.Of(document, g)) {
        if (weights[token] == kNoWeight) continue;
        sum += weights[token];
        ++known[g];
      }
      if (known[g] == 0) continue;
      row.group[g] = static_cast<double>(sum) /
                     (kWeightUnit * std::sqrt(static_cast<double>(known[g])));
    }
    row.length =
        std::log1p(static_cast<double>(known[0]) + known[1] + known[2]);
    *known_words = known[static_cast<size_t>(FeatureGroup::kWords)];
    return row;
  }

  // The stack is fitted without the fold, too.
  std::vector<ScaleRow> StackOutOfFold(const Coefficients& start) const {
    std::vector<ScaleRow> scale(rows_.size());
    std::vector<StackRow> others = rows_;
    for (const auto& [fold, members] : folds_) {
      for (const size_t i : members) others[i].weight = 0;
      Coefficients coefficients = start;
      FitStack(others, &coefficients);
      for (const size_t i : members) {
        others[i].weight = rows_[i].weight;
        scale[i] = ScaleRow{
            .logit = enough_[i] ? StackLogit(coefficients, rows_[i]) : 0,
            .trained = enough_[i],
            .family_sums = documents_[i].facts.family_sums,
            .in = rows_[i].in,
            .weight = rows_[i].weight};
      }
    }
    return scale;
  }

  Model Assemble(const std::string& category,
                 const Coefficients& coefficients) const {
    Model model{.category = category, .coefficients = coefficients};
    for (size_t s = 0; s < set_.strata().size(); ++s) {
      model.strata.push_back(
          Stratum{.name = set_.strata()[s], .documents = all_.documents[s]});
    }
    const std::vector<int16_t> counted = WeightsNow();
    std::vector<int16_t> corrected = counted;
    CorrectWeights(tokens_, labels_, &corrected);
    for (size_t n = 0; n < used_.size(); ++n) {
      const TrainingSet::Token& token = set_.tokens()[used_[n]];
      model.tokens.push_back(ModelToken{
          .group = token.group,
          .text = token.text,
          .counts = all_.tokens[used_[n]],
          .correction = static_cast<int16_t>(corrected[n] - counted[n])});
    }
    std::sort(model.tokens.begin(), model.tokens.end(),
              [](const ModelToken& a, const ModelToken& b) {
                return std::tie(a.group, a.text) < std::tie(b.group, b.text);
              });
    return model;
  }

  std::vector<OutOfFoldScore> Report(std::span<const ScaleRow> rows,
                                     const Coefficients& c) const {
    std::vector<OutOfFoldScore> scores;
    for (size_t i = 0; i < documents_.size(); ++i) {
      const TrainingDocument& facts = documents_[i].facts;
      OutOfFoldScore& score =
          scores.emplace_back(OutOfFoldScore{.id = facts.id,
                                             .corpus = facts.corpus,
                                             .stratum = facts.stratum,
                                             .in = facts.in});
      if (rows[i].trained) score.model = c.slope * rows[i].logit + c.offset;
      for (const double family : facts.family_sums) {
        score.rules += c.rule_gamma * std::min(family, c.rule_family_cap);
      }
    }
    std::sort(scores.begin(), scores.end(),
              [](const OutOfFoldScore& a, const OutOfFoldScore& b) {
                return a.id < b.id;
              });
    return scores;
  }

  const TrainingSet& set_;
  const TrainerOptions& options_;
  const std::vector<Document>& documents_;
  const Folds folds_;
  Tally all_;
  std::vector<bool> kept_;
  std::vector<uint32_t> used_;  // the tokens that are kept, by number of their
                                // own
  DocumentTokens tokens_;       // in those numbers
  std::vector<CorrectionLabel> labels_;
  std::vector<StackRow> rows_;
  std::vector<bool> enough_;  // the model has the evidence to speak
};

}  // namespace

Trainer::Trainer(std::string category, TrainerOptions options)
    : category_(std::move(category)),
      options_(std::move(options)),
      set_(std::make_unique<TrainingSet>()) {}
Trainer::~Trainer() = default;

absl::Status Trainer::Add(const TrainingDocument& document, const Text& text,
                          const Signals& signals) {
  for (const double sum : document.family_sums) {
    if (sum >= 0 && std::isfinite(sum)) continue;
    return absl::InvalidArgumentError(fmt::format(
        "{}: a sum of rules' weights is no number from 0 on", document.id));
  }
  if (!IsStratumName(document.stratum)) {
    return absl::InvalidArgumentError(
        fmt::format("{}: no name of a stratum", document.id));
  }
  set_->Add(document, text, signals);
  return absl::OkStatus();
}

absl::StatusOr<TrainedModel> Trainer::Train() {
  CRIBLE_RETURN_IF_ERROR(set_->Sort());
  return Training(*set_, options_).Run(category_);
}

}  // namespace crible
