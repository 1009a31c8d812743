#include "rules/fact_conditions.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "rules/key_aliases.h"

namespace crible {
namespace {

void Push(const Slot& slot, decltype(Condition::test) test,
          Conditions* conditions) {
  conditions->push_back({std::move(test), slot.key, slot.at});
}

// How a measure is written, and what it may be.
enum class Scale { kCount, kShare, kDuration, kAny };

Scale ScaleOf(Measure measure) {
  switch (measure) {
    case Measure::kCapitals:
    case Measure::kDigits:
      return Scale::kShare;
    case Measure::kSecondsOnPage:
    case Measure::kAuthorAgeSeconds:
    case Measure::kArticleAgeSeconds:
      return Scale::kDuration;
    default:
      return Scale::kCount;
  }
}

std::optional<double> ReadShare(const Slot& slot, Reading* reading) {
  const std::optional<double> number = reading->Number(slot);
  if (!number || (*number >= 0 && *number <= 1)) return number;
  const bool percent = *number > 1 && *number <= 100;
  reading->Fail(slot.value->at(), "out-of-range",
                FormatBoth("« {} » est une part, de 0 à 1 : pour {:g} %, "
                           "écrivez {:g}.",
                           "“{}” is a share, from 0 to 1: for {:g} %, write "
                           "{:g}.",
                           slot.key, percent ? *number : 50,
                           percent ? *number / 100 : 0.5));
  return std::nullopt;
}

std::optional<double> ReadOnScale(const Slot& slot, Scale scale,
                                  Reading* reading) {
  switch (scale) {
    case Scale::kShare:
      return ReadShare(slot, reading);
    case Scale::kDuration:
      return reading->Seconds(slot);
    case Scale::kAny:
      return reading->Number(slot);
    case Scale::kCount:
      break;
  }
  const auto count = reading->Count(slot, 0, 1'000'000);
  return count ? std::optional<double>(*count) : std::nullopt;
}

// min and max; *key names the one that alone is there.
std::optional<Bounds> ReadBounds(const Slot& slot, Scale scale,
                                 std::string* key, Reading* reading) {
  const Table* group = slot.value->AsTable();
  if (group == nullptr) {
    reading->Fail(
        slot.value->at(), "bare-bound",
        FormatBoth("« {0} » attend une borne : écrivez {0}.min = … "
                   "(au moins) ou {0}.max = … (au plus).",
                   "“{0}” wants a bound: write {0}.min = … (at least) "
                   "or {0}.max = … (at most).",
                   slot.key));
    return std::nullopt;
  }
  reading->Known(*group, {"min", "max"}, slot.key + ".");
  Bounds bounds;
  const Table::Entry* min = group->FindEntry("min");
  const Table::Entry* max = group->FindEntry("max");
  if (min != nullptr) {
    bounds.min = ReadOnScale(slot.Part(*min), scale, reading);
  }
  if (max != nullptr) {
    bounds.max = ReadOnScale(slot.Part(*max), scale, reading);
  }
  if (bounds.min && bounds.max && *bounds.min > *bounds.max) {
    reading->Fail(
        min->value.at(), "min-above-max",
        FormatBoth("« {0}.min » dépasse « {0}.max » : échangez-les.",
                   "“{0}.min” is above “{0}.max”: swap them.", slot.key));
  }
  if (min != nullptr && max == nullptr) *key = slot.key + ".min";
  if (max != nullptr && min == nullptr) *key = slot.key + ".max";
  return bounds;
}

void ReadOneOf(const Slot& slot, Attribute attribute, Reading* reading,
               Conditions* conditions) {
  OneOfCondition one_of{.attribute = attribute};
  one_of.values = reading->Strings(slot);
  Push(slot, std::move(one_of), conditions);
}

void ReadFlag(const Slot& slot, Flag flag, Reading* reading,
              Conditions* conditions) {
  if (const auto value = reading->Flag(slot)) {
    Push(slot, FlagCondition{flag, *value}, conditions);
  }
}

// author.url.domain, author.email.domain.
void ReadOwnDomain(const Slot& slot, Attribute attribute, Reading* reading,
                   Conditions* conditions) {
  const Table* group = reading->Group(slot, {"domain"});
  const Table::Entry* domain =
      group == nullptr ? nullptr : group->FindEntry("domain");
  if (domain == nullptr) return;
  const Slot part = slot.Part(*domain);
  Push(part, OneOfCondition{attribute, ReadDomains(part, reading).texts()},
       conditions);
}

}  // namespace

void ReadMeasure(const Slot& slot, Measure measure, Reading* reading,
                 Conditions* conditions) {
  Slot named = slot;
  const auto bounds = ReadBounds(slot, ScaleOf(measure), &named.key, reading);
  if (bounds) Push(named, NumberCondition{measure, *bounds}, conditions);
}

void ReadAuthor(const Slot& slot, Reading* reading, Conditions* conditions) {
  const Table* group =
      reading->Group(slot, {"comments", "accepted", "rejected", "age", "name",
                            "url", "email", "id", "trusted"});
  if (group == nullptr) return;
  for (const Table::Entry& entry : group->entries()) {
    const Slot part = slot.Part(entry);
    const std::string& key = entry.key;
    if (key == "comments") {
      ReadMeasure(part, Measure::kAuthorComments, reading, conditions);
    } else if (key == "accepted") {
      ReadMeasure(part, Measure::kAuthorAccepted, reading, conditions);
    } else if (key == "rejected") {
      ReadMeasure(part, Measure::kAuthorRejected, reading, conditions);
    } else if (key == "age") {
      ReadMeasure(part, Measure::kAuthorAgeSeconds, reading, conditions);
    } else if (key == "name") {
      ReadTextField(part, Field::kAuthorName, reading, conditions);
    } else if (key == "url" && entry.value.As<bool>() != nullptr) {
      ReadFlag(part, Flag::kAuthorHasUrl, reading, conditions);
    } else if (key == "url") {
      ReadOwnDomain(part, Attribute::kAuthorDomain, reading, conditions);
    } else if (key == "email") {
      ReadOwnDomain(part, Attribute::kAuthorEmailDomain, reading, conditions);
    } else if (key == "id") {
      ReadOneOf(part, Attribute::kAuthorId, reading, conditions);
    } else if (key == "trusted") {
      ReadFlag(part, Flag::kAuthorTrusted, reading, conditions);
    }
  }
}

void ReadParent(const Slot& slot, Reading* reading, Conditions* conditions) {
  if (slot.value->As<bool>() != nullptr) {
    ReadFlag(slot, Flag::kHasParent, reading, conditions);
  } else {
    ReadTextField(slot, Field::kParentText, reading, conditions);
  }
}

void ReadArticle(const Slot& slot, Reading* reading, Conditions* conditions) {
  const Table* group = reading->Group(slot, {"section", "tag", "age", "title"});
  if (group == nullptr) return;
  for (const Table::Entry& entry : group->entries()) {
    const Slot part = slot.Part(entry);
    if (entry.key == "section") {
      ReadOneOf(part, Attribute::kSection, reading, conditions);
    } else if (entry.key == "tag") {
      ReadOneOf(part, Attribute::kTag, reading, conditions);
    } else if (entry.key == "age") {
      ReadMeasure(part, Measure::kArticleAgeSeconds, reading, conditions);
    } else if (entry.key == "title") {
      ReadTextField(part, Field::kArticleTitle, reading, conditions);
    }
  }
}

void ReadScore(const Slot& slot, Reading* reading, Conditions* conditions) {
  const Table* group = slot.value->AsTable();
  if (group == nullptr) {
    reading->Fail(slot.value->at(), "wrong-kind",
                  FormatBoth("« {0} » attend le nom de la note d'un autre "
                             "outil : écrivez {0}.toxicity.min = 0.9.",
                             "“{0}” wants the name of another tool's score: "
                             "write {0}.toxicity.min = 0.9.",
                             slot.key));
    return;
  }
  for (const Table::Entry& entry : group->entries()) {
    Slot part = slot.Part(entry);
    std::string key = part.key;
    const auto bounds = ReadBounds(part, Scale::kAny, &key, reading);
    part.key = std::move(key);
    if (bounds) Push(part, ScoreCondition{entry.key, *bounds}, conditions);
  }
}

namespace {

constexpr std::pair<std::string_view, RepeatOf> kRepeatOf[] = {
    {"text", RepeatOf::kText},
    {"link", RepeatOf::kLink},
    {"author", RepeatOf::kAuthor},
    {"address", RepeatOf::kAddress},
};

void ReadRepeatOf(const Slot& slot, RepeatsCondition* repeats,
                  Reading* reading) {
  const auto name = reading->Text(slot);
  if (!name) return;
  for (const auto& [known, of] : kRepeatOf) {
    if (*name != known) continue;
    repeats->of = of;
    return;
  }
  const Localized advice = SuggestionText(
      *name, {"text", "link", "author", "address"}, ValueAliases());
  reading->Fail(
      slot.value->at(), "unknown-repeat",
      {fmt::format("On ne peut pas compter « {} » : {}.", Excerpt(*name),
                   advice.fr),
       fmt::format("“{}” cannot be counted: {}.", Excerpt(*name), advice.en)});
}

void ReadWindow(const Slot& slot, RepeatsCondition* repeats, Reading* reading) {
  const auto seconds = reading->Seconds(slot);
  if (!seconds) return;
  repeats->within = absl::Seconds(*seconds);
  if (repeats->within > absl::ZeroDuration() &&
      repeats->within <= kRepeatWindowMax) {
    return;
  }
  reading->Fail(
      slot.value->at(), "out-of-range",
      FormatBoth("« {} » va de 1 s à {} j : choisissez une durée "
                 "entre les deux.",
                 "“{}” goes from 1 s to {} d: choose a duration "
                 "between.",
                 slot.key, absl::ToInt64Hours(kRepeatWindowMax) / 24));
}

}  // namespace

void ReadRepeats(const Slot& slot, Reading* reading, Conditions* conditions) {
  static constexpr std::string_view kForm =
      "repeats = { of = \"text\", min = 5, within = \"10 min\" }";
  const Table* group = slot.value->AsTable();
  if (group == nullptr) {
    reading->Fail(slot.value->at(), "wrong-kind",
                  FormatBoth("« {} » a plusieurs parties : écrivez par exemple "
                             "{}.",
                             "“{}” has several parts: write for example {}.",
                             slot.key, kForm));
    return;
  }
  reading->Known(*group, {"of", "min", "within", "authors_max"},
                 slot.key + ".");
  RepeatsCondition repeats;
  for (const Table::Entry& entry : group->entries()) {
    const Slot part = slot.Part(entry);
    if (entry.key == "of") {
      ReadRepeatOf(part, &repeats, reading);
    } else if (entry.key == "min") {
      repeats.min = reading->Count(part, 2, kRepeatCountMax).value_or(2);
    } else if (entry.key == "within") {
      ReadWindow(part, &repeats, reading);
    } else if (entry.key == "authors_max") {
      repeats.authors_max = reading->Count(part, 1, kRepeatCountMax);
    }
  }
  for (const std::string_view needed : {"of", "min", "within"}) {
    if (group->Find(needed) != nullptr) continue;
    reading->Fail(slot.at, "missing-part",
                  FormatBoth("Il manque « {} » à « {} » : écrivez par exemple "
                             "{}.",
                             "“{}” is missing in “{}”: write for example {}.",
                             needed, slot.key, kForm));
  }
  Push(slot, repeats, conditions);
}

void ReadHoneypot(const Slot& slot, Reading* reading, Conditions* conditions) {
  ReadFlag(slot, Flag::kHoneypot, reading, conditions);
}

void ReadLanguage(const Slot& slot, Reading* reading, Conditions* conditions) {
  for (const PlacedText& text : reading->Texts(slot)) {
    CheckLanguage(text.text, text.value->at(), reading);
  }
  if (slot.value->As<Array>() || slot.value->As<std::string>()) {
    ReadOneOf(slot, Attribute::kLanguage, reading, conditions);
  }
}

void ReadSites(const Slot& slot, Reading* reading, Conditions* conditions) {
  const std::vector<PlacedText> texts = reading->Texts(slot);
  OneOfCondition sites{.attribute = Attribute::kSite};
  for (const PlacedText& text : texts) {
    CheckSite(text.text, text.value->at(), reading);
    sites.values.emplace_back(text.text);
  }
  Push(slot, std::move(sites), conditions);
}

void CheckLanguage(std::string_view language, Position at, Reading* reading) {
  static constexpr std::string_view kLanguages =
      " af am ar az be bg bn br bs ca co cs cy da de el en eo es et eu fa fi "
      "fr ga gd gl gu ha he hi hr ht hu hy id is it ja ka kk km kn ko ku ky la "
      "lb ln lo lt lv mg mk ml mn mr ms mt my ne nl no oc pa pl ps pt ro ru rw "
      "sd si sk sl so sq sr sv sw ta te tg th tk tl tr uk ur uz vi wo xh yi yo "
      "zh zu ";
  static constexpr Alias kNames[] = {
      {"french", "fr"},   {"français", "fr"}, {"francais", "fr"},
      {"Français", "fr"}, {"english", "en"},  {"anglais", "en"},
      {"English", "en"},  {"allemand", "de"}, {"arabe", "ar"},
      {"espagnol", "es"}, {"russe", "ru"},    {"fr-FR", "fr"},
      {"fr_FR", "fr"},    {"en-US", "en"},    {"en-GB", "en"},
      {"FR", "fr"},       {"EN", "en"},
  };
  if (language.size() == 2 &&
      kLanguages.find(fmt::format(" {} ", language)) != kLanguages.npos) {
    return;
  }
  std::string_view example = "fr";
  for (const Alias& name : kNames) {
    if (name.word == language) example = name.meant;
  }
  reading->Fail(at, "unknown-language",
                FormatBoth("La langue « {} » n'est pas connue : écrivez son "
                           "code à deux lettres, par exemple \"{}\".",
                           "The language “{}” is not known: write its code of "
                           "two letters, for example \"{}\".",
                           Excerpt(language), example));
}

void CheckSite(std::string_view site, Position at, Reading* reading) {
  const StringSet* sites = reading->context().sites;
  if (sites == nullptr || sites->contains(site)) return;
  std::vector<std::string_view> names(sites->begin(), sites->end());
  std::sort(names.begin(), names.end());
  const Localized advice = SuggestionText(site, names);
  reading->Fail(at, "unknown-site",
                {fmt::format("Le site « {} » n'est pas dans policy.toml : {}.",
                             Excerpt(site), advice.fr),
                 fmt::format("There is no site “{}” in policy.toml: {}.",
                             Excerpt(site), advice.en)});
}

namespace {

// "22:00" as minutes of the day, or -1.
int ParseMinute(std::string_view text) {
  int digits[4] = {};
  if (text.size() != 5 || text[2] != ':') return -1;
  for (size_t i = 0; i < 4; ++i) {
    const char c = text[i < 2 ? i : i + 1];
    if (c < '0' || c > '9') return -1;
    digits[i] = c - '0';
  }
  const int hour = 10 * digits[0] + digits[1];
  const int minute = 10 * digits[2] + digits[3];
  const bool midnight = hour == 24 && minute == 0;
  return (hour > 23 && !midnight) || minute > 59 ? -1 : 60 * hour + minute;
}

absl::TimeZone Paris() {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("Europe/Paris", &zone)) {
    zone = absl::FixedTimeZone(3600);
  }
  return zone;
}

}  // namespace

