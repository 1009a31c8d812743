// How long scoring takes by size of the models, with analysis apart.
//
//   cmake -B build -DCRIBLE_BENCH=ON && ninja -C build crible_bayes_bench
//   build/bin/crible_bayes_bench
//
// Models and comments are made from one list of syllables; two models of the
// same tokens, as spam and abuse are, with as many words as pairs and runs of
// characters. 4,096 comments of about 150 bytes rotate, so that the table is
// read where the last comment did not read it.

#include <benchmark/benchmark.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/hash.h"
#include "bayes/classifier.h"
#include "bayes/features.h"
#include "signals/measure.h"
#include "text/text.h"

namespace crible {
namespace {

constexpr size_t kComments = 4096;
constexpr size_t kCommentBytes = 150;

struct Analysed {
  std::string body;
  Text text;
  Signals signals;
};

std::string RandomWord(std::mt19937* random) {
  static const char* const kSyllables[] = {
      "ba",  "con", "de",  "fi", "gou", "la", "men", "no",
      "pri", "ra",  "sou", "te", "ur",  "va", "xi",  "tion"};
  std::string word;
  const double u = static_cast<double>((*random)() % 10000) / 10000;
  // Half of a text from a few hundred words, the tail from many thousands.
  auto number = static_cast<uint32_t>(40000 * u * u * u * u);
  do {
    word += kSyllables[number % 16];
    number /= 16;
  } while (number > 0);
  return word;
}

const std::vector<Analysed>& Comments() {
  static const std::vector<Analysed>* const comments = [] {
    auto* made = new std::vector<Analysed>(kComments);
    std::mt19937 random(1);
    for (Analysed& it : *made) {
      while (it.body.size() < kCommentBytes)
        it.body += RandomWord(&random) + ' ';
      AnalyzeText(it.body, BodyFormat::kPlain, WordSet(), &it.text);
      it.signals = MeasureSignals(Comment{.body = it.body}, it.text);
    }
    return made;
  }();
  return *comments;
}

// The tokens of the comments themselves, then invented ones up to `tokens`.
Model MakeModel(std::string category, size_t tokens) {
  Model model{.category = std::move(category)};
  model.strata = {{"en", {.in = 5000, .out = 9000}}};
  std::mt19937 random(2);
  std::set<std::pair<FeatureGroup, std::string>> seen;
  const auto add = [&](FeatureGroup group, std::string text) {
    if (model.tokens.size() >= tokens || !IsModelToken(group, text) ||
        !seen.insert({group, text}).second) {
      return;
    }
    ModelToken token{.group = group, .text = std::move(text)};
    token.counts[0] = {.in = 2 + static_cast<uint32_t>(random() % 40),
                       .out = 2 + static_cast<uint32_t>(random() % 40)};
    model.tokens.push_back(std::move(token));
  };
  FeatureSet features;
  for (const Analysed& it : Comments()) {
    ExtractFeatures(it.text, it.signals, nullptr, &features);
    for (const Feature& feature : features.list) {
      if (feature.kind == FeatureKind::kPair && random() % 2 == 0) continue;
      add(GroupOf(feature.kind), FeatureText(feature, features, it.text));
    }
  }
  while (model.tokens.size() < tokens) {
    add(FeatureGroup::kWords,
        RandomWord(&random) + RandomWord(&random) + ' ' + RandomWord(&random));
  }
  return model;
}

void Extract(benchmark::State& state) {
  FeatureSet features;
  size_t i = 0, found = 0;
  for (auto _ : state) {
    const Analysed& it = Comments()[i++ % kComments];
    ExtractFeatures(it.text, it.signals, nullptr, &features);
    found += features.list.size();
  }
  state.counters["features"] = benchmark::Counter(
      static_cast<double>(found), benchmark::Counter::kAvgIterations);
}
BENCHMARK(Extract);

void Score(benchmark::State& state) {
  const auto tokens = static_cast<size_t>(state.range(0));
  const std::vector<Model> models = {MakeModel("spam", tokens),
                                     MakeModel("abuse", tokens)};
  const auto classifier = Classifier::Build(models, CategoryTable());
  const SharesWanted wanted{.shares_max = static_cast<size_t>(state.range(1)),
                            .texts = false};
  ScoreRoom room;
  std::vector<ModelScore> scores;
  size_t i = 0;
  for (auto _ : state) {
    const Analysed& it = Comments()[i++ % kComments];
    scores.clear();
    const ScoredText text{it.text, it.signals};
    classifier->Score(text, &room, &scores);
    for (size_t m = 0; m < scores.size(); ++m) {
      classifier->AddShares(text, m, wanted, &room, &scores[m]);
    }
    benchmark::DoNotOptimize(scores.data());
  }
}
BENCHMARK(Score)
    ->ArgNames({"tokens", "shares"})
    ->Args({10000, 0})
    ->Args({100000, 0})
    ->Args({250000, 0})
    ->Args({100000, 8});

}  // namespace
}  // namespace crible

BENCHMARK_MAIN();
