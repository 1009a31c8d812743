#ifndef CRIBLE_CLI_TRAIN_H_
#define CRIBLE_CLI_TRAIN_H_

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/command_line.h"

namespace crible {

// crible train: makes the shipped models again, to the same bytes, from the mix
// in MODELS/training/mix.toml, with the rules of MODELS on. Prints what each
// corpus scores when the model did not see it.
struct TrainOptions {
  std::string models;
  std::string data;  // folder of the public corpora
  std::string out;   // folder of the models; MODELS by default
  std::vector<std::string> categories;  // all of the mix by default
};
int RunTrain(const TrainOptions& options, const Io& io);
void AddTrain(CommandLine* line);

}  // namespace crible

#endif  // CRIBLE_CLI_TRAIN_H_
