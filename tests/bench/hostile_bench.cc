// Looks for the texts that cost most a byte.
//
//   crible_hostile_bench MODELS TEXTS.jsonl [SECONDS [SEED]]
//
// Texts are pieces in a row, over and over, up to 64 KiB: phrases of the rules,
// what their patterns match, both also without their end, and what is dear to
// read. The dearest are mixed with others for so many seconds of CPU time. The
// mean that they are compared with is that of TEXTS. Prints one line of JSON:
// nanoseconds a byte of the mean and of the worst, by stage.

#include <time.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "base/json.h"
#include "engine/engine.h"
#include "fmt/format.h"
#include "rules/regex_syntax.h"
#include "service/decision_message.h"
#include "signals/memory_facts.h"
#include "text/utf8.h"

namespace crible::bench {
namespace {

constexpr size_t kTextBytes = size_t{64} << 10;
constexpr size_t kTrialBytes = size_t{8} << 10;  // what a first look takes
constexpr size_t kPieceBytesMax = 400;
constexpr size_t kPiecesMax = 4096;
constexpr size_t kBest = 24;
constexpr size_t kShown = 5;

[[noreturn]] void Die(const std::string& what) {
  fmt::print(stderr, "crible_hostile_bench: {}\n", what);
  std::exit(2);
}

double CpuNanoseconds() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return 1e9 * static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec);
}

std::vector<std::string> ReadBodies(const char* path) {
  std::ifstream file(path);
  std::vector<std::string> bodies;
  JsonReader json;
  for (std::string line; std::getline(file, line);) {
    if (!json.Parse(line).ok()) Die(fmt::format("a bad line in {}", path));
    bodies.emplace_back(**json.Text("body"));
  }
  if (bodies.empty()) Die(fmt::format("no texts in {}", path));
  return bodies;
}

using Random = std::mt19937_64;

size_t Below(size_t end, Random* random) {
  return static_cast<size_t>((*random)() % end);
}

// A text that the pattern matches.
void AppendMatch(const RegexNode& node, Random* random, std::string* text) {
  using Kind = RegexNode::Kind;
  switch (node.kind) {
    case Kind::kLiteral:
      *text += node.literal;
      return;
    case Kind::kClass: {
      const auto& ranges = node.set.ranges();
      if (ranges.empty()) return;
      // The first range of a negated class is of control characters.
      const auto& range = ranges[Below(ranges.size(), random)];
      const char32_t low = std::max<char32_t>(range.first, ' ');
      const char32_t high = std::min<char32_t>(range.second, low + 60);
      if (low > high) return;
      AppendUtf8(low + static_cast<char32_t>(Below(high - low + 1, random)),
                 text);
      return;
    }
    case Kind::kConcat:
      for (const RegexNode& child : node.children) {
        AppendMatch(child, random, text);
      }
      return;
    case Kind::kAlternate:
      AppendMatch(node.children[Below(node.children.size(), random)], random,
                  text);
      return;
    case Kind::kRepeat: {
      const int most = node.max == RegexNode::kUnbounded
                           ? node.min + 12
                           : std::min(node.max, node.min + 40);
      const int more = static_cast<int>(
          Below(static_cast<size_t>(most - node.min) + 1, random));
      for (int i = 0; i < node.min + more; ++i) {
        AppendMatch(node.children[0], random, text);
      }
      return;
    }
    default:
      return;
  }
}

// What texts are made of.
class Pieces {
 public:
  Pieces(const RuleSet& rules, Random* random) : random_(*random) {
    for (const char* piece : {"a ",
                              "1 ",
                              "ab ",
                              "x.",
                              "l'",
                              "é",
                              "e\xCC\x81",
                              "\xCC\x81",
                              "\xE2\x80\x8B",
                              "v i ",
                              "a.fr ",
                              "http://a.fr ",
                              "a@b.fr ",
                              "@a ",
                              "06 ",
                              "0",
                              "!",
                              "« ",
                              "» ",
                              "A ",
                              "<b>",
                              "<",
                              "&#118;",
                              "&",
                              "aaa ",
                              " ",
                              "\n",
                              "s@l",
                              "·e·s ",
                              "(",
                              ")",
                              "…",
                              "\xD0\xB0"
                              "b ",
                              "c0n",
                              "f.a.",
                              "www.",
                              "://",
                              "+33 6 ",
                              "site . com ",
                              "hxxp",
                              "point com ",
                              "\xF0\x9F\x98\x80",
                              "\xF0\x9D\x93\xBF",
                              "[.]",
                              "* ",
                              "- ",
                              "_",
                              "1er ",
                              "a1b2"}) {
      common_ += 1;
      pieces_.emplace_back(piece);
    }
    for (const Rule& rule : rules.rules()) {
      AddGroup(rule.when.children);
      AddGroup(rule.unless);
      for (const Example& example : rule.must_match) Add(example.body + " ");
    }
  }

