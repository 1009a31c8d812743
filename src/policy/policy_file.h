#ifndef CRIBLE_POLICY_POLICY_FILE_H_
#define CRIBLE_POLICY_POLICY_FILE_H_

// policy.toml as read: blocks of settings, each with where and when it holds.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "base/issue.h"
#include "policy/keep.h"
#include "policy/settings.h"

namespace crible {

struct Assignment {
  size_t setting = 0;  // index into the settings given
  SettingValue value;
  Position at;
};

// Minutes of the day, [begin, end); end before begin passes midnight.
struct Hours {
  int begin = 0;
  int end = 0;
  bool Contain(int minute) const {
    return begin < end ? begin <= minute && minute < end
                       : begin <= minute || minute < end;
  }
};

// [group], a [[site]] or a [[when]]. All of its conditions must hold; a list
// means or, an empty one anywhere.
struct PolicyBlock {
  Position at;
  std::vector<std::string> sites, sections, tags, articles;
  std::optional<Hours> hours;
  std::optional<absl::CivilSecond> from, until;  // [from, until)
  std::vector<Assignment> assignments;

  bool timed() const { return hours || from || until; }
  // The nearer one wins: article before section or tag before site before
  // group, and of the same place the one with hours or dates.
  int Nearness() const;
};

struct PolicyFile {
  absl::TimeZone time_zone;
  std::vector<PolicyBlock> blocks;  // in the order of the file
  std::vector<std::string> sites;   // named by a block
  KeepRead keep;
};

inline constexpr size_t kPolicyBlocksMax = 10'000;

// Never fails: what could not be read is in *issues.
PolicyFile ReadPolicyFile(std::string_view path, std::string_view bytes,
                          const std::vector<Setting>& settings,
                          std::vector<Issue>* issues);

}  // namespace crible

#endif  // CRIBLE_POLICY_POLICY_FILE_H_
