#ifndef CRIBLE_BAYES_FEATURES_H_
#define CRIBLE_BAYES_FEATURES_H_

// What the classifier reads in a text: words and pairs of words, runs of three
// to five characters of a word with its boundaries, and the shape of the whole.
// A token is present or absent; how often it stands there is no evidence.
//
//   FeatureSet features;                          // reused: keeps its capacity
//   ExtractFeatures(text, signals, nullptr, &features);
//   for (const Feature& feature : features.list) … feature.hash …
//
// No token holds a digit, an address, a host or a user's name: those are read
// as <number>, <contact>, <link> and <name>, or as a class of the shape. A
// group of people is a <group>, whichever it is (bayes/group_names.h).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "comment/evidence.h"
#include "comment/signals.h"
#include "text/text.h"

namespace crible {

enum class FeatureKind : uint8_t { kWord, kPair, kCharacters, kShape };

// One token of a text. Equal tokens have equal hashes, in every process.
struct Feature {
  uint64_t hash = 0;
  // Where to find its letters again: index into FeatureSet::items (the first of
  // a pair), or for kShape into FeatureSet::shapes.
  uint32_t at = 0;
  uint8_t begin = 0;   // kCharacters: bytes [begin, begin + length) of the word
  uint8_t length = 0;  // with its boundaries
  uint8_t occurrences = 1;  // in the text; 255 stands for more as well
  FeatureKind kind = FeatureKind::kWord;
};

inline FeatureGroup GroupOf(FeatureKind kind) {
  switch (kind) {
    case FeatureKind::kWord:
    case FeatureKind::kPair:
      return FeatureGroup::kWords;
    case FeatureKind::kCharacters:
      return FeatureGroup::kCharacters;
    case FeatureKind::kShape:
      break;
  }
  return FeatureGroup::kShape;
}

// What stands in a text in reading order: a word, or what is only named by its
// kind.
enum class ItemKind : uint8_t {
  kWord,
  kNumber,
  kName,
  kLink,
  kContact,
  kGroup
};
struct FeatureItem {
  uint64_t hash = 0;
  uint32_t word = 0;  // index into Text::words(), if kWord
  uint32_t source_begin = 0;
  uint32_t source_end = 0;
  ItemKind kind = ItemKind::kWord;
  bool in_article = false;
};

// A shape token: a static name ("links:many"), or with a word ("first:hello").
struct ShapeToken {
  std::string_view name;
  uint32_t item = UINT32_MAX;
};

struct FeatureSet {
  std::vector<Feature> list;  // each token once, where it first stands
  std::vector<FeatureItem> items;
  std::vector<ShapeToken> shapes;
  std::vector<uint32_t> seen;  // used while the repeats are taken out

  void Clear();
};

// Limits: what follows in a longer text is not read.
inline constexpr size_t kFeaturesMax = 1 << 16;
inline constexpr size_t kFeatureItemsMax = 1 << 13;
inline constexpr size_t kFeatureWordBytesMax = 48;  // longer words are no token

// Fills *features. Words of `article_words` (may be null) yield no token, nor
// do pairs of such words.
void ExtractFeatures(const Text& text, const Signals& signals,
                     const WordSet* article_words, FeatureSet* features);

// The same without runs of characters, for who has looked up the runs of a word
// before: they depend on its letters alone.
void ExtractTokens(const Text& text, const Signals& signals,
                   const WordSet* article_words, FeatureSet* features);

// A link or a contact is evidence, even without a known word beside it.
inline bool HasAddress(const Text& text) {
  return !text.links().empty() || !text.contacts().empty();
}

// Appends the runs of a word of at most kFeatureWordBytesMax bytes that stands
// at index `item` of FeatureSet::items, repeats included.
void AppendRuns(std::string_view letters, uint32_t item,
                std::vector<Feature>* list);
// As many, at most, of a word of so many bytes.
size_t RunsMax(size_t bytes);

// The token as it stands in a model file: "pret", "offre de", "_pre",
// "links:many".
std::string FeatureText(const Feature& feature, const FeatureSet& features,
                        const Text& text);

// Where the token stands in the source; empty for shape.
Span FeatureSpan(const Feature& feature, const FeatureSet& features,
                 const Text& text);

// The hash of a token of a model file: of FeatureText's answer it is the
// feature's hash.
uint64_t FeatureHash(FeatureGroup group, std::string_view token);

}  // namespace crible

#endif  // CRIBLE_BAYES_FEATURES_H_
