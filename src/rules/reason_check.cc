// The placeholders of a rule's reasons.

#include <algorithm>
#include <utility>

#include "rules/face_reader.h"
#include "rules/key_aliases.h"

namespace crible {
namespace {

// What the rule looks for can fill.
struct Fillable {
  bool match = false;
  bool contact = false;
  bool domain = false;
  bool repeats = false;
};

void Collect(const Condition& condition, Fillable* fillable) {
  if (const auto* group = std::get_if<GroupCondition>(&condition.test)) {
    for (const Condition& child : group->children) Collect(child, fillable);
  }
  if (std::holds_alternative<PhraseCondition>(condition.test) ||
      std::holds_alternative<RegexCondition>(condition.test)) {
    fillable->match = true;
  }
  if (const auto* contact = std::get_if<ContactCondition>(&condition.test)) {
    fillable->contact = true;
    fillable->domain = fillable->domain || contact->links;
  }
  if (std::holds_alternative<DomainCondition>(condition.test) ||
      std::holds_alternative<LinksCondition>(condition.test)) {
    fillable->domain = true;
  }
  if (std::holds_alternative<RepeatsCondition>(condition.test)) {
    fillable->repeats = true;
  }
}

struct Placeholder {
  std::string_view name;
  bool Fillable::*filled;
  std::string_view needs;
};
constexpr Placeholder kPlaceholders[] = {
    {"match", &Fillable::match, "phrase, list ou regex"},
    {"contact", &Fillable::contact, "contact"},
    {"domain", &Fillable::domain, "domain, links ou contact.outside"},
    {"count", &Fillable::repeats, "repeats"},
    {"window", &Fillable::repeats, "repeats"},
    {"authors", &Fillable::repeats, "repeats"},
};

std::string English(std::string_view needs) {
  std::string english(needs);
  const size_t at = english.find(" ou ");
  if (at != std::string::npos) english.replace(at, 4, " or ");
  return english;
}

void CheckPlaceholder(const Value& value, size_t offset, std::string_view name,
                      const Fillable& fillable, Reading* reading) {
  std::vector<std::string_view> names;
  for (const Placeholder& known : kPlaceholders) {
    names.push_back(known.name);
    if (known.name != name) continue;
    if (fillable.*known.filled || !reading->conditions_whole) return;
    reading->Fail(
        reading->PlaceInText(value, offset), "unfillable-placeholder",
        {fmt::format("{{{}}} resterait vide, la règle n'a pas de condition {} "
                     ": ajoutez-en une ou ôtez {{{}}}.",
                     name, known.needs, name),
         fmt::format("{{{}}} would stay empty, the rule has no condition {}: "
                     "add one or take {{{}}} away.",
                     name, English(known.needs), name)});
    return;
  }
  const Localized advice = SuggestionText(name, names, PlaceholderAliases());
  reading->Fail(reading->PlaceInText(value, offset), "unknown-placeholder",
                {fmt::format("{{{}}} n'existe pas dans une raison : {}, entre "
                             "accolades.",
                             Excerpt(name), advice.fr),
                 fmt::format("{{{}}} does not exist in a reason: {}, between "
                             "braces.",
                             Excerpt(name), advice.en)});
}

void CheckReason(const Value& value, const Fillable& fillable,
                 Reading* reading) {
  const auto* stored = value.As<std::string>();
  if (stored == nullptr) return;
  const std::string_view text = *stored;
  for (size_t open = text.find('{'); open != text.npos;
       open = text.find('{', open + 1)) {
    const size_t close = text.find_first_of("{}", open + 1);
    if (close == text.npos || text[close] == '{') {
      reading->Fail(reading->PlaceInText(value, open), "open-placeholder",
                    {"Cette accolade n'est pas fermée : écrivez par exemple "
                     "{match}.",
                     "This brace is not closed: write for example {match}."});
      continue;
    }
    CheckPlaceholder(value, open, text.substr(open + 1, close - open - 1),
                     fillable, reading);
  }
}

}  // namespace

void CheckReasons(const Table& table, const Rule& rule, Reading* reading) {
  const Value* reason = table.Find("reason");
  if (reason == nullptr || reason->AsTable() == nullptr) return;
  Fillable fillable;
  for (const Condition& condition : rule.when.children) {
    Collect(condition, &fillable);
  }
  for (const std::string_view language : {"fr", "en"}) {
    const Value* text = reason->AsTable()->Find(language);
    if (text != nullptr) CheckReason(*text, fillable, reading);
  }
}

}  // namespace crible
