#include "policy/settings.h"

#include <string_view>
#include <utility>

#include "comment/facts.h"
#include "fmt/core.h"

namespace crible {
namespace {

// The setting that `member(settings)` refers to: a number, an enum, a bool or
// an optional number.
template <typename Member>
Setting Make(std::string_view group, std::string_view name, SettingKind kind,
             Member member) {
  Setting setting{
      .group = std::string(group), .name = std::string(name), .kind = kind};
  using T =
      std::remove_reference_t<decltype(member(std::declval<Settings&>()))>;
  setting.get = [member](const Settings& settings) -> SettingValue {
    const T& value = member(const_cast<Settings&>(settings));
    if constexpr (requires { value.has_value(); }) {
      return value ? SettingValue(static_cast<double>(*value)) : std::nullopt;
    } else {
      return static_cast<double>(value);
    }
  };
  setting.set = [member](Settings* settings, SettingValue value) {
    T& target = member(*settings);
    if constexpr (requires { target.has_value(); }) {
      target.reset();
      if (value) target = static_cast<typename T::value_type>(*value);
    } else {
      target = static_cast<T>(value.value_or(0));
    }
  };
  return setting;
}

void AddCategory(std::string_view name, CategoryId id,
                 std::vector<Setting>* all) {
  const bool distress = id == kDistress;
  const auto at = [id](Settings& s) -> CategoryPolicy& {
    return s.categories[id];
  };
  all->push_back(Make(
      name, "base", SettingKind::kBaseShare, [at](Settings & s) -> auto& {
        return at(s).base_share;
      }));
  all->push_back(Make(
      name, "look",
      distress ? SettingKind::kAlwaysNever : SettingKind::kThreshold,
      [at](Settings & s) -> auto& { return at(s).look; }));
  all->push_back(Make(
      name, "hold",
      distress ? SettingKind::kAlwaysAnySign : SettingKind::kThreshold,
      [at](Settings & s) -> auto& { return at(s).hold; }));
  all->push_back(Make(
      name, "reject",
      id == kSpam ? SettingKind::kReject : SettingKind::kAlwaysNever,
      [at](Settings & s) -> auto& { return at(s).reject; }));
}

}  // namespace

Settings DefaultSettings() {
  Settings settings;
  for (CategoryPolicy& category : settings.categories) category.hold = 0.60;
  settings.categories[kSpam] = {.look = 0.20, .hold = 0.28, .reject = 0.97};
  settings.categories[kAbuse] = {.look = 0.12, .hold = 0.17};
  settings.categories[kDistress] = {.hold = kAnySign};
  const auto fault = [&](Part part) -> OnFault& {
    return settings.faults[static_cast<size_t>(part)];
  };
  // Without counters or language a decision is poorer, not wrong; held, they
  // would fill the queue with innocent comments in an hour.
  fault(Part::kFacts) = fault(Part::kLanguage) = OnFault::kDecideWithout;
  return settings;
}

std::vector<Setting> AllSettings(const CategoryTable& categories) {
  using S = Settings;
  using K = SettingKind;
  std::vector<Setting> all;
  all.push_back(Make(
      "", "publication", K::kPublication,
      [](S & s) -> auto& { return s.publication; }));
  all.push_back(Make(
      "", "observe", K::kYesNo, [](S & s) -> auto& { return s.observe; }));
  for (size_t c = 0; c < categories.size(); ++c) {
    const auto id = static_cast<CategoryId>(c);
    AddCategory(categories.Name(id), id, &all);
  }
  all.push_back(Make(
      "new_authors", "comments_below", K::kCount,
      [](S & s) -> auto& { return s.new_author_comments_below; }));
  all.push_back(Make(
      "trusted_authors", "accepted_above", K::kCountOrNever,
      [](S & s) -> auto& { return s.trusted_accepted_above; }));
  all.push_back(Make(
      "trusted_authors", "refused_share_below", K::kShare,
      [](S & s) -> auto& { return s.trusted_refused_share_below; }));
  all.push_back(Make(
      "readers", "look_after", K::kCountOrNever,
      [](S & s) -> auto& { return s.reports_look_after; }));
  all.push_back(Make(
      "readers", "hold_after", K::kCountOrNever,
      [](S & s) -> auto& { return s.reports_hold_after; }));
  for (size_t part = 0; part < kParts; ++part) {
    all.push_back(Make(
        "faults", PartName(static_cast<Part>(part)),
        K::kOnFault, [part](S & s) -> auto& { return s.faults[part]; }));
  }
  all.push_back(Make(
      "queue", "full_above", K::kCountOrNever,
      [](S & s) -> auto& { return s.queue_full_above; }));
  all.push_back(Make(
      "queue", "expire_after_hours", K::kCountOrNever,
      [](S & s) -> auto& { return s.queue_expire_after_hours; }));
  all.push_back(Make(
      "queue", "on_expiry", K::kOnExpiry,
      [](S & s) -> auto& { return s.queue_on_expiry; }));
  all.push_back(Make(
      "moderators", "figures", K::kYesNo,
      [](S & s) -> auto& { return s.moderator_figures; }));
  all.push_back(Make(
      "sample", "accepted_looked_at", K::kShare,
      [](S & s) -> auto& { return s.sample_accepted_looked_at; }));
  all.push_back(Make(
      "budget", "wrong_rejects_max", K::kShareOrNever,
      [](S & s) -> auto& { return s.budget.wrong_rejects_max; }));
  all.push_back(Make(
      "budget", "missed_max", K::kShareOrNever,
      [](S & s) -> auto& { return s.budget.missed_max; }));
  all.push_back(Make(
      "budget", "reviews_per_day_max", K::kCountOrNever,
      [](S & s) -> auto& { return s.budget.reviews_per_day_max; }));
  return all;
}

std::vector<SettingWord> SettingWords(SettingKind kind) {
  const auto as = [](auto value) { return static_cast<double>(value); };
  switch (kind) {
    case SettingKind::kPublication:
      return {{"before", as(Publication::kBefore)},
              {"after", as(Publication::kAfter)},
              {"closed", as(Publication::kClosed)}};
    case SettingKind::kThreshold:
      return {{"never", std::nullopt}, {"any sign", kAnySign}};
    case SettingKind::kAlwaysAnySign:
      return {{"any sign", kAnySign}};
    case SettingKind::kReject:
    case SettingKind::kShareOrNever:
    case SettingKind::kAlwaysNever:
    case SettingKind::kCountOrNever:
      return {{"never", std::nullopt}};
    case SettingKind::kOnFault:
      return {{"hold", as(OnFault::kHold)},
              {"decide_without", as(OnFault::kDecideWithout)}};
    case SettingKind::kOnExpiry:
      return {{"look", as(OnExpiry::kLook)},
              {"refuse", as(OnExpiry::kRefuse)},
              {"desk", as(OnExpiry::kDesk)}};
    case SettingKind::kYesNo:
    case SettingKind::kBaseShare:
    case SettingKind::kShare:
    case SettingKind::kCount:
      return {};
  }
  return {};
}

std::string FormatSetting(SettingKind kind, SettingValue value) {
  for (const SettingWord& word : SettingWords(kind)) {
    if (word.value == value) return fmt::format("\"{}\"", word.word);
  }
  if (kind == SettingKind::kYesNo) return *value != 0 ? "true" : "false";
  return fmt::format("{}", *value);
}

Localized WantedText(SettingKind kind) {
  switch (kind) {
    case SettingKind::kPublication:
      return {R"("before", "after" ou "closed")",
              R"("before", "after" or "closed")"};
    case SettingKind::kYesNo:
      return {"true ou false", "true or false"};
    case SettingKind::kBaseShare:
      return {"un nombre plus grand que 0 et plus petit que 1",
              "a number above 0 and below 1"};
    case SettingKind::kShare:
      return {"un nombre de 0 à 1", "a number from 0 to 1"};
    case SettingKind::kThreshold:
      return {R"(un nombre entre 0 et 1, "never" ou "any sign")",
              R"(a number between 0 and 1, "never" or "any sign")"};
    case SettingKind::kReject:
    case SettingKind::kShareOrNever:
      return {R"(un nombre entre 0 et 1, ou "never")",
              R"(a number between 0 and 1, or "never")"};
    case SettingKind::kAlwaysAnySign:
      return {R"("any sign" : un signe de détresse est toujours retenu)",
              R"("any sign": a sign of distress is always held)"};
    case SettingKind::kAlwaysNever:
      return {
          R"("never" : seul le spam est refusé par son score, et la détresse )"
          R"(est toujours retenue)",
          R"("never": only spam is rejected by its score, and distress is )"
          R"(always held)"};
    case SettingKind::kOnFault:
      return {R"("hold" ou "decide_without")", R"("hold" or "decide_without")"};
    case SettingKind::kOnExpiry:
      return {R"("look", "refuse" ou "desk")", R"("look", "refuse" or "desk")"};
    case SettingKind::kCount:
      return {"un nombre entier", "a whole number"};
    case SettingKind::kCountOrNever:
      return {R"(un nombre entier à partir de 1, ou "never")",
              R"(a whole number from 1 on, or "never")"};
  }
  return {};
}

}  // namespace crible
