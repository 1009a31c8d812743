#ifndef CRIBLE_CLI_POLICY_SHOW_H_
#define CRIBLE_CLI_POLICY_SHOW_H_

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/command_line.h"

namespace crible {

// crible policy show: the merged settings for one place, and where each comes
// from.
struct PolicyShowOptions {
  std::string models;
  std::string site, article, section;
  std::vector<std::string> tags;
  std::string at;  // "2026-12-31 22:30" in Paris; empty: now
};
int RunPolicyShow(const PolicyShowOptions& options, const Io& io);
void AddPolicyShow(Command* policy);

}  // namespace crible

#endif  // CRIBLE_CLI_POLICY_SHOW_H_
