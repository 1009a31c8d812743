#include "toml/duration.h"

#include <charconv>
#include <string>

#include "fmt/core.h"

namespace crible {
namespace {

struct Unit {
  std::string_view names;  // between spaces
  int64_t seconds;
};
constexpr int64_t kDay = 86400;
constexpr Unit kUnits[] = {
    {" s sec seconde secondes second seconds ", 1},
    {" min minute minutes ", 60},
    {" h heure heures hour hours ", 3600},
    {" j d jour jours day days ", kDay},
    {" semaine semaines week weeks ", 7 * kDay},
    {" mois month months ", 30 * kDay},
    {" an ans année années year years ", 365 * kDay},
};
// A hundred years: enough for any rule, far from overflow.
constexpr double kSecondsMax = 100.0 * 365 * kDay;

}  // namespace

std::optional<absl::Duration> ParseDuration(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(
      text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || !(number >= 0)) return std::nullopt;
  std::string_view unit = text.substr(static_cast<size_t>(end - text.data()));
  for (const std::string_view space : {" ", "\u00a0", "\u202f"}) {
    if (unit.starts_with(space)) {
      unit.remove_prefix(space.size());
      break;
    }
  }
  if (unit.empty() || unit.find(' ') != std::string_view::npos) {
    return std::nullopt;
  }
  const std::string wanted = fmt::format(" {} ", unit);
  for (const Unit& known : kUnits) {
    if (known.names.find(wanted) == std::string_view::npos) continue;
    const double seconds = number * static_cast<double>(known.seconds);
    if (!(seconds <= kSecondsMax)) return std::nullopt;
    return absl::Seconds(seconds);
  }
  return std::nullopt;
}

}  // namespace crible
