#ifndef CRIBLE_CLI_COMMAND_H_
#define CRIBLE_CLI_COMMAND_H_

// What every sub-command shares: where it reads and writes, in which language
// it speaks, and how it ends. Commands are functions of their options, without
// argv, so that tests call them; what describes them to the command line stands
// beside them (command_line.h).

#include <iosfwd>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "base/issue.h"
#include "base/localized.h"
#include "engine/bundle.h"

namespace crible {

struct Io {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  UiLanguage language = UiLanguage::kFrench;
  bool out_is_terminal = false;  // colours
  bool err_is_terminal = false;  // progress bar
  bool in_is_terminal = false;   // single keys
};

// The command did its work and found nothing to complain of; it found something
// (a mistake in a file, a failed case, a bad line); it could not do its work.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFindings = 1;
inline constexpr int kExitFailed = 2;

// "crible: message" on the error stream; returns kExitFailed.
int Fail(const Io& io, const Localized& message);
int Fail(const Io& io, const absl::Status& status);

// The folder of rules and models: `given`, else $CRIBLE_MODELS, else ./models,
// else the one that was installed or built with this program.
std::string ModelsFolder(const std::string& given);

// Who runs this command, for the log: whoever may write the folder is the
// machine's own user, "uid 1000".
std::string LocalSubject();

// Loads the bundle; prints its issues (warnings too, if asked). Null after
// errors, which have been printed.
std::shared_ptr<const Bundle> LoadBundleOrSay(
    const Io& io, const std::string& folder, bool warnings = false,
    const RuleSet::Limits& limits = {});

// One line an issue, then how many of each kind, in the language of the user.
void PrintIssues(const std::vector<Issue>& issues, bool warnings, const Io& io,
                 std::ostream& to);

}  // namespace crible

#endif  // CRIBLE_CLI_COMMAND_H_
