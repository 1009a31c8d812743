#ifndef CRIBLE_BAYES_MODEL_H_
#define CRIBLE_BAYES_MODEL_H_

// The naive Bayes model of one category as it stands in its file: integer
// document counts per token, language stratum and class, and the few fitted
// coefficients. src/bayes/README.md has the file's grammar.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "base/huge_pages.h"
#include "comment/evidence.h"

namespace crible {

// Documents with the token, of the category and not of it.
struct Counts {
  uint32_t in = 0;
  uint32_t out = 0;
  bool operator==(const Counts&) const = default;
};

// Counts are kept apart by strata, and documents compared only within one
// (Mantel–Haenszel), so that no language is evidence: "fr", "en", "other", or a
// language and a kind of place, "fr-tweets", so that the place is none either.
inline constexpr size_t kStrataMax = 12;
struct Stratum {
  std::string name;
  Counts documents;  // trained on
  bool operator==(const Stratum&) const = default;
};
// In the order of the model's strata; 0 beyond them.
using StrataCounts = std::array<Counts, kStrataMax>;

// The stratum of a BCP 47 base tag: "fr", "en" or "other".
std::string_view LanguageStratum(std::string_view language);
// Small letters and inner hyphens, "fr-tweets"; at most 24 bytes.
bool IsStratumName(std::string_view name);

struct ModelToken {
  FeatureGroup group = FeatureGroup::kWords;
  std::string text;  // folded; two words are joined by one space
  StrataCounts counts{};
  // Learnt from mistakes (bayes/correction.h), in units of 1/1024; added to the
  // weight of the counts.
  int16_t correction = 0;
  bool operator==(const ModelToken&) const = default;
};

// Score of a group = weight · Σ llr / √n, n the known tokens of the group;
// logit = Σ groups + length · ln(1 + n of all groups) + bias, and what the
// model says is slope · logit + offset (Platt). All fitted by `crible train`.
struct Coefficients {
  std::array<double, 3> group = {1, 1, 1};  // by FeatureGroup
  double length = 0;
  double bias = 0;
  double slope = 1;
  double offset = 0;
  double innocence_cap = -0.5;  // no token's llr is lower
  // Known words and pairs below which the model says nothing.
  uint32_t known_tokens_min = 2;
  // How the weights of rules enter the category's score
  // (policy/merge.h).
  double rule_gamma = 1;
  double rule_family_cap = 4;
  bool operator==(const Coefficients&) const = default;
};

struct Model {
  std::string category;         // "spam"
  std::vector<Stratum> strata;  // by name, at most kStrataMax
  Coefficients coefficients;
  std::vector<std::string> notes;  // for people: corpora, licences, figures
  // By group, then text. Tens of megabytes, for as long as a bundle loads.
  std::vector<ModelToken, HugePageAllocator<ModelToken>> tokens;

  // The documents of all strata, in their order.
  StrataCounts Documents() const;
  bool operator==(const Model&) const = default;
};

// Limits of a model file.
inline constexpr size_t kModelFileBytesMax = size_t{8} << 20;
inline constexpr size_t kModelTokensMax = 250000;
inline constexpr size_t kModelNotesMax = 200;
inline constexpr size_t kModelNoteBytesMax = 500;
inline constexpr size_t kModelTokenBytesMax = 120;
// A token of fewer documents could point at a person, and proves little.
inline constexpr uint32_t kTokenDocumentsMin = 3;

// Whether `text` may stand in a model: no digit, no sign of an address, no
// control character, valid UTF-8, not longer than the limit.
bool IsModelToken(FeatureGroup group, std::string_view text);

// INVALID_ARGUMENT as "spam.model:12: what is wrong" for what is no model.
absl::StatusOr<Model> ReadModel(std::string_view file, std::string_view bytes);
// The same bytes for equal models, whatever the order of `tokens`.
std::string WriteModel(const Model& model);

}  // namespace crible

#endif  // CRIBLE_BAYES_MODEL_H_
