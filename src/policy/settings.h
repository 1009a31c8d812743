#ifndef CRIBLE_POLICY_SETTINGS_H_
#define CRIBLE_POLICY_SETTINGS_H_

// The settings by their names in policy.toml: one list that reading, merging
// and showing share.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/localized.h"
#include "comment/category.h"
#include "policy/policy.h"

namespace crible {

// A setting as a number, whatever it is in the file: enums by their order, yes
// is 1; nullopt is "never".
using SettingValue = std::optional<double>;

enum class SettingKind : uint8_t {
  kPublication,   // "before", "after", "closed"
  kYesNo,         // true, false
  kBaseShare,     // above 0, below 1
  kShare,         // from 0 to 1
  kThreshold,     // above 0, below 1, or "never", or "any sign"
  kReject,        // above 0, below 1, or "never"
  kShareOrNever,  // the same, of an error budget
  kAlwaysAnySign,
  kAlwaysNever,
  kOnFault,       // "hold", "decide_without"
  kOnExpiry,      // "look", "refuse", "desk"
  kCount,         // a whole number
  kCountOrNever,  // a whole number from 1 on, or "never"
};

struct Setting {
  std::string group;  // "spam" in spam.hold; empty for `publication`
  std::string name;   // "hold"
  SettingKind kind = SettingKind::kCount;
  std::function<SettingValue(const Settings&)> get;
  std::function<void(Settings*, SettingValue)> set;

  std::string key() const { return group.empty() ? name : group + "." + name; }
};

// All settings, in the order in which they are shown.
std::vector<Setting> AllSettings(const CategoryTable& categories);

// As in the file: 0.6, "never", true.
std::string FormatSetting(SettingKind kind, SettingValue value);

// What may stand there, for messages: "a number above 0 and below 1".
Localized WantedText(SettingKind kind);

// The words that a setting of this kind may be, by their value.
struct SettingWord {
  std::string_view word;
  SettingValue value;
};
std::vector<SettingWord> SettingWords(SettingKind kind);

}  // namespace crible

#endif  // CRIBLE_POLICY_SETTINGS_H_
