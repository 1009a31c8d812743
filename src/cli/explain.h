#ifndef CRIBLE_CLI_EXPLAIN_H_
#define CRIBLE_CLI_EXPLAIN_H_

#include <string>

#include "cli/command.h"
#include "cli/command_line.h"

namespace crible {

// crible explain "TEXT": for people. The text with what was found marked in it,
// the reasons, the score as a sum, what would change the verdict; with a rule's
// id, that rule condition by condition.
struct ExplainOptions {
  std::string models;
  std::string text;  // "-": the input stream
  bool html = false;
  std::string title;   // of the article
  std::string author;  // name
  std::string language;
  std::string site;
  std::string rule;
};
int RunExplain(const ExplainOptions& options, const Io& io);
void AddExplain(CommandLine* line);

}  // namespace crible

#endif  // CRIBLE_CLI_EXPLAIN_H_
