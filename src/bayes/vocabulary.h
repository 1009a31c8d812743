#ifndef CRIBLE_BAYES_VOCABULARY_H_
#define CRIBLE_BAYES_VOCABULARY_H_

#include <span>

#include "bayes/model.h"
#include "text/word_set.h"

namespace crible {

// The words of the models: what a disguised word may turn out to be. With them
// the pairs (CutHash) that are rather one word of the models that was cut than
// two words: both are words of the models or stand before all others, the
// models do not know them side by side, and the whole is used far oftener than
// they would meet by chance: ten times, words that speak for a category and
// those of two long pieces more than that.
WordSet VocabularyOf(std::span<const Model* const> models);

}  // namespace crible

#endif  // CRIBLE_BAYES_VOCABULARY_H_
