#include "rules/condition_reader.h"

#include <algorithm>

#include "rules/fact_conditions.h"
#include "rules/text_conditions.h"

namespace crible {
namespace {

// Groups in groups; more is a mistake of brackets.
constexpr size_t kNestingMax = 8;
constexpr size_t kGroupSizeMax = 200;

using ReadFunction = void (*)(const Slot&, Reading*, Conditions*);

template <void (*Read)(const Slot&, Field, Reading*, Conditions*)>
void InBody(const Slot& slot, Reading* reading, Conditions* conditions) {
  Read(slot, Field::kBody, reading, conditions);
}

template <Measure measure>
void OfMeasure(const Slot& slot, Reading* reading, Conditions* conditions) {
  ReadMeasure(slot, measure, reading, conditions);
}

void ReadAll(const Slot& slot, Reading* reading, Conditions* conditions);
void ReadAny(const Slot& slot, Reading* reading, Conditions* conditions);

struct KeyReader {
  std::string_view key;
  ReadFunction read;
};
constexpr KeyReader kReaders[] = {
    {"phrase", InBody<ReadPhrase>},
    {"exact", InBody<ReadExact>},
    {"list", InBody<ReadList>},
    {"regex", InBody<ReadRegex>},
    {"domain", ReadDomain},
    {"links", ReadLinks},
    {"contact", ReadContact},
    {"length", OfMeasure<Measure::kLength>},
    {"words", OfMeasure<Measure::kWords>},
    {"capitals", OfMeasure<Measure::kCapitals>},
    {"digits", OfMeasure<Measure::kDigits>},
    {"emoji", OfMeasure<Measure::kEmoji>},
    {"disguised", OfMeasure<Measure::kDisguisedWords>},
    {"mentions", OfMeasure<Measure::kMentions>},
    {"time_on_page", OfMeasure<Measure::kSecondsOnPage>},
    {"language", ReadLanguage},
    {"author", ReadAuthor},
    {"parent", ReadParent},
    {"article", ReadArticle},
    {"repeats", ReadRepeats},
    {"reports", OfMeasure<Measure::kReports>},
    {"score", ReadScore},
    {"honeypot", ReadHoneypot},
    {"hour", ReadHour},
    {"sites", ReadSites},
    {"until", ReadUntil},
    {"all", ReadAll},
    {"any", ReadAny},
};

// Whether the condition can name a place in the body.
bool HasPlace(const Condition& condition) {
  if (const auto* group = std::get_if<GroupCondition>(&condition.test)) {
    return std::any_of(group->children.begin(), group->children.end(),
                       HasPlace);
  }
  if (const auto* phrase = std::get_if<PhraseCondition>(&condition.test)) {
    return phrase->field == Field::kBody;
  }
  if (const auto* regex = std::get_if<RegexCondition>(&condition.test)) {
    return regex->field == Field::kBody;
  }
  return std::holds_alternative<DomainCondition>(condition.test) ||
         std::holds_alternative<LinksCondition>(condition.test) ||
         std::holds_alternative<ContactCondition>(condition.test);
}

// { phrase = …, contact = … }: one part of all or any. All of it must hold.
std::optional<Condition> ReadPart(const Slot& slot, Reading* reading) {
  const Table* table = slot.value->AsTable();
  if (table == nullptr) {
    reading->WrongKind(slot, {"une liste de groupes, [{ … }, { … }]",
                              "a list of groups, [{ … }, { … }]"});
    return std::nullopt;
  }
  std::vector<std::string_view> known = ConditionKeys();
  known.push_back("near");
  reading->Known(*table, known, slot.key + ".");
  GroupCondition group;
  group.children = ReadConditions(*table, "", reading);
  ReadNear(*table, &group, reading);
  if (table->entries().empty()) {
    reading->Fail(slot.value->at(), "empty-group",
                  FormatBoth("Ce groupe de « {} » est vide : remplissez-le ou "
                             "supprimez-le.",
                             "This group of “{}” is empty: fill it or delete "
                             "it.",
                             slot.key));
    return std::nullopt;
  }
  if (group.children.size() == 1) return std::move(group.children[0]);
  return Condition{std::move(group), slot.key, slot.value->at()};
}

void ReadGroup(const Slot& slot, bool all, Reading* reading,
               Conditions* conditions) {
  const auto* list = slot.value->As<Array>();
  if (list == nullptr) {
    reading->WrongKind(slot, {"une liste de groupes, [{ … }, { … }]",
                              "a list of groups, [{ … }, { … }]"});
    return;
  }
  if (list->empty() || list->size() > kGroupSizeMax) {
    reading->Fail(slot.value->at(), "group-size",
                  FormatBoth("« {} » réunit de 1 à {} groupes : celui-ci en a "
                             "{}.",
                             "“{}” joins 1 to {} groups: this one has {}.",
                             slot.key, kGroupSizeMax, list->size()));
    return;
  }
  if (reading->depth == kNestingMax) {
    reading->Fail(slot.at, "deep-group",
                  FormatBoth("Pas plus de {} groupes les uns dans les autres : "
                             "faites deux règles.",
                             "No more than {} groups inside one another: make "
                             "two rules.",
                             kNestingMax));
    return;
  }
  ++reading->depth;
  GroupCondition group{.all = all};
  for (const Value& item : *list) {
    auto part = ReadPart({slot.key, &item, item.at()}, reading);
    if (part) group.children.push_back(*std::move(part));
  }
  --reading->depth;
  conditions->push_back({std::move(group), slot.key, slot.at});
}

void ReadAll(const Slot& slot, Reading* reading, Conditions* conditions) {
  ReadGroup(slot, true, reading, conditions);
}

void ReadAny(const Slot& slot, Reading* reading, Conditions* conditions) {
  ReadGroup(slot, false, reading, conditions);
}

}  // namespace

const std::vector<std::string_view>& ConditionKeys() {
  static const auto* const kKeys = [] {
    auto* keys = new std::vector<std::string_view>();
    for (const KeyReader& reader : kReaders) keys->push_back(reader.key);
    return keys;
  }();
  return *kKeys;
}

std::vector<Condition> ReadConditions(const Table& table,
                                      std::string_view prefix,
                                      Reading* reading) {
  std::vector<Condition> conditions;
  for (const Table::Entry& entry : table.entries()) {
    const auto* reader =
        std::find_if(std::begin(kReaders), std::end(kReaders),
                     [&](const KeyReader& r) { return r.key == entry.key; });
    if (reader == std::end(kReaders)) continue;
    reader->read(
        {fmt::format("{}{}", prefix, entry.key), &entry.value, entry.key_at},
        reading, &conditions);
  }
  return conditions;
}

void ReadNear(const Table& table, GroupCondition* group, Reading* reading) {
  const Table::Entry* near = table.FindEntry("near");
  if (near == nullptr) return;
  std::vector<Condition> parts;
  for (Condition& child : group->children) {
    auto* inner = std::get_if<GroupCondition>(&child.test);
    if (inner == nullptr || !inner->all || inner->near) {
      parts.push_back(std::move(child));
      continue;
    }
    std::move(inner->children.begin(), inner->children.end(),
              std::back_inserter(parts));
  }
  group->children = std::move(parts);
  const Slot slot{"near", &near->value, near->key_at};
  group->near = reading->Count(slot, 1, 200);
  if (std::count_if(group->children.begin(), group->children.end(), HasPlace) <
      2) {
    reading->Fail(slot.at, "near-alone",
                  {"« near » rapproche au moins deux conditions sur le texte : "
                   "écrivez all = [{ phrase = \"…\" }, { phrase = \"…\" }].",
                   "“near” brings at least two conditions on the text "
                   "together: write all = [{ phrase = \"…\" }, { phrase = "
                   "\"…\" }]."});
  }
}

}  // namespace crible
