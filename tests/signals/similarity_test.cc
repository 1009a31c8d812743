#include "signals/similarity.h"

#include <cmath>
#include <random>
#include <vector>

#include "base/hash.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

using Words = std::vector<uint64_t>;

bool Similar(const Words& a, const Words& b) {
  const auto left = TextBands(a), right = TextBands(b);
  for (size_t i = 0; i < kTextBands; ++i) {
    if (left[i] == right[i]) return true;
  }
  return false;
}

// Words with the frequencies of speech: the n-th comes in 1/n of the cases, so
// that unrelated texts share their "de", "la" and "le".
class Speech {
 public:
  explicit Speech(uint64_t seed) : random_(seed) {}
  uint64_t Word() {
    constexpr double kWords = 30'000;
    const double u = std::uniform_real_distribution<double>(0, 1)(random_);
    return HashCombine(static_cast<uint64_t>(std::pow(kWords, u)), 1);
  }
  Words Text(size_t words) {
    Words text(words);
    for (uint64_t& word : text) word = Word();
    return text;
  }
  size_t Below(size_t n) { return random_() % n; }

 private:
  std::mt19937_64 random_;
};

// Changes, removes or inserts one word, `edits` times.
Words Edited(Speech* speech, Words text, size_t edits) {
  for (; edits > 0; --edits) {
    const auto at = text.begin() + speech->Below(text.size());
    switch (speech->Below(3)) {
      case 0:
        *at = speech->Word();
        break;
      case 1:
        if (text.size() > 1) text.erase(at);
        break;
      default:
        text.insert(at, speech->Word());
    }
  }
  return text;
}

struct EditCase {
  size_t words, edits;
  double found_min;  // README.md has the measured values
};

TEST(Similarity, FindsTextsWithAFewWordsChanged) {
  const EditCase kCases[] = {{5, 1, 0.70},  {8, 1, 0.87},  {12, 1, 0.96},
                             {20, 1, 0.98}, {20, 2, 0.94}, {40, 2, 0.98},
                             {40, 4, 0.93}, {80, 4, 0.98}, {200, 10, 0.98}};
  Speech speech(1);
  constexpr int kTexts = 1000;
  for (const EditCase& c : kCases) {
    int found = 0;
    for (int i = 0; i < kTexts; ++i) {
      const Words text = speech.Text(c.words);
      found += Similar(text, Edited(&speech, text, c.edits));
    }
    EXPECT_GE(found, c.found_min * kTexts)
        << c.edits << " of " << c.words << " words";
    RecordProperty(std::to_string(c.words) + "_words_" +
                       std::to_string(c.edits) + "_edits",
                   found);
  }
}

TEST(Similarity, TellsUnrelatedTextsApart) {
  Speech speech(2);
  for (const size_t words : {5, 10, 20, 50, 200}) {
    std::vector<std::array<uint64_t, kTextBands>> bands;
    for (int i = 0; i < 1000; ++i) {
      bands.push_back(TextBands(speech.Text(words)));
    }
    int mistaken = 0;
    for (size_t i = 0; i < bands.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        bool same = false;
        for (size_t k = 0; k < kTextBands; ++k) {
          same |= bands[i][k] == bands[j][k];
        }
        mistaken += same;
      }
    }
    EXPECT_LE(mistaken, 100) << words << " words, of 499,500 pairs";
    RecordProperty(std::to_string(words) + "_words_mistaken", mistaken);
  }
}

TEST(Similarity, SameWordsShareAllBands) {
  Speech speech(3);
  for (const size_t words : {1, 2, 3, 30, 3000}) {
    const Words text = speech.Text(words);
    EXPECT_EQ(TextBands(text), TextBands(text)) << words;
  }
}

TEST(Similarity, OrderMattersButNotAlone) {
  const Words one = {1, 2, 3, 4, 5, 6, 7, 8};
  const Words swapped = {1, 2, 3, 4, 5, 6, 8, 7};
  EXPECT_NE(TextBands(one), TextBands(swapped));
  EXPECT_TRUE(Similar(one, swapped));
  EXPECT_FALSE(Similar({1}, {2}));
}

TEST(Similarity, LongTextsAreReadUpToALimit) {
  Words text(kSimilarityWordsMax);
  for (size_t i = 0; i < text.size(); ++i) text[i] = HashCombine(i, 1);
  Words longer = text;
  longer.resize(100'000, 7);
  EXPECT_EQ(TextBands(text), TextBands(longer));
}

}  // namespace
}  // namespace crible
