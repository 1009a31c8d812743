#include "bayes/vocabulary.h"

#include <algorithm>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "bayes/weights.h"
#include "text/cut_words.h"
#include "text/text.h"

namespace crible {
namespace {

constexpr size_t kPieceMin = 2;  // letters
// How much oftener than by chance the whole is used, at least. Words that speak
// for a category (by a quarter) do harm where they are read by mistake (mer
// de), those that speak loudly (by e) most of all if they are short (pu te); of
// two long words many are one as well (pass word).
constexpr double kOftenerMin = 10;
constexpr double kTellingOftenerMin = 30;
constexpr double kLongPiecesOftenerMin = 300;
constexpr double kLoudShortOftenerMin = 1000;
constexpr double kTellingLogRatioMin = 0.25;
constexpr double kLoudLogRatioMin = 1;
constexpr size_t kLongPiece = 4;
// Words of fewer documents are in no model.
constexpr double kUnknownDocuments = kTokenDocumentsMin - 1;

class Vocabulary {
 public:
  explicit Vocabulary(std::span<const Model* const> models) {
    size_t tokens = 0;
    for (const Model* model : models) tokens += model->tokens.size();
    uses_.reserve(tokens / 4);  // about as many are single words
    for (const Model* model : models) AddModel(*model);
    for (const auto& [word, use] : uses_) AddCuts(word, use);
  }
  WordSet words() && { return std::move(words_); }

 private:
  struct Use {
    double documents = 0;
    double log_ratio = 0;  // of the category for which it speaks most
  };

  void AddModel(const Model& model) {
    const StrataCounts all = model.Documents();
    const LogRatios log_ratios(all);
    for (const Counts& documents : all) all_ += documents.in + documents.out;
    for (const ModelToken& token : model.tokens) {
      if (token.group != FeatureGroup::kWords ||
          token.text.find('<') != token.text.npos) {
        continue;
      }
      if (token.text.find(' ') != token.text.npos) {
        pairs_.insert(token.text);
        continue;
      }
      Use& use = uses_[token.text];
      for (const Counts& counts : token.counts) {
        use.documents += counts.in + counts.out;
      }
      use.log_ratio = std::max(use.log_ratio, log_ratios(token.counts));
      words_.Insert(HashWord(token.text));
    }
  }

  void AddCuts(std::string_view word, const Use& use) {
    if (word.size() < kCutLettersMin) return;
    for (size_t at = kPieceMin; at + kPieceMin <= word.size(); ++at) {
      AddCut(word.substr(0, at), word.substr(at), use);
    }
  }

  static double OftenerMin(size_t first, size_t second, double log_ratio) {
    const bool is_short = first + second <= kCutLettersMin;
    if (is_short && log_ratio >= kLoudLogRatioMin) return kLoudShortOftenerMin;
    if (std::min(first, second) >= kLongPiece) return kLongPiecesOftenerMin;
    return log_ratio >= kTellingLogRatioMin ? kTellingOftenerMin : kOftenerMin;
  }

  void AddCut(std::string_view first, std::string_view second,
              const Use& whole) {
    const bool need_both = !IsFunctionWord(first) && !IsFunctionWord(second);
    const auto one = uses_.find(first);
    const bool known = one != uses_.end();
    if (need_both && !known) return;
    const auto other = uses_.find(second);
    const bool known_too = other != uses_.end();
    if (need_both && !known_too) return;
    const double by_chance =
        (known ? one->second.documents : kUnknownDocuments) *
        (known_too ? other->second.documents : kUnknownDocuments) / all_;
    if (whole.documents <
        by_chance * OftenerMin(first.size(), second.size(), whole.log_ratio)) {
      return;
    }
    pair_.assign(first).append(1, ' ').append(second);
    if (pairs_.contains(pair_)) return;
    const uint64_t first_hash = HashWord(first), second_hash = HashWord(second);
    words_.Insert(CutHash(first_hash, second_hash));
    if (known) words_.Insert(first_hash, mark::kBegins);
    if (known_too) words_.Insert(second_hash, mark::kEnds);
  }

  WordSet words_;
  double all_ = 0;  // documents
  absl::flat_hash_map<std::string_view, Use> uses_;
  absl::flat_hash_set<std::string_view> pairs_;
  std::string pair_;
};

}  // namespace

WordSet VocabularyOf(std::span<const Model* const> models) {
  return Vocabulary(models).words();
}

}  // namespace crible
