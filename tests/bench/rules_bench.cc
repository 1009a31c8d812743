// How long matching takes by number of rules: the curve should be nearly flat.
//
//   cmake -B build -DCRIBLE_BENCH=ON && ninja -C build crible_rules_bench
//   build/bin/crible_rules_bench
//
// Rules and comments are made from one list of syllables, so that words of
// comments look like words of rules and meet them about as often as in life:
// one comment in ten has a phrase. 256 comments of about 150 bytes
// rotate: few enough to be in cache, as a comment is that was just analysed.

#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

#include "rules/rule_set.h"
#include "text/text.h"

namespace crible {
namespace {

constexpr int kComments = 256;
constexpr size_t kCommentBytes = 150;

// Words by a law near Zipf's: small numbers are frequent.
class Language {
 public:
  explicit Language(uint32_t seed) : random_(seed) {}

  uint32_t Below(uint32_t n) { return random_() % n; }
  std::string Word(uint32_t number) const {
    static const char* const kSyllables[] = {
        "ba",  "con", "de",  "fi",  "gou", "la",  "men", "no",  "pri", "ra",
        "sou", "te",  "ur",  "va",  "xi",  "za",  "ar",  "ble", "chi", "dou",
        "er",  "fra", "gle", "ho",  "in",  "jou", "ki",  "lu",  "mo",  "ne",
        "os",  "pa",  "que", "ris", "si",  "tra", "un",  "vo",  "wa",  "y",
        "zo",  "al",  "be",  "cra", "di",  "es",  "fo",  "gi",  "hu",  "is",
        "ju",  "kro", "lo",  "mi",  "nu",  "ol",  "pou", "ro",  "sta", "tu",
        "us",  "vi",  "ven", "tion"};
    std::string word = kSyllables[number % 64];
    for (number /= 64; number > 0; number /= 64) {
      word += kSyllables[number % 64];
    }
    return word;
  }
  // Up to 60,000 different words, half of a text from the first 250.
  std::string CommonWord() {
    const double u = (Below(1 << 20) + 1) / static_cast<double>(1 << 20);
    return Word(static_cast<uint32_t>(60000 * u * u * u * u * u * u * u * u));
  }
  std::string RareWord() { return Word(2000 + Below(58000)); }
  std::string Comment() {
    std::string text;
    while (text.size() < kCommentBytes) text += CommonWord() + ' ';
    return text;
  }

 private:
  std::mt19937 random_;
};

Condition Make(decltype(Condition::test) test) {
  return {.test = std::move(test), .key = "bench", .at = {1, 1}};
}

// Of ten rules six are lists of phrases, one has a common first word and needs
// something near it, two are patterns, one counts links and contacts.
Rule MakeRule(int i, Language* language) {
  Rule rule;
  rule.face.id = "bench/" + std::to_string(i);
  rule.at = {i + 1, 1};
  auto& conditions = rule.when.children;
  const auto phrases = [&](int n, bool common) {
    PhraseCondition test;
    for (int p = 0; p < n; ++p) {
      test.phrases.push_back(
          (common ? language->CommonWord() : language->RareWord()) + ' ' +
          language->RareWord());
    }
    return test;
  };
  switch (i % 10) {
    case 6:
      rule.when.near = 8;
      conditions.push_back(Make(phrases(3, true)));
      conditions.push_back(
          Make(PhraseCondition{.phrases = {language->RareWord()}}));
      break;
    case 7:
      conditions.push_back(Make(RegexCondition{
          .patterns = {language->RareWord() + " \\d+ ?(euros|dollars)"}}));
      break;
    case 8:
      conditions.push_back(Make(RegexCondition{
          .patterns = {"\\b" + language->CommonWord() + "\\b.{0,40}\\b" +
                       language->RareWord() + "\\b"}}));
      break;
    case 9:
      conditions.push_back(Make(LinksCondition{.count = {.min = 2}}));
      conditions.push_back(Make(phrases(4, false)));
      break;
    default:
      conditions.push_back(Make(phrases(6, i % 2 == 0)));
  }
  return rule;
}

std::shared_ptr<const RuleSet> MakeSet(int rules) {
  Language language(7);
  std::vector<Rule> made;
  for (int i = 0; i < rules; ++i) made.push_back(MakeRule(i, &language));
  std::vector<Issue> issues;
  auto set = RuleSet::Compile(std::move(made), {.cost_max = 1e9}, &issues);
  for (const Issue& issue : issues) {
    std::fprintf(stderr, "%s\n",
                 FormatIssue(issue, UiLanguage::kEnglish).c_str());
  }
  return set;
}

struct Comments {
  explicit Comments(const WordSet& known) : texts(kComments) {
    Language language(11);
    for (int i = 0; i < kComments; ++i) sources.push_back(language.Comment());
    for (int i = 0; i < kComments; ++i) {
      AnalyzeText(sources[i], BodyFormat::kPlain, known, &texts[i]);
    }
  }
  std::vector<std::string> sources;
  std::vector<Text> texts;
};

void BM_Match(benchmark::State& state) {
  const auto set = MakeSet(static_cast<int>(state.range(0)));
  WordSet known;
  set->AddWords(&known);
  const Comments comments(known);
  const Comment comment{.body = "x"};
  RuleScratch scratch;
  Evidence evidence;
  size_t i = 0, hits = 0;
  for (auto _ : state) {
    RuleInput input{.comment = &comment, .language = "und"};
    input.texts[0] = &comments.texts[i++ % kComments];
    evidence.Clear();
    set->Match(input, &scratch, &evidence);
    hits += evidence.hits.size();
  }
  state.counters["hits"] = benchmark::Counter(
      static_cast<double>(hits), benchmark::Counter::kAvgIterations);
  state.counters["MB"] = static_cast<double>(set->memory_bytes()) / 1e6;
}
BENCHMARK(BM_Match)->Arg(100)->Arg(1000)->Arg(5000);

void BM_Compile(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(MakeSet(static_cast<int>(state.range(0))));
  }
}
BENCHMARK(BM_Compile)->Arg(1000)->Arg(5000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace crible

BENCHMARK_MAIN();
