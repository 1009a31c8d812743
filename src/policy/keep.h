#ifndef CRIBLE_POLICY_KEEP_H_
#define CRIBLE_POLICY_KEEP_H_

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace crible {

class Mistakes;
class Table;

// How long each kind of data is kept: `keep` of policy.toml. The reasons stand
// in src/store/README.md. Refused comments are kept as their ground says.
struct Keep {
  static constexpr absl::Duration Days(int days) {
    return absl::Hours(24 * days);
  }
  absl::Duration accepted = Days(90);   // published or withdrawn
  absl::Duration reviewed = Days(120);  // held or refused, without a ground
  absl::Duration notices = Days(365);   // reports, notes; what nobody ever read
  absl::Duration calls = absl::Hours(24);
  // What identifies the author of an erased comment; zero: nothing.
  absl::Duration identification = Days(365);
  absl::Duration tombstones = Days(400);  // as long as backups
};

// The settings of [keep], with what they are in `keep`: how `policy show` says
// them, and how the file is read.
struct KeepSetting {
  std::string name;
  absl::Duration Keep::*value;
};
const std::vector<KeepSetting>& KeepSettings();

// What the table says that is no mistake, and on which line, by name.
struct KeepRead {
  Keep keep;
  std::map<std::string, int> lines;
};
KeepRead ReadKeep(const Table& table, Mistakes* mistakes);

// "90 d", "24 h", "never".
std::string FormatKeep(absl::Duration time);

}  // namespace crible

#endif  // CRIBLE_POLICY_KEEP_H_
