// What each stage of a decision costs, in process, on one thread.
//
//   crible_stages_bench MODELS TEXTS.jsonl WARM_UP.jsonl [PASSES]
//
// Each pass decides on all texts under names of its own, with facts in memory
// and reasons written as the server writes them. Prints one line of JSON: the
// median over the passes of CPU time a comment, and how it divides into stages
// (measured on the wall clock of passes of their own, then scaled to the CPU
// time: neighbours do not count).

#include <time.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "base/json.h"
#include "engine/engine.h"
#include "fmt/format.h"
#include "service/decision_message.h"
#include "signals/memory_facts.h"

namespace crible::bench {
namespace {

constexpr size_t kTextsPerSite = 20;  // so that nothing is a flood
constexpr size_t kReasons = kStages;  // the stage after those of the engine
using Times = std::array<double, kStages + 1>;

[[noreturn]] void Die(const std::string& what) {
  fmt::print(stderr, "crible_stages_bench: {}\n", what);
  std::exit(2);
}

std::vector<std::string> ReadBodies(const char* path) {
  std::ifstream file(path);
  if (!file) Die(fmt::format("cannot read {}", path));
  std::vector<std::string> bodies;
  JsonReader json;
  for (std::string line; std::getline(file, line);) {
    if (!json.Parse(line).ok()) Die(fmt::format("a bad line in {}", path));
    bodies.emplace_back(**json.Text("body"));
  }
  if (bodies.empty()) Die(fmt::format("no texts in {}", path));
  return bodies;
}

double CpuMicroseconds(clockid_t of = CLOCK_THREAD_CPUTIME_ID) {
  timespec t;
  clock_gettime(of, &t);
  return 1e6 * static_cast<double>(t.tv_sec) +
         1e-3 * static_cast<double>(t.tv_nsec);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

class Bench {
 public:
  explicit Bench(std::shared_ptr<const Bundle> bundle)
      : engine_(std::move(bundle)), facts_(NewMemoryFacts({})) {}

  // Microseconds of CPU a comment.
  double Pass(const std::vector<std::string>& bodies) {
    moderation_.times_stages = false;
    return Decide(bodies, [](const auto&) {});
  }

  // Each stage's share of a pass: of every comment the median of some runs
  // would hide what is rare, so stages are summed and their outliers, where a
  // neighbour had the core, are left out.
  Times Shares(const std::vector<std::string>& bodies) {
    moderation_.times_stages = true;
    Times sums = {};
    Decide(bodies, [&](const Times& times) {
      for (size_t i = 0; i < times.size(); ++i) {
        if (times[i] < kOutlierUs) sums[i] += times[i];
      }
    });
    double all = 0;
    for (const double sum : sums) all += sum;
    for (double& sum : sums) sum /= all;
    return sums;
  }

  size_t hits = 0, reasons = 0, comments = 0, bytes = 0;

 private:
  static constexpr double kOutlierUs = 1000;

  template <typename OnTimes>
  double Decide(const std::vector<std::string>& bodies, OnTimes on_times) {
    ++pass_;
    std::string name, site;
    const double before = CpuMicroseconds();
    for (size_t i = 0; i < bodies.size(); ++i) {
      site.clear();
      fmt::format_to(std::back_inserter(site), "b{}-{}", pass_,
                     i / kTextsPerSite);
      name.clear();
      fmt::format_to(std::back_inserter(name), "sites/{}/comments/c{}", site,
                     i);
      const Comment comment{.site = site, .name = name, .body = bodies[i]};
      engine_.Moderate(comment, facts_.get(), absl::Now(), &moderation_);
      const absl::Time decided = absl::Now();
      answer_.clear();
      AppendDecision({.comment = name}, moderation_, comment, AllLanguages(),
                     &answer_);
      if (moderation_.times_stages) {
        Times times;
        for (size_t s = 0; s < kStages; ++s) {
          times[s] = absl::ToDoubleMicroseconds(moderation_.stage_times[s]);
        }
        times[kReasons] = absl::ToDoubleMicroseconds(absl::Now() - decided);
        on_times(times);
      }
      hits += moderation_.evidence.hits.size();
      reasons += moderation_.decision.reasons.size();
      bytes += answer_.size();
      ++comments;
    }
    return (CpuMicroseconds() - before) / static_cast<double>(bodies.size());
  }

  const Engine engine_;
  const std::unique_ptr<MemoryFacts> facts_;
  Moderation moderation_;
  std::string answer_;
  int pass_ = 0;
};

void Print(const Bundle& bundle, double load_ms, const Bench& bench,
           const std::vector<double>& passes,
           const std::vector<Times>& shares) {
  const double us = Median(passes);
  fmt::print(
      "{{\"rules\": {}, \"load_ms\": {:.0f}, \"us\": {:.3f}, "
      "\"us_min\": {:.3f}, \"us_max\": {:.3f}, \"stages\": {{",
      bundle.rules->rules().size(), load_ms, us,
      *std::min_element(passes.begin(), passes.end()),
      *std::max_element(passes.begin(), passes.end()));
  for (size_t s = 0; s <= kStages; ++s) {
    std::vector<double> of_stage;
    for (const Times& times : shares) of_stage.push_back(times[s]);
    fmt::print("{}\"{}\": {:.3f}", s ? ", " : "",
               s == kReasons ? "reasons" : StageName(static_cast<Stage>(s)),
               us * Median(of_stage));
  }
  const double n = static_cast<double>(bench.comments);
  fmt::print(
      "}}, \"hits\": {:.3f}, \"reasons\": {:.3f}, \"answer_bytes\": "
      "{:.0f}}}\n",
      static_cast<double>(bench.hits) / n,
      static_cast<double>(bench.reasons) / n,
      static_cast<double>(bench.bytes) / n);
}

int Main(const char* models, const char* texts, const char* warm_up,
         int pass_count) {
  const std::vector<std::string> bodies = ReadBodies(texts);
  const std::vector<std::string> others = ReadBodies(warm_up);
  const double before = CpuMicroseconds(CLOCK_PROCESS_CPUTIME_ID);
  const auto loaded =
      LoadBundleFolder(models, {.limits = {.cost_max = 1e6,
                                           .rule_cost_max = 1e6,
                                           .memory_max_bytes = size_t{4} << 30},
                                .check_examples = false});
  const double load_ms =
      (CpuMicroseconds(CLOCK_PROCESS_CPUTIME_ID) - before) / 1000;
  if (!loaded.ok()) Die(std::string(loaded.status().message()));
  if (loaded->bundle == nullptr) {
    for (const Issue& issue : loaded->issues) {
      if (issue.severity == Severity::kWarning) continue;
      fmt::print(stderr, "{}\n", FormatIssue(issue, UiLanguage::kEnglish));
    }
    return 1;
  }
  Bench bench(loaded->bundle);
  bench.Pass(others);
  std::vector<double> passes;
  std::vector<Times> shares;
  for (int i = 0; i < pass_count; ++i) {
    passes.push_back(bench.Pass(bodies));
    shares.push_back(bench.Shares(bodies));
  }
  Print(*loaded->bundle, load_ms, bench, passes, shares);
  return 0;
}

}  // namespace
}  // namespace crible::bench

int main(int argc, char** argv) {
  const int passes = argc == 5 ? std::atoi(argv[4]) : 5;
  if ((argc == 4 || argc == 5) && passes > 0) {
    return crible::bench::Main(argv[1], argv[2], argv[3], passes);
  }
  std::fprintf(stderr,
               "usage: crible_stages_bench MODELS TEXTS WARM_UP [PASSES]\n");
  return 2;
}
