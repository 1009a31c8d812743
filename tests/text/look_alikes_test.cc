// Innocent words must not be read as others: look_alikes.tsv beside this file.

#include <fstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "text_test_support.h"

namespace crible {
namespace {

struct Pair {
  std::string written;
  std::string not_read;
};

std::vector<Pair> ReadPairs() {
  std::vector<Pair> pairs;
  std::ifstream in(CRIBLE_SOURCE_DIR "/tests/text/look_alikes.tsv");
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const size_t first = line.find('\t');
    const size_t second = line.find('\t', first + 1);
    pairs.push_back(
        {line.substr(first + 1, second - first - 1), line.substr(second + 1)});
  }
  return pairs;
}

// The more words are known, the more readings are tempting: all that must not
// be read are.
TEST(LookAlikesTest, MeanWhatTheyMean) {
  const std::vector<Pair> pairs = ReadPairs();
  ASSERT_GE(pairs.size(), 300u);
  WordSet known;
  for (const Pair& pair : pairs) known.Insert(HashWord(pair.not_read));
  // Ordinary words are known too.
  for (const char* word : {"euro", "bac", "mai", "win", "psg", "article",
                           "covid", "bi", "pu", "te"})
    known.Insert(HashWord(word));
  for (const Pair& pair : pairs) {
    for (const std::string& source :
         {pair.written, "Avant, " + pair.written + " (après).",
          "we say " + pair.written + ", again"}) {
      Text text;
      AnalyzeText(source, BodyFormat::kPlain, known, &text);
      for (const Word& word : text.words()) {
        EXPECT_NE(text.Read(word), pair.not_read) << source;
        EXPECT_FALSE(word.disguised) << source << ": " << text.Read(word);
      }
    }
  }
}

}  // namespace
}  // namespace crible
