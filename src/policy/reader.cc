#include "policy/reader.h"

#include <algorithm>

#include "fmt/core.h"
#include "toml/wording.h"

namespace crible {

void Mistakes::Add(Position at, std::string_view kind, Localized message) {
  issues_->push_back(MakeIssue(file_, at, kind, std::move(message)));
}

void Mistakes::Warn(Position at, std::string_view kind, Localized message) {
  issues_->push_back(MakeWarning(file_, at, kind, std::move(message)));
}

void Mistakes::AddAll(const std::vector<Issue>& issues) {
  issues_->insert(issues_->end(), issues.begin(), issues.end());
}

void Mistakes::CheckTables(const Document& document,
                           std::vector<std::string_view> tables,
                           std::vector<std::string_view> arrays) {
  std::vector<std::string_view> known = tables;
  known.insert(known.end(), arrays.begin(), arrays.end());
  for (const Table::Entry& entry : document.root.entries()) {
    const bool is_array =
        std::find(arrays.begin(), arrays.end(), entry.key) != arrays.end();
    if (!is_array) continue;
    Add(entry.key_at, "wrong-block",
        {fmt::format("Écrivez [[{}]], entre doubles crochets.", entry.key),
         fmt::format("Write [[{}]], in double brackets.", entry.key)});
  }
  CheckKeys(document.root, known);
  for (const auto& [name, blocks] : document.arrays) {
    if (std::find(arrays.begin(), arrays.end(), name) != arrays.end()) continue;
    const Localized advice = SuggestionText(name, known);
    for (const Table& block : blocks) {
      Add(block.at(), "unknown-key",
          {fmt::format("Le bloc {} n'existe pas : {}.", FrenchQuote(name),
                       advice.fr),
           fmt::format("The block {} does not exist: {}.", EnglishQuote(name),
                       advice.en)});
    }
  }
}

void Mistakes::CheckKeys(const Table& table,
                         const std::vector<std::string_view>& known,
                         std::span<const Alias> aliases,
                         std::string_view prefix) {
  crible::CheckKeys(table, known, file_, issues_, aliases, prefix);
}

void Mistakes::Missing(Position at, std::string_view key,
                       std::string_view block) {
  Add(at, "missing-key",
      {fmt::format("Il manque {} dans ce {}.", key, block),
       fmt::format("This {} has no {}.", block, key)});
}

void Mistakes::Duplicate(Position at, std::string_view id) {
  Add(at, "duplicate-id",
      {fmt::format("L'id {} existe déjà plus haut.", FrenchQuote(id)),
       fmt::format("The id {} exists already, above.", EnglishQuote(id))});
}

void Mistakes::WrongKind(std::string_view key, const Value& value,
                         const Localized& wanted, const Localized& hint) {
  Localized found = value.KindName();
  if (const auto* text = value.As<std::string>()) {
    found = {FrenchQuote(*text), EnglishQuote(*text)};
  } else if (const auto number = value.AsNumber()) {
    found.fr = found.en = fmt::format("{}", *number);
  }
  Add(value.at(), "wrong-value",
      {fmt::format("{} attend {}, pas {}{}.", key, wanted.fr, found.fr,
                   hint.fr),
       fmt::format("{} wants {}, not {}{}.", key, wanted.en, found.en,
                   hint.en)});
}

const std::string* Mistakes::Text(std::string_view key, const Value& value) {
  const auto* text = value.As<std::string>();
  if (text != nullptr && !text->empty()) return text;
  WrongKind(key, value, {"un texte", "a text"});
  return nullptr;
}

std::vector<std::string> Mistakes::Texts(std::string_view key,
                                         const Value& value) {
  std::vector<std::string> texts;
  if (const auto* array = value.As<Array>()) {
    for (const Value& element : *array) {
      if (const std::string* text = Text(key, element)) texts.push_back(*text);
    }
    if (array->empty()) {
      WrongKind(key, value, {"au moins un texte", "at least one text"});
    }
  } else if (const std::string* text = Text(key, value)) {
    texts.push_back(*text);
  }
  return texts;
}

void Mistakes::ForEachText(
    const Value& value,
    const std::function<void(const std::string&, Position)>& visit) {
  if (const auto* text = value.As<std::string>()) visit(*text, value.at());
  const auto* array = value.As<Array>();
  if (array == nullptr) return;
  for (const Value& element : *array) {
    if (const auto* text = element.As<std::string>()) {
      visit(*text, element.at());
    }
  }
}

}  // namespace crible
