#include "rules/text_conditions.h"

#include <algorithm>
#include <utility>

#include "rules/key_aliases.h"
#include "rules/pattern_check.h"
#include "rules/phrase_check.h"

namespace crible {
namespace {

void Push(const Slot& slot, decltype(Condition::test) test,
          Conditions* conditions) {
  conditions->push_back({std::move(test), slot.key, slot.at});
}

// "any" of a group, or the value itself.
Slot Content(const Slot& slot) {
  const Table* group = slot.value->AsTable();
  if (group == nullptr) return slot;
  const Table::Entry* any = group->FindEntry("any");
  return any == nullptr ? slot : slot.Part(*any);
}

// Reads the group's shape: its keys, `min`, `quoted`, `exact`. False if nothing
// can come of it.
bool ReadPhraseGroup(const Slot& slot,
                     const std::vector<std::string_view>& known,
                     PhraseCondition* phrase, Reading* reading) {
  const Table* group = slot.value->AsTable();
  if (group == nullptr) return true;
  reading->Known(*group, known, slot.key + ".");
  for (const Table::Entry& entry : group->entries()) {
    const Slot part = slot.Part(entry);
    if (entry.key == "min") {
      phrase->min = reading->Count(part, 1, 1000).value_or(1);
    } else if (entry.key == "quoted") {
      phrase->quoted = reading->Flag(part);
    } else if (entry.key == "exact" && known.back() == "exact") {
      phrase->exact = reading->Flag(part).value_or(false);
    }
  }
  if (group->Find("any") != nullptr) return true;
  reading->Fail(
      slot.at, "missing-any",
      FormatBoth(
          "« {0} » ne dit pas quoi chercher : ajoutez {0}.any = [\"…\"].",
          "“{0}” does not say what to look for: add {0}.any = [\"…\"].",
          slot.key));
  return false;
}

void CheckMin(const Slot& slot, const PhraseCondition& phrase,
              Reading* reading) {
  if (phrase.phrases.empty() || phrase.min <= phrase.phrases.size()) return;
  const Table::Entry* min = slot.value->AsTable()->FindEntry("min");
  reading->Fail(min->value.at(), "min-above-list",
                FormatBoth("« {}.min » vaut {}, mais la liste n'a que {} "
                           "élément(s) : baissez-le ou allongez la liste.",
                           "“{}.min” is {}, but the list has only {} item(s): "
                           "lower it or add to the list.",
                           slot.key, phrase.min, phrase.phrases.size()));
}

void ReadPhrases(const Slot& slot, PhraseCondition phrase, Reading* reading,
                 Conditions* conditions) {
  if (!ReadPhraseGroup(slot, {"any", "min", "quoted"}, &phrase, reading)) {
    return;
  }
  const Slot content = Content(slot);
  std::vector<std::string> phrases;
  for (const PlacedText& text : reading->Texts(content)) {
    if (CheckPhrase(content.key, text, reading)) {
      phrases.emplace_back(text.text);
    }
  }
  CheckDoublePhrases(content, phrases, reading);
  phrase.phrases = std::move(phrases);
  reading->phrases += phrase.phrases.size();
  CheckMin(slot, phrase, reading);
  Push(slot, std::move(phrase), conditions);
}

}  // namespace

void ReadPhrase(const Slot& slot, Field field, Reading* reading,
                Conditions* conditions) {
  ReadPhrases(slot, {.field = field}, reading, conditions);
}

void ReadExact(const Slot& slot, Field field, Reading* reading,
               Conditions* conditions) {
  ReadPhrases(slot, {.exact = true, .field = field}, reading, conditions);
}

void ReadList(const Slot& slot, Field field, Reading* reading,
              Conditions* conditions) {
  PhraseCondition phrase{.field = field};
  if (!ReadPhraseGroup(slot, {"any", "min", "quoted", "exact"}, &phrase,
                       reading)) {
    return;
  }
  const std::vector<PlacedText> paths = reading->Texts(Content(slot));
  phrase.phrases = reading->Once(paths, &ListBook::phrases, [&] {
    std::vector<std::string> phrases;
    for (const PlacedText& path : paths) {
      for (const std::string& line :
           reading->ListLines(path.text, path.value->at())) {
        if (CheckListLine(path, line, reading)) phrases.push_back(line);
      }
    }
    return phrases;
  });
  reading->phrases += phrase.phrases.size();
  CheckMin(slot, phrase, reading);
  Push(slot, std::move(phrase), conditions);
}

void ReadRegex(const Slot& slot, Field field, Reading* reading,
               Conditions* conditions) {
  RegexCondition regex{.field = field};
  if (const Table* group = slot.value->AsTable()) {
    reading->Known(*group, {"any", "view"}, slot.key + ".");
    if (const Table::Entry* view = group->FindEntry("view")) {
      const Slot part = slot.Part(*view);
      const auto name = reading->Text(part);
      if (name == "plain") regex.view = ViewKind::kPlain;
      if (name == "skeleton") regex.view = ViewKind::kSkeleton;
      if (name && name != "plain" && name != "skeleton" && name != "folded") {
        const Localized advice = SuggestionText(
            *name, {"folded", "plain", "skeleton"}, ValueAliases());
        reading->Fail(view->value.at(), "unknown-view",
                      {fmt::format("La vue « {} » n'existe pas : {}.",
                                   Excerpt(*name), advice.fr),
                       fmt::format("There is no view “{}”: {}.", Excerpt(*name),
                                   advice.en)});
      }
    }
    if (group->Find("any") == nullptr) {
      reading->Fail(slot.at, "missing-any",
                    FormatBoth("« {0} » ne dit pas quoi chercher : ajoutez "
                               "{0}.any = ['…'].",
                               "“{0}” does not say what to look for: add "
                               "{0}.any = ['…'].",
                               slot.key));
      return;
    }
  }
  for (const PlacedText& text : reading->Texts(Content(slot))) {
    CheckPattern(text, regex.view, reading);
    regex.patterns.emplace_back(text.text);
  }
  Push(slot, std::move(regex), conditions);
}

void ReadTextField(const Slot& slot, Field field, Reading* reading,
                   Conditions* conditions) {
  const Table* group =
      reading->Group(slot, {"phrase", "exact", "list", "regex"});
  if (group == nullptr) return;
  for (const Table::Entry& entry : group->entries()) {
    const Slot part = slot.Part(entry);
    if (entry.key == "phrase") ReadPhrase(part, field, reading, conditions);
    if (entry.key == "exact") ReadExact(part, field, reading, conditions);
    if (entry.key == "list") ReadList(part, field, reading, conditions);
    if (entry.key == "regex") ReadRegex(part, field, reading, conditions);
  }
}

namespace {

bool IsPlainDomain(std::string_view domain) {
  const bool suffix = domain.starts_with("*.");
  const std::string_view host = suffix ? domain.substr(2) : domain;
  return !host.empty() && host.find_first_of(" \t/@:*,") == host.npos &&
         host.front() != '.' && host.back() != '.' &&
         (suffix || host.find('.') != host.npos);
}

std::vector<std::string> CheckDomains(const Slot& slot,
                                      const SharedTexts& texts,
                                      Reading* reading) {
  std::vector<std::string> domains;
  for (const std::string& domain : texts) {
    if (!IsPlainDomain(domain)) {
      reading->Fail(
          slot.value->at(), "bad-domain",
          FormatBoth("« {} » n'est pas un nom de domaine : écrivez par exemple "
                     "\"exemple.fr\", sans https:// ni page, ou \"*.shop\".",
                     "“{}” is no domain name: write for example "
                     "\"example.com\", without https:// or a page, or "
                     "\"*.shop\".",
                     Excerpt(domain)));
      continue;
    }
    domains.push_back(domain);
  }
  return domains;
}

}  // namespace

SharedTexts ReadDomains(const Slot& slot, Reading* reading) {
  const std::vector<PlacedText> texts = reading->Texts(slot);
  return reading->Once(texts, &ListBook::domains, [&] {
    return CheckDomains(slot, reading->TextsOrLists(texts), reading);
  });
}

void ReadDomain(const Slot& slot, Reading* reading, Conditions* conditions) {
  Push(slot, DomainCondition{ReadDomains(slot, reading)}, conditions);
}

void ReadLinks(const Slot& slot, Reading* reading, Conditions* conditions) {
  const Table* group =
      reading->Group(slot, {"min", "max", "outside", "disguised"});
  if (group == nullptr) return;
  LinksCondition links{.count = {}};
  for (const Table::Entry& entry : group->entries()) {
    const Slot part = slot.Part(entry);
    if (entry.key == "min") links.count.min = reading->Count(part, 1, 1000);
    if (entry.key == "max") links.count.max = reading->Count(part, 0, 1000);
    if (entry.key == "outside") links.outside = ReadDomains(part, reading);
    if (entry.key == "disguised") links.disguised = reading->Flag(part);
  }
  if (!links.count.min && !links.count.max) links.count.min = 1;
  if (links.count.min && links.count.max &&
      *links.count.min > *links.count.max) {
    reading->Fail(
        slot.at, "min-above-max",
        FormatBoth("« {0}.min » dépasse « {0}.max » : échangez-les.",
                   "“{0}.min” is above “{0}.max”: swap them.", slot.key));
  }
  Push(slot, std::move(links), conditions);
}

namespace {

constexpr std::pair<std::string_view, ContactKind> kContactKinds[] = {
    {"email", ContactKind::kEmail},
    {"telephone", ContactKind::kTelephone},
    {"whatsapp", ContactKind::kWhatsApp},
    {"telegram", ContactKind::kTelegram},
    {"messenger", ContactKind::kMessenger},
};

// The kinds that are named; "any" sets *all, "link" sets links.
void ReadKinds(const Slot& slot, ContactCondition* contact, bool* all,
               Reading* reading) {
  std::vector<std::string_view> names = {"any", "link"};
  for (const auto& [name, kind] : kContactKinds) names.push_back(name);
  for (const PlacedText& text : reading->Texts(slot)) {
    const auto* known =
        std::find_if(std::begin(kContactKinds), std::end(kContactKinds),
                     [&](const auto& kind) { return kind.first == text.text; });
    if (known != std::end(kContactKinds)) {
      contact->kinds.push_back(known->second);
    } else if (text.text == "link") {
      contact->links = true;
    } else if (text.text == "any") {
      *all = true;
    } else {
      const Localized advice = SuggestionText(text.text, names, ValueAliases());
      reading->Fail(text.value->at(), "unknown-contact",
                    {fmt::format("« {} » n'est pas un moyen de contact : {}.",
                                 Excerpt(text.text), advice.fr),
                     fmt::format("“{}” is no kind of contact: {}.",
                                 Excerpt(text.text), advice.en)});
    }
  }
}

}  // namespace

void ReadContact(const Slot& slot, Reading* reading, Conditions* conditions) {
  if (slot.value->As<bool>() != nullptr) {
    reading->WrongKind(slot, {"\"any\" ou une liste de moyens de contact",
                              "\"any\" or a list of kinds of contact"});
    return;
  }
  ContactCondition contact;
  bool all = false;
  if (const Table* group = slot.value->AsTable()) {
    reading->Known(*group, {"outside", "kinds"}, slot.key + ".");
    const Table::Entry* kinds = group->FindEntry("kinds");
    const Table::Entry* outside = group->FindEntry("outside");
    if (kinds != nullptr) {
      ReadKinds(slot.Part(*kinds), &contact, &all, reading);
    } else {
      all = true;
      contact.links = true;
    }
    if (outside != nullptr) {
      contact.outside =
          reading->TextsOrLists(reading->Texts(slot.Part(*outside)));
    }
  } else {
    ReadKinds(slot, &contact, &all, reading);
  }
  if (contact.links && contact.kinds.empty() && !all) {
    // Links alone: an empty list of kinds would stand for all of them.
    Push(slot, LinksCondition{.outside = std::move(contact.outside)},
         conditions);
    return;
  }
  if (all) contact.kinds.clear();
  Push(slot, std::move(contact), conditions);
}

}  // namespace crible