void ReadHour(const Slot& slot, Reading* reading, Conditions* conditions) {
  const auto* text = slot.value->As<std::string>();
  const bool fits = text != nullptr && text->size() == 11 && (*text)[5] == '-';
  const HourCondition hour{fits ? ParseMinute(text->substr(0, 5)) : -1,
                           fits ? ParseMinute(text->substr(6)) : -1};
  if (hour.begin_minute < 0 || hour.end_minute < 0 ||
      hour.begin_minute == hour.end_minute) {
    reading->Fail(
        slot.value->at(), "bad-hour",
        FormatBoth("« {} » attend un début et une fin, à l'heure de "
                   "Paris : écrivez par exemple \"22:00-06:00\".",
                   "“{}” wants a beginning and an end, in Paris time: "
                   "write for example \"22:00-06:00\".",
                   slot.key));
    return;
  }
  Push(slot, hour, conditions);
}

void ReadUntil(const Slot& slot, Reading* reading, Conditions* conditions) {
  const Date* date = slot.value->As<Date>();
  if (date == nullptr) {
    reading->Fail(slot.value->at(), "bad-date",
                  FormatBoth("« {0} » attend une date sans guillemets, année, "
                             "mois et jour : écrivez {0} = 2026-12-31.",
                             "“{0}” wants a date without quotes, year, month "
                             "and day: write {0} = 2026-12-31.",
                             slot.key));
    return;
  }
  const absl::CivilDay day(date->year, date->month, date->day);
  const UntilCondition until{absl::FromCivil(day + 1, Paris())};
  if (until.end <= reading->context().now) {
    reading->Warn(
        slot.value->at(), "date-past",
        FormatBoth("Le {:04}-{:02}-{:02} est passé, cette règle ne "
                   "fait plus rien : supprimez-la ou changez la "
                   "date.",
                   "{:04}-{:02}-{:02} is past, this rule does nothing "
                   "any more: delete it or change the date.",
                   date->year, date->month, date->day));
  }
  Push(slot, until, conditions);
}

}  // namespace crible
