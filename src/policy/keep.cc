#include "policy/keep.h"

#include <algorithm>

#include "fmt/core.h"
#include "policy/reader.h"
#include "toml/document.h"
#include "toml/duration.h"
#include "toml/keys.h"

namespace crible {
namespace {

// Data kept for longer would need another reason than moderation.
constexpr absl::Duration kKeepMax = absl::Hours(24 * 365 * 6);

constexpr Alias kAliases[] = {
    {"accepté", "accepted"},       {"publié", "accepted"},
    {"relu", "reviewed"},          {"signalements", "notices"},
    {"appels", "calls"},           {"identité", "identification"},
    {"sauvegardes", "tombstones"}, {"backups", "tombstones"}};

}  // namespace

const std::vector<KeepSetting>& KeepSettings() {
  static const auto& settings =
      *new std::vector<KeepSetting>{{"accepted", &Keep::accepted},
                                    {"reviewed", &Keep::reviewed},
                                    {"notices", &Keep::notices},
                                    {"calls", &Keep::calls},
                                    {"identification", &Keep::identification},
                                    {"tombstones", &Keep::tombstones}};
  return settings;
}

KeepRead ReadKeep(const Table& table, Mistakes* mistakes) {
  std::vector<std::string_view> names;
  for (const KeepSetting& setting : KeepSettings())
    names.push_back(setting.name);
  mistakes->CheckKeys(table, names, kAliases, "keep.");
  KeepRead read;
  Keep& keep = read.keep;
  for (const KeepSetting& setting : KeepSettings()) {
    const Value* value = table.Find(setting.name);
    if (value == nullptr) continue;
    read.lines[setting.name] = value->at().line;
    const auto* text = value->As<std::string>();
    const bool may_be_none = setting.name == "identification";
    if (may_be_none && text != nullptr && *text == "never") {
      keep.*setting.value = absl::ZeroDuration();
      continue;
    }
    const auto time = text == nullptr ? std::nullopt : ParseDuration(*text);
    if (time && *time > absl::ZeroDuration() && *time <= kKeepMax) {
      keep.*setting.value = *time;
      continue;
    }
    mistakes->WrongKind(
        "keep." + setting.name, *value,
        may_be_none
            ? Localized{"une durée de six ans au plus, comme \"1 an\", ou "
                        "\"never\"",
                        "a duration of six years at most, as \"1 year\", or "
                        "\"never\""}
            : Localized{"une durée de six ans au plus, comme \"90 j\"",
                        "a duration of six years at most, as \"90 d\""});
  }
  return read;
}

std::string FormatKeep(absl::Duration time) {
  if (time == absl::ZeroDuration()) return "never";
  const int64_t hours = absl::ToInt64Hours(time);
  if (hours >= 48 && hours % 24 == 0) return fmt::format("{} d", hours / 24);
  return fmt::format("{} h", std::max<int64_t>(hours, 1));
}

}  // namespace crible