  const std::string& Pick() const {
    const size_t end = Below(4, &random_) == 0 ? common_ : pieces_.size();
    return pieces_[Below(end, &random_)];
  }
  const std::vector<std::string>& all() const { return pieces_; }

 private:
  void Add(std::string piece) {
    if (piece.size() > kPieceBytesMax) return;
    if (!piece.empty() && IsValidUtf8(piece)) {
      pieces_.push_back(std::move(piece));
    }
  }
  // As it is, and without its last word or its last letter.
  void AddWithMisses(const std::string& text) {
    Add(text + " ");
    if (text.size() < 2) return;
    Add(text.substr(0, text.rfind(' ') + 1));
    Add(text.substr(0, text.size() - 1) + " ");
  }
  void AddGroup(const std::vector<Condition>& conditions) {
    for (const Condition& condition : conditions) {
      if (const auto* phrase = std::get_if<PhraseCondition>(&condition.test)) {
        for (const std::string& text : phrase->phrases) AddWithMisses(text);
      }
      if (const auto* regex = std::get_if<RegexCondition>(&condition.test)) {
        for (const std::string& pattern : regex->patterns) AddPattern(pattern);
      }
      if (const auto* group = std::get_if<GroupCondition>(&condition.test)) {
        AddGroup(group->children);
      }
    }
  }
  void AddPattern(const std::string& pattern) {
    const auto node = ParseRegex(pattern);
    if (!node) return;
    for (int i = 0; i < 3; ++i) {
      std::string text;
      AppendMatch(*node, &random_, &text);
      AddWithMisses(text);
    }
  }

  Random& random_;
  size_t common_ = 0;
  std::vector<std::string> pieces_;
};

struct Trial {
  std::vector<std::string> pieces;
  BodyFormat format = BodyFormat::kPlain;
  double ns_byte = 0;
  std::array<double, kStages> stages{};
};

std::string TextOf(const std::vector<std::string>& pieces, size_t bytes) {
  std::string text;
  for (size_t i = 0;; i = i + 1 == pieces.size() ? 0 : i + 1) {
    if (text.size() + pieces[i].size() > bytes) return text;
    text += pieces[i];
  }
}

class Search {
 public:
  Search(std::shared_ptr<const Bundle> bundle, uint64_t seed)
      : random_(seed),
        pieces_(*bundle->rules, &random_),
        engine_(std::move(bundle)),
        facts_(NewMemoryFacts({})) {
    moderation_.times_stages = true;
  }

  double Decide(const std::string& body, BodyFormat format) {
    const std::string site = fmt::format("h{}", ++comments_ / 20);
    const std::string name =
        fmt::format("sites/{}/comments/{}", site, comments_);
    const Comment comment{
        .site = site, .name = name, .body = body, .format = format};
    const double before = CpuNanoseconds();
    engine_.Moderate(comment, facts_.get(), absl::Now(), &moderation_);
    answer_.clear();
    AppendDecision({.comment = name}, moderation_, comment, AllLanguages(),
                   &answer_);
    return CpuNanoseconds() - before;
  }

  // Nanoseconds a byte of ordinary texts.
  double Mean(const std::vector<std::string>& bodies) {
    double sum = 0, bytes = 0;
    for (const bool counts : {false, true}) {
      for (const std::string& body : bodies) {
        const double ns = Decide(body, BodyFormat::kPlain);
        if (!counts) continue;
        sum += ns;
        bytes += static_cast<double>(body.size());
      }
    }
    return sum / bytes;
  }

  void Run(double seconds) {
    const double end = CpuNanoseconds() + 1e9 * seconds;
    for (size_t i = 0; i < pieces_.all().size(); ++i) {
      if (CpuNanoseconds() > end - 0.7e9 * seconds) break;
      Try({pieces_.all()[i % 2 == 0 ? i / 2
                                    : Below(pieces_.all().size(), &random_)]});
    }
    while (CpuNanoseconds() < end) Try(Mixed());
  }

  const std::vector<Trial>& best() const { return best_; }
  size_t trials() const { return trials_; }

 private:
  std::vector<std::string> Mixed() {
    std::vector<std::string> mixed;
    if (!best_.empty()) mixed = best_[Below(best_.size(), &random_)].pieces;
    for (size_t changes = 1 + Below(3, &random_); changes > 0; --changes) {
      const size_t kind = Below(5, &random_);
      if (mixed.size() > 1 && kind == 0) {
        mixed.erase(mixed.begin() +
                    static_cast<std::ptrdiff_t>(Below(mixed.size(), &random_)));
      } else if (!mixed.empty() && kind == 1) {
        mixed[Below(mixed.size(), &random_)] = pieces_.Pick();
      } else if (kind == 2 && !best_.empty() && mixed.size() < kPiecesMax) {
        const auto& other = best_[Below(best_.size(), &random_)].pieces;
        mixed.insert(mixed.end(), other.begin(), other.end());
      } else if (kind == 3 && mixed.size() < kPiecesMax) {
        for (size_t n = Below(40, &random_); n > 0; --n) {
          mixed.push_back(pieces_.Pick());
        }
      } else {
        mixed.insert(mixed.begin() + static_cast<std::ptrdiff_t>(
                                         Below(mixed.size() + 1, &random_)),
                     pieces_.Pick());
      }
    }
    return mixed;
  }

