#ifndef CRIBLE_CLI_TUNE_H_
#define CRIBLE_CLI_TUNE_H_

#include <array>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/command_line.h"

namespace crible {

// crible tune FILE…: the thresholds of a category that keep an error budget,
// with a guarantee, from labelled comments (policy/tune.h says which). Prints
// lines for policy.toml, with what they cost in reviews; writes nothing.
struct TuneCommandOptions {
  std::string models;
  std::vector<std::string> files;
  std::vector<std::string> fields;  // read beside the body, as for `evaluate`
  std::string category = "spam";
  std::string site;  // whose settings and budget hold
  // Budgets; below 0: that of policy.toml (budget.*), if it has one.
  double wrong_rejects_max = -1;
  double missed_max = -1;
  double reviews_per_day_max = -1;
  double comments_per_day = 0;
  // Shares of innocent, abuse and spam among all comments.
  std::array<double, 3> mix = {0.90, 0.08, 0.02};
  double confidence = 0.95;
};
int RunTune(const TuneCommandOptions& options, const Io& io);
void AddTune(CommandLine* line);

}  // namespace crible

#endif  // CRIBLE_CLI_TUNE_H_
