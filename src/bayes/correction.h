#ifndef CRIBLE_BAYES_CORRECTION_H_
#define CRIBLE_BAYES_CORRECTION_H_

// Naive Bayes takes tokens for independent; they are not. A few rounds of
// counting mistakes mend that: each round scores the documents with the weights
// so far, counts by how much it was wrong in and outside the category, and
// moves each token by the logarithm of the ratio of the two counts. Groups take
// turns, so that one does not mend what another has mended already.
//
//   DocumentTokens documents;
//   for (…) documents.Add({words, characters, shape});
//   CorrectWeights(documents, labels, &weights);
//
// Elkan 1997 and Ridgeway et al. 1998 boost naive Bayes in this manner;
// Collins, Schapire and Singer 2002 have the step that moves all tokens at
// once.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace crible {

// Documents as numbers of tokens, group by group.
class DocumentTokens {
 public:
  static constexpr size_t kGroups = 3;  // by FeatureGroup
  using Tokens = std::array<std::vector<uint32_t>, kGroups>;

  DocumentTokens();
  // Each token once, each token always in the same group.
  void Add(const Tokens& tokens);

  size_t size() const { return size_; }
  std::span<const uint32_t> Of(size_t document, size_t group) const {
    const Group& it = groups_[group];
    return {it.tokens.data() + it.begin[document],
            it.tokens.data() + it.begin[document + 1]};
  }

 private:
  struct Group {
    std::vector<uint32_t> tokens;
    std::vector<size_t> begin = {0};
  };
  std::array<Group, kGroups> groups_;
  size_t size_ = 0;
};

struct CorrectionLabel {
  bool in = false;
  double weight = 1;  // 0 leaves the document out
};

// The weight of a token that is not in use: stays as it is and scores nothing.
inline constexpr int16_t kNoWeight = INT16_MIN;

// Corrects *weights, by number of token, in units of 1/kWeightUnit. The same
// arguments give the same weights, and the numbers of tokens do not matter.
void CorrectWeights(const DocumentTokens& documents,
                    std::span<const CorrectionLabel> labels,
                    std::vector<int16_t>* weights);

}  // namespace crible

#endif  // CRIBLE_BAYES_CORRECTION_H_
