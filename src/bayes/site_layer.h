#ifndef CRIBLE_BAYES_SITE_LAYER_H_
#define CRIBLE_BAYES_SITE_LAYER_H_

// What the models learn at one site: whole numbers of documents, counted anew
// from its lessons, never added to. So a layer is a function of the set of its
// lessons: their order leaves no trace, and a lesson that is gone leaves none
// either.
//
//   LayerBuilder builder({"abuse", "spam"});
//   builder.Add({.category = "spam", .author = "zoe"}, text, signals);
//   const SiteLayer layer = builder.Build(public_words);
//
// How a layer weighs beside the shipped model: bayes/layer_weights.h.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "bayes/features.h"
#include "bayes/model.h"
#include "bayes/name_spotter.h"
#include "comment/signals.h"
#include "text/text.h"

namespace crible {

// A token of fewer authors tells of them.
inline constexpr size_t kLayerAuthorsMin = 5;
// By the number of documents; all tokens of the rarest that would not fit go.
inline constexpr size_t kLayerTokensMax = 50000;

struct LayerToken {
  FeatureGroup group = FeatureGroup::kWords;
  std::string text;
  Counts counts;
  bool operator==(const LayerToken&) const = default;
};

struct LayerCategory {
  std::string name;
  Counts documents;
  std::vector<LayerToken> tokens;  // by group, then text
  bool operator==(const LayerCategory&) const = default;
};

struct SiteLayer {
  std::vector<LayerCategory> categories;  // by name; none without documents
  bool operator==(const SiteLayer&) const = default;
};

// The same bytes for equal layers: "crible-layer 1", and per category a line
// "[spam] 12 40", its documents in and outside it, and one a token: group,
// text, in, out, with tabs between.
std::string WriteLayer(const SiteLayer& layer);

// What a person said of a comment.
struct LessonDocument {
  // Of what was refused; what was accepted stands outside all categories. One
  // that the builder does not count is left out.
  std::string_view category;
  bool accepted = false;
  // Whoever can be told apart; all that are unknown ("") are one.
  std::string_view author;
  std::string_view author_name;  // its words are no tokens
};

class LayerBuilder {
 public:
  explicit LayerBuilder(std::vector<std::string> categories);

  void Add(const LessonDocument& document, const Text& text,
           const Signals& signals);

  // `public_words` are words though somebody is called so: those that the
  // shipped models know.
  SiteLayer Build(const WordSet& public_words) const;

 private:
  struct Authors {
    std::array<uint64_t, kLayerAuthorsMin> first{};
    size_t size = 0;
    void Add(uint64_t author);
  };
  struct Token {
    FeatureGroup group = FeatureGroup::kWords;
    std::string text;
    std::vector<Counts> counts;    // by category
    std::vector<Authors> authors;  // of them
  };

  Token& TokenOf(const Feature& feature, const Text& text);
  bool MayStand(const Token& token, const WordSet& public_words) const;
  LayerCategory Category(size_t category, const std::vector<bool>& may) const;

  const std::vector<std::string> categories_;  // sorted
  std::vector<Counts> documents_;
  std::vector<Token> tokens_;
  absl::flat_hash_map<uint64_t, uint32_t> token_of_;
  NameSpotter names_;
  WordSet author_names_;
  FeatureSet features_;
};

}  // namespace crible

#endif  // CRIBLE_BAYES_SITE_LAYER_H_
