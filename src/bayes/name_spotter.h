#ifndef CRIBLE_BAYES_NAME_SPOTTER_H_
#define CRIBLE_BAYES_NAME_SPOTTER_H_

// Knows names by how they are written: no token of a model may name somebody.

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "comment/evidence.h"
#include "comment/signals.h"
#include "text/text.h"

namespace crible {

class NameSpotter {
 public:
  // Reads how the words of a comment are written.
  void Note(const Text& text, const Signals& signals);

  // Whether the word, folded, is written with a capital within sentences at
  // least three times and in three of five. Words of less than three letters
  // and those of `public_names` are none.
  bool IsName(std::string_view word, const WordSet& public_names) const;

 private:
  struct Writing {
    uint32_t capitalised = 0;
    uint32_t small = 0;
  };
  absl::flat_hash_map<uint64_t, Writing> writing_;  // by the word's hash
};

// Shorter words are no names.
inline constexpr size_t kNameLettersMin = 3;

// The words that a token is made of, to be looked up among names.
std::vector<std::string_view> WordsOfToken(FeatureGroup group,
                                           std::string_view token);

}  // namespace crible

#endif  // CRIBLE_BAYES_NAME_SPOTTER_H_
