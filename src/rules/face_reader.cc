#include "rules/face_reader.h"

#include <algorithm>
#include <utility>

#include "rules/key_aliases.h"
#include "text/fold.h"

namespace crible {
namespace {

constexpr std::pair<std::string_view, Then> kThens[] = {
    {"watch", Then::kWatch}, {"score", Then::kScore},   {"look", Then::kLook},
    {"hold", Then::kHold},   {"reject", Then::kReject},
};
constexpr std::pair<std::string_view, double> kWeights[] = {
    {"weak", 1}, {"medium", 2}, {"strong", 3.5}};
constexpr double kWeightMax = 10;

std::optional<Slot> Find(const Table& table, std::string_view key) {
  const Table::Entry* entry = table.FindEntry(key);
  if (entry == nullptr) return std::nullopt;
  return Slot{std::string(key), &entry->value, entry->key_at};
}

// `example` is what could be added, key and all.
void Missing(const Table& table, std::string_view key, const Localized& example,
             Reading* reading) {
  if (reading->Meant(key) || reading->Meant(fmt::format("{}.fr", key)) ||
      reading->Meant(fmt::format("{}.en", key))) {
    return;
  }
  reading->Fail(table.at(), "missing-key",
                {fmt::format("Il manque « {} » à cette règle : ajoutez par "
                             "exemple {}.",
                             key, example.fr),
                 fmt::format("“{}” is missing in this rule: add for example "
                             "{}.",
                             key, example.en)});
}

void ReadId(const Table& table, std::string_view pack, Rule* rule,
            Reading* reading) {
  const auto slot = Find(table, "id");
  if (!slot) {
    Missing(table, "id", {"id = \"offre-de-pret\"", "id = \"loan-offer\""},
            reading);
    return;
  }
  const auto id = reading->Text(*slot);
  if (!id) return;
  rule->face.id = fmt::format("{}/{}", pack, *id);
  if (IsRuleId(*id)) return;
  std::string better = IdFrom(*id);
  if (better.empty()) better = "offre-de-pret";
  reading->Fail(slot->value->at(), "bad-id",
                FormatBoth("Un id n'a que des minuscules sans accent, des "
                           "chiffres et des tirets : écrivez \"{}\".",
                           "An id has only lower-case letters without accents, "
                           "digits and hyphens: write \"{}\".",
                           better));
}

void ReadThen(const Table& table, Rule* rule, Reading* reading) {
  const auto slot = Find(table, "then");
  if (!slot) {
    Missing(table, "then", {"then = \"hold\"", "then = \"hold\""}, reading);
    return;
  }
  const auto name = reading->Text(*slot);
  if (!name) return;
  std::vector<std::string_view> names;
  for (const auto& [known, then] : kThens) {
    names.push_back(known);
    if (*name != known) continue;
    rule->face.then = then;
    return;
  }
  const Position at = slot->value->at();
  if (*name == "accept" || *name == "publish" || *name == "accepter") {
    reading->Fail(at, "unknown-then",
                  {"Une règle n'accepte jamais : pour laisser passer, ajoutez "
                   "une exception unless.… aux règles qui arrêtent.",
                   "A rule never accepts: to let something pass, add an "
                   "exception unless.… to the rules that stop it."});
    return;
  }
  const Localized advice = SuggestionText(*name, names, ThenAliases());
  reading->Fail(at, "unknown-then",
                {fmt::format("« then » ne connaît pas « {} » : {}.",
                             Excerpt(*name), advice.fr),
                 fmt::format("“then” does not know “{}”: {}.", Excerpt(*name),
                             advice.en)});
}

bool IsCategoryName(std::string_view name) {
  return !name.empty() && name.size() <= 40 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") ==
             name.npos;
}

void ReadCategory(const Table& table, Rule* rule, Reading* reading) {
  const auto slot = Find(table, "category");
  if (!slot) {
    Missing(table, "category", {"category = \"spam\"", "category = \"spam\""},
            reading);
    return;
  }
  const auto name = reading->Text(*slot);
  CategoryTable* categories = reading->context().categories;
  if (!name || categories == nullptr) return;
  if (const auto known = categories->Find(*name)) {
    rule->face.category = *known;
    return;
  }
  std::vector<std::string_view> names;
  for (size_t i = 0; i < categories->size(); ++i) {
    names.push_back(categories->Name(static_cast<CategoryId>(i)));
  }
  const bool fits = IsCategoryName(*name);
  if (fits && !DidYouMean(*name, names, CategoryAliases())) {
    if (const auto added = categories->Add(*name)) {
      rule->face.category = *added;
      return;
    }
  }
  Localized advice = SuggestionText(*name, names, CategoryAliases());
  if (!fits) {
    advice.fr += " ; un nom à vous est en minuscules, sans accent ni espace";
    advice.en += "; a name of your own is in lower case, without spaces";
  }
  reading->Fail(slot->value->at(), "unknown-category",
                {fmt::format("Pas de catégorie « {} » ici : {}.",
                             Excerpt(*name), advice.fr),
                 fmt::format("There is no category “{}” here: {}.",
                             Excerpt(*name), advice.en)});
}

void ReadGround(const Table& table, Rule* rule, Reading* reading) {
  const auto slot = Find(table, "ground");
  if (!slot) return;
  const auto name = reading->Text(*slot);
  if (!name) return;
  rule->face.ground = *name;
  const StringSet* grounds = reading->context().grounds;
  if (grounds == nullptr || grounds->contains(*name)) return;
  std::vector<std::string_view> names(grounds->begin(), grounds->end());
  std::sort(names.begin(), names.end());
  const Localized advice = SuggestionText(*name, names);
  reading->Fail(slot->value->at(), "unknown-ground",
                {fmt::format("Le motif de refus « {} » n'est pas dans "
                             "grounds.toml : {}.",
                             Excerpt(*name), advice.fr),
                 fmt::format("There is no ground “{}” in grounds.toml: {}.",
                             Excerpt(*name), advice.en)});
}

void ReadWeight(const Table& table, Rule* rule, Reading* reading) {
  const auto slot = Find(table, "weight");
  const bool then_known = table.Find("then") != nullptr;
  if (!slot) {
    if (then_known && rule->face.then == Then::kScore) {
      Missing(table, "weight", {"weight = \"medium\"", "weight = \"medium\""},
              reading);
    }
    return;
  }
  const Position at = slot->value->at();
  if (then_known && rule->face.then == Then::kWatch) {
    reading->Fail(slot->at, "weight-without-effect",
                  {"Une règle « watch » compte sans peser : supprimez "
                   "« weight », ou écrivez then = \"score\".",
                   "A “watch” rule counts and does not weigh: delete “weight”, "
                   "or write then = \"score\"."});
    return;
  }
  if (const auto* word = slot->value->As<std::string>()) {
    for (const auto& [name, weight] : kWeights) {
      if (*word != name) continue;
      rule->face.weight = weight;
      return;
    }
  } else if (const auto number = slot->value->AsNumber()) {
    if (*number >= 0 && *number <= kWeightMax) {
      rule->face.weight = *number;
      return;
    }
  }
  reading->Fail(at, "bad-weight",
                {"Un poids est \"weak\" (faible, 1), \"medium\" (moyen, 2), "
                 "\"strong\" (fort, 3.5) ou un nombre de 0 à 10.",
                 "A weight is \"weak\" (1), \"medium\" (2), \"strong\" (3.5) "
                 "or a number from 0 to 10."});
}

void ReadReasons(const Table& table, Rule* rule, Reading* reading) {
  const auto slot = Find(table, "reason");
  if (!slot) {
    Missing(table, "reason",
            {"reason.fr = \"Propose un prêt : « {match} »\"",
             "reason.en = \"Offers a loan: “{match}”\""},
            reading);
    return;
  }
  if (slot->value->As<std::string>() != nullptr) {
    reading->Fail(slot->at, "reason-without-language",
                  {"Dites la langue de la raison : écrivez reason.fr = … ou "
                   "reason.en = ….",
                   "Say the language of the reason: write reason.fr = … or "
                   "reason.en = …."});
    return;
  }
  const Table* group = reading->Group(*slot, {"fr", "en"});
  if (group == nullptr) return;
  for (const auto& [key, out] :
       {std::pair<std::string_view, std::string*>{"fr", &rule->face.reason.fr},
        {"en", &rule->face.reason.en}}) {
    const Table::Entry* entry = group->FindEntry(key);
    if (entry == nullptr) continue;
    const Slot part = slot->Part(*entry);
    const auto text = reading->Text(part);
    if (!text) continue;
    *out = *text;
    if (!text->empty() && CountCharacters(*text) <= kReasonCharactersMax)
      continue;
    reading->Fail(
        entry->value.at(), "bad-reason",
        FormatBoth(
            "« {} » a de 1 à {} caractères : écrivez une phrase que l'on "
            "vérifie d'un coup d'œil.",
            "“{}” has 1 to {} characters: write one sentence that a "
            "moderator checks at a glance.",
            part.key, kReasonCharactersMax));
  }
}

void ReadRenamedFrom(const Table& table, Rule* rule, Reading* reading) {
  const auto slot = Find(table, "renamed_from");
  if (!slot) return;
  const auto old = reading->Text(*slot);
  if (!old) return;
  rule->renamed_from = *old;
  const size_t slash = old->find('/');
  if (slash == old->npos || slash == 0 || !IsRuleId(old->substr(slash + 1))) {
    reading->Fail(slot->value->at(), "bad-renamed-from",
                  {"« renamed_from » donne l'ancien nom complet, fichier et id "
                   ": écrivez par exemple \"arnaques/offre-de-pret\".",
                   "“renamed_from” gives the full old name, file and id: write "
                   "for example \"scams/loan-offer\"."});
  } else if (*old == rule->face.id) {
    reading->Fail(slot->value->at(), "renamed-from-itself",
                  FormatBoth("La règle s'appelle déjà « {} » : supprimez "
                             "« renamed_from ».",
                             "The rule is called “{}” already: delete "
                             "“renamed_from”.",
                             Excerpt(*old)));
  }
}

}  // namespace

bool IsRuleId(std::string_view id) {
  const bool signs =
      !id.empty() && id.size() <= kIdBytesMax &&
      id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == id.npos;
  return signs && id.front() != '-' && id.back() != '-' &&
         id.find("--") == id.npos;
}

std::string IdFrom(std::string_view title) {
  std::string id;
  for (const std::string& word : FoldWords(title)) {
    std::string plain;
    for (const char c : word) {
      const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (fits) plain.push_back(c);
    }
    if (plain.empty() || id.size() + plain.size() + 1 > kIdBytesMax) continue;
    if (!id.empty()) id.push_back('-');
    id += plain;
  }
  return id;
}

std::vector<std::string> ReadAccepts(const Table& table, Reading* reading) {
  static const std::vector<std::string_view> kKinds = {
      "common-exception", "flood-of-condolences", "free-pass",
      "needs-sending",    "ordinary-word",        "too-wide"};
  std::vector<std::string> accepted;
  const auto slot = Find(table, "accepts");
  if (!slot) return accepted;
  for (const PlacedText& kind : reading->Texts(*slot)) {
    if (std::find(kKinds.begin(), kKinds.end(), kind.text) != kKinds.end()) {
      accepted.emplace_back(kind.text);
      continue;
    }
    const Localized hint = SuggestionText(kind.text, kKinds);
    reading->Fail(
        kind.value->at(), "unknown-warning",
        {fmt::format("Il n'y a pas d'avertissement {} à accepter : {}.",
                     FrenchQuote(kind.text), hint.fr),
         fmt::format("There is no warning {} to accept: {}.",
                     EnglishQuote(kind.text), hint.en)});
  }
  return accepted;
}

void ReadFace(const Table& table, std::string_view pack, Rule* rule,
              Reading* reading) {
  rule->face.pack = pack;
  rule->face.family = pack;
  ReadId(table, pack, rule, reading);
  ReadCategory(table, rule, reading);
  ReadGround(table, rule, reading);
  ReadThen(table, rule, reading);
  ReadWeight(table, rule, reading);
  ReadReasons(table, rule, reading);
  ReadRenamedFrom(table, rule, reading);
  if (const auto slot = Find(table, "family")) {
    const auto family = reading->Text(*slot);
    if (family && !family->empty()) rule->face.family = *family;
  }
}

}  // namespace crible
