#ifndef CRIBLE_CLI_EVALUATE_H_
#define CRIBLE_CLI_EVALUATE_H_

#include <array>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/command_line.h"

namespace crible {

// crible evaluate FILE…: how right the engine is on labelled comments (`label`
// ham, spam or abuse), per file and pooled, with 95 % intervals; how far its
// probabilities can be believed, by language and length; and how far the labels
// could be told by what should not tell them.
struct EvaluateOptions {
  std::string models;
  std::vector<std::string> files;
  // Fields read beside the body ("author", "title", …). A field whose mere
  // presence tells the label is refused.
  std::vector<std::string> fields;
  // Shares of innocent, abuse and spam for the reviews per 1,000 comments.
  std::array<double, 3> mix = {0.90, 0.08, 0.02};
  std::vector<std::string> by;  // cli/evaluate_by.h
  bool json = false;
  std::string html;       // write the curves there, as a page
  bool learning = false;  // cli/learning_curve.h
  bool evasion = false;   // cli/evasion_loss.h
};
int RunEvaluate(const EvaluateOptions& options, const Io& io);
void AddEvaluate(CommandLine* line);

}  // namespace crible

#endif  // CRIBLE_CLI_EVALUATE_H_
