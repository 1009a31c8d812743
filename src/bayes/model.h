#ifndef CRIBLE_BAYES_MODEL_H_
#define CRIBLE_BAYES_MODEL_H_

// The naive Bayes model of one category as it stands in its file: integer
// document counts per token, language stratum and class, and the few fitted
// coefficients. models/README.md has the file's grammar.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "base/issue.h"
#include "comment/evidence.h"

namespace crible {

// Language strata in which counts are kept apart, so that a language as such is
// no evidence (Mantel–Haenszel).
enum class Stratum : uint8_t { kFrench, kEnglish, kOther };
inline constexpr size_t kStrata = 3;

// Documents with the token, of the category and not of it.
struct Counts {
  uint32_t in = 0;
  uint32_t out = 0;
  bool operator==(const Counts&) const = default;
};

struct ModelToken {
  FeatureGroup group = FeatureGroup::kWords;
  std::string text;  // folded; two words are joined by one space
  std::array<Counts, kStrata> counts;
  bool operator==(const ModelToken&) const = default;
};

// score of a group = weight · Σ llr / √n; logit = Σ groups + length · ln(1+n) +
// bias, then slope · logit + offset (Platt), all fitted by `crible train`.
struct Coefficients {
  std::array<double, 3> group = {1, 1, 1};  // by FeatureGroup
  double length = 0;
  double bias = 0;
  double slope = 1;
  double offset = 0;
  double innocence_cap = -0.5;  // no token's llr is lower
  uint32_t known_tokens_min = 3;
  // How the weights of `score` rules enter the category's score (policy/merge.h).
  double rule_gamma = 1;
  double rule_family_cap = 4;
  bool operator==(const Coefficients&) const = default;
};

struct Model {
  std::string category;                   // "spam"
  std::array<Counts, kStrata> documents;  // trained on
  Coefficients coefficients;
  std::vector<std::string>
      provenance;  // lines for people: corpora, licences, figures
  std::vector<ModelToken> tokens;  // by group, then text
  bool operator==(const Model&) const = default;
};

// Limits of a model file.
inline constexpr size_t kModelFileBytesMax = size_t{8} << 20;
inline constexpr size_t kModelTokensMax = 250000;

// INVALID_ARGUMENT as "spam.model:12: what is wrong" for what is no model.
absl::StatusOr<Model> ReadModel(std::string_view file, std::string_view bytes);
// The same bytes for equal models, whatever the order of `tokens`.
std::string WriteModel(const Model& model);

}  // namespace crible

#endif  // CRIBLE_BAYES_MODEL_H_
