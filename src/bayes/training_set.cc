#include "bayes/training_set.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "base/hash.h"
#include "base/status_macros.h"
#include "fmt/format.h"

namespace crible {
namespace {

// The number of `name` in a sorted set.
size_t NumberOf(const std::set<std::string>& names, const std::string& name) {
  return static_cast<size_t>(std::distance(names.begin(), names.find(name)));
}

}  // namespace

uint32_t DocumentsWith(const StrataCounts& strata) {
  uint32_t documents = 0;
  for (const Counts& counts : strata) documents += counts.in + counts.out;
  return documents;
}

void TrainingSet::Add(const TrainingDocument& document, const Text& text,
                      const Signals& signals) {
  ExtractFeatures(text, signals, nullptr, &features_);
  Document& added = documents_.emplace_back(Document{.facts = document});
  added.has_address = HasAddress(text);
  added.tokens.reserve(features_.list.size());
  for (const Feature& feature : features_.list) {
    added.tokens.push_back(TokenOf(feature, text));
  }
  names_.Note(text, signals);
}

uint32_t TrainingSet::TokenOf(const Feature& feature, const Text& text) {
  const auto [it, added] = token_of_.try_emplace(
      feature.hash, static_cast<uint32_t>(tokens_.size()));
  if (added) {
    tokens_.push_back(Token{.group = GroupOf(feature.kind),
                            .text = FeatureText(feature, features_, text)});
  }
  return it->second;
}

absl::Status TrainingSet::CheckIdsAndFolds() const {
  std::set<std::string_view> folds;
  for (size_t i = 0; i < documents_.size(); ++i) {
    const TrainingDocument& facts = documents_[i].facts;
    folds.insert(facts.fold);
    if (i > 0 && facts.id == documents_[i - 1].facts.id) {
      return absl::FailedPreconditionError(
          fmt::format("two documents are called {}", facts.id));
    }
  }
  if (folds.size() >= 2) return absl::OkStatus();
  return absl::FailedPreconditionError("there are fewer than two folds");
}

absl::Status TrainingSet::Sort() {
  // By a hash, so that no corpus is clustered.
  std::sort(documents_.begin(), documents_.end(),
            [](const Document& a, const Document& b) {
              const uint64_t x = Hash64(a.facts.id), y = Hash64(b.facts.id);
              return x != y ? x < y : a.facts.id < b.facts.id;
            });
  CRIBLE_RETURN_IF_ERROR(CheckIdsAndFolds());
  std::set<std::string> strata, corpora;
  for (const Document& document : documents_) {
    strata.insert(document.facts.stratum);
    corpora.insert(document.facts.corpus);
  }
  if (strata.size() > kStrataMax) {
    return absl::FailedPreconditionError(
        fmt::format("{} strata; at most {}", strata.size(), kStrataMax));
  }
  for (Document& document : documents_) {
    document.stratum = NumberOf(strata, document.facts.stratum);
    document.corpus =
        static_cast<uint32_t>(NumberOf(corpora, document.facts.corpus));
  }
  strata_.assign(strata.begin(), strata.end());
  return absl::OkStatus();
}

std::vector<bool> TrainingSet::Keep(const std::vector<StrataCounts>& counts,
                                    const TrainerOptions& options) const {
  std::vector<bool> kept(tokens_.size());
  std::map<uint32_t, size_t, std::greater<>> tokens_by_documents;
  for (size_t t = 0; t < tokens_.size(); ++t) {
    const uint32_t documents = DocumentsWith(counts[t]);
    if (documents < options.documents_min ||
        !IsModelToken(tokens_[t].group, tokens_[t].text)) {
      continue;
    }
    const auto words = WordsOfToken(tokens_[t].group, tokens_[t].text);
    kept[t] = std::none_of(words.begin(), words.end(), [&](auto word) {
      return names_.IsName(word, options.public_names);
    });
    if (kept[t]) ++tokens_by_documents[documents];
  }
  // Raise the minimum until the file's limit holds.
  uint32_t min = UINT32_MAX;
  size_t total = 0;
  for (const auto& [documents, tokens] : tokens_by_documents) {
    total += tokens;
    if (total > options.tokens_max) break;
    min = documents;
  }
  for (size_t t = 0; t < tokens_.size(); ++t) {
    if (DocumentsWith(counts[t]) < min) kept[t] = false;
  }
  return kept;
}

}  // namespace crible
