// `serve` and `moderate` of crible for bundles of any number of rules, whatever
// they cost, without running their examples: rules made by bench_rules.py have
// none that hold.
//
//   crible_bench_program serve HOST:PORT MODELS [DATA]
//   crible_bench_program moderate MODELS FILE

#include <iostream>
#include <string>
#include <string_view>

#include "cli/moderate.h"
#include "server/run.h"

namespace crible::bench {
namespace {

RuleSet::Limits WideLimits() {
  return {.cost_max = 1e6,
          .rule_cost_max = 1e6,
          .memory_max_bytes = size_t{4} << 30};
}

int Serve(const std::string& address, const std::string& models,
          const std::string& data) {
  RunOptions options;
  options.models = models;
  options.data = data;
  options.bundle = {.limits = WideLimits(), .check_examples = false};
  options.language = UiLanguage::kEnglish;
  options.server.address = address;
  const absl::Status status = Run(options);
  if (!status.ok()) std::cerr << status.ToString() << "\n";
  return status.ok() ? 0 : 1;
}

int Moderate(const std::string& models, const std::string& file) {
  const Io io{.in = std::cin,
              .out = std::cout,
              .err = std::cerr,
              .language = UiLanguage::kEnglish};
  return RunModerate(
      {.models = models, .files = {file}, .limits = WideLimits()}, io);
}

}  // namespace
}  // namespace crible::bench

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const std::string_view command = argc == 4 || argc == 5 ? argv[1] : "";
  if (command == "serve")
    return crible::bench::Serve(argv[2], argv[3], argc == 5 ? argv[4] : "");
  if (command == "moderate" && argc == 4)
    return crible::bench::Moderate(argv[2], argv[3]);
  std::cerr << "usage: crible_bench_program serve ADDRESS MODELS [DATA] | "
               "moderate MODELS FILE\n";
  return 2;
}