  // A short text first; if it is among the dear ones, all of it, twice.
  void Try(std::vector<std::string> pieces) {
    ++trials_;
    Trial trial{.pieces = std::move(pieces)};
    if (Below(3, &random_) == 0) trial.format = BodyFormat::kHtml;
    const std::string text = TextOf(trial.pieces, kTrialBytes);
    if (text.empty()) return;
    const double first =
        Decide(text, trial.format) / static_cast<double>(text.size());
    const bool full = best_.size() == kBest;
    if (full && first < 0.7 * best_.back().ns_byte) return;
    Measure(&trial);
    if (full && trial.ns_byte < best_.back().ns_byte) return;
    best_.push_back(std::move(trial));
    std::stable_sort(
        best_.begin(), best_.end(),
        [](const Trial& a, const Trial& b) { return a.ns_byte > b.ns_byte; });
    if (best_.size() > kBest) best_.pop_back();
  }

  void Measure(Trial* trial) {
    const std::string text = TextOf(trial->pieces, kTextBytes);
    const auto bytes = static_cast<double>(text.size());
    trial->ns_byte = 1e12;
    for (int i = 0; i < 2; ++i) {
      const double ns = Decide(text, trial->format) / bytes;
      if (ns >= trial->ns_byte) continue;
      trial->ns_byte = ns;
      // Measured by the clock, when neighbours may have had the core.
      double all = 0;
      for (size_t s = 0; s < kStages; ++s) {
        trial->stages[s] = absl::ToDoubleSeconds(moderation_.stage_times[s]);
        all += trial->stages[s];
      }
      for (double& stage : trial->stages) stage *= ns / all;
    }
  }

  Random random_;
  Pieces pieces_;
  const Engine engine_;
  const std::unique_ptr<MemoryFacts> facts_;
  Moderation moderation_;
  std::string answer_;
  std::vector<Trial> best_;  // the dearest first
  size_t comments_ = 0, trials_ = 0;
};

void Print(const Bundle& bundle, double mean, const Search& search) {
  fmt::print(
      "{{\"rules\": {}, \"trials\": {}, \"mean_ns_byte\": {:.1f}, "
      "\"worst\": [",
      bundle.rules->rules().size(), search.trials(), mean);
  for (size_t i = 0; i < std::min(kShown, search.best().size()); ++i) {
    const Trial& trial = search.best()[i];
    fmt::print("{}{{\"ns_byte\": {:.1f}, \"times_mean\": {:.2f}, ",
               i > 0 ? ", " : "", trial.ns_byte, trial.ns_byte / mean);
    for (size_t s = 0; s < kStages; ++s) {
      fmt::print("\"{}\": {:.1f}, ", StageName(static_cast<Stage>(s)),
                 trial.stages[s]);
    }
    std::string begin;
    AppendJsonString(TextOf(trial.pieces, 160), &begin);
    fmt::print("\"pieces\": {}, \"html\": {}, \"begins\": {}}}",
               trial.pieces.size(), trial.format == BodyFormat::kHtml, begin);
  }
  fmt::print("]}}\n");
}

int Main(const char* models, const char* texts, double seconds, uint64_t seed) {
  const std::vector<std::string> bodies = ReadBodies(texts);
  const auto loaded =
      LoadBundleFolder(models, {.limits = {.cost_max = 1e6,
                                           .rule_cost_max = 1e6,
                                           .memory_max_bytes = size_t{4} << 30},
                                .check_examples = false});
  if (!loaded.ok()) Die(std::string(loaded.status().message()));
  if (loaded->bundle == nullptr) Die("the bundle has mistakes");
  Search search(loaded->bundle, seed);
  const double mean = search.Mean(bodies);
  search.Run(seconds);
  Print(*loaded->bundle, mean, search);
  return 0;
}

}  // namespace
}  // namespace crible::bench

int main(int argc, char** argv) {
  if (argc < 3 || argc > 5) {
    std::fprintf(stderr,
                 "usage: crible_hostile_bench MODELS TEXTS [SECONDS [SEED]]\n");
    return 2;
  }
  const double seconds = argc > 3 ? std::atof(argv[3]) : 60;
  const uint64_t seed =
      argc > 4 ? static_cast<uint64_t>(std::atoll(argv[4])) : 1;
  return crible::bench::Main(argv[1], argv[2], seconds, seed);
}
