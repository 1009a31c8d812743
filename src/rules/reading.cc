#include "rules/reading.h"

#include <algorithm>
#include <cmath>

#include "rules/key_aliases.h"
#include "toml/duration.h"

namespace crible {

void Reading::Add(Issue issue) {
  if (issue.severity == Severity::kError) ++errors_;
  issues_->push_back(std::move(issue));
}

void Reading::Fail(Position at, std::string_view kind, Localized message) {
  Add(MakeIssue(document_.file, at, kind, std::move(message)));
}

void Reading::Warn(Position at, std::string_view kind, Localized message) {
  if (std::find(accepted_.begin(), accepted_.end(), kind) != accepted_.end()) {
    return;
  }
  Add(MakeWarning(document_.file, at, kind, std::move(message)));
}

void Reading::WrongKind(const Slot& slot, const Localized& wanted) {
  const Localized kind = slot.value->KindName();
  Fail(slot.value->at(), "wrong-kind",
       {fmt::format("« {} » attend {}, pas {}.", slot.key, wanted.fr, kind.fr),
        fmt::format("“{}” wants {}, not {}.", slot.key, wanted.en, kind.en)});
}

void Reading::Known(const Table& table,
                    const std::vector<std::string_view>& known,
                    std::string_view prefix) {
  const size_t before = issues_->size();
  CheckKeys(table, known, document_.file, issues_, KeyAliases(), prefix);
  errors_ += issues_->size() - before;
  for (const Table::Entry& entry : table.entries()) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) {
      continue;
    }
    if (auto meant = DidYouMean(entry.key, known, KeyAliases())) {
      meant_.insert(*std::move(meant));
    }
  }
}

void Reading::BeginRule() {
  meant_.clear();
  accepted_.clear();
  conditions_whole = true;
  phrases = 0;
}

std::optional<std::string_view> Reading::Text(const Slot& slot) {
  const auto* text = slot.value->As<std::string>();
  if (text == nullptr) {
    WrongKind(slot, {"un texte entre guillemets", "a text between quotes"});
    return std::nullopt;
  }
  return *text;
}

std::vector<PlacedText> Reading::Texts(const Slot& slot) {
  static constexpr std::string_view kFrench =
      "un texte ou une liste de textes, [\"…\", \"…\"]";
  static constexpr std::string_view kEnglish =
      "a text or a list of texts, [\"…\", \"…\"]";
  const Localized wanted = {std::string(kFrench), std::string(kEnglish)};
  std::vector<PlacedText> texts;
  if (const auto* text = slot.value->As<std::string>()) {
    return {{*text, slot.value}};
  }
  const auto* list = slot.value->As<Array>();
  if (list == nullptr) {
    WrongKind(slot, wanted);
    return {};
  }
  if (list->empty()) {
    Fail(slot.value->at(), "empty-list",
         FormatBoth("La liste de « {0} » est vide : remplissez-la, ou "
                    "supprimez la ligne.",
                    "The list of “{0}” is empty: fill it, or delete the line.",
                    slot.key));
  }
  for (const Value& item : *list) {
    if (const auto* text = item.As<std::string>()) {
      texts.push_back({*text, &item});
    } else {
      WrongKind({slot.key, &item, item.at()}, wanted);
    }
  }
  return texts;
}

std::vector<std::string> Reading::Strings(const Slot& slot) {
  std::vector<std::string> strings;
  for (const PlacedText& text : Texts(slot)) strings.emplace_back(text.text);
  return strings;
}

std::optional<bool> Reading::Flag(const Slot& slot) {
  if (const auto* flag = slot.value->As<bool>()) return *flag;
  WrongKind(slot, {"true ou false, sans guillemets",
                   "true or false, without quotes"});
  return std::nullopt;
}

std::optional<double> Reading::Number(const Slot& slot) {
  const std::optional<double> number = slot.value->AsNumber();
  if (!number || !std::isfinite(*number)) {
    WrongKind(slot, {"un nombre, sans guillemets", "a number, without quotes"});
    return std::nullopt;
  }
  return number;
}

std::optional<uint32_t> Reading::Count(const Slot& slot, uint32_t min,
                                       uint32_t max) {
  const auto* number = slot.value->As<int64_t>();
  if (number == nullptr) {
    WrongKind(slot, {"un nombre entier, sans guillemets",
                     "a whole number, without quotes"});
    return std::nullopt;
  }
  if (*number < min || *number > max) {
    Fail(slot.value->at(), "out-of-range",
         FormatBoth("« {} » va de {} à {} : {} n'est pas possible.",
                    "“{}” goes from {} to {}: {} is not possible.", slot.key,
                    min, max, *number));
    return std::nullopt;
  }
  return static_cast<uint32_t>(*number);
}

std::optional<double> Reading::Seconds(const Slot& slot) {
  if (const auto* text = slot.value->As<std::string>()) {
    if (const auto duration = ParseDuration(*text)) {
      return absl::ToDoubleSeconds(*duration);
    }
  }
  const std::optional<double> bare = slot.value->AsNumber();
  const bool long_time = slot.key.find(".age") != std::string::npos;
  const std::string sample =
      fmt::format("{:g} {}", bare.value_or(10), long_time ? "d" : "min");
  Fail(slot.value->at(), "bad-duration",
       FormatBoth("« {0} » attend une durée avec son unité, par exemple "
                  "\"{1}\" (s, min, h, d ou j, mois, an).",
                  "“{0}” wants a duration with its unit, for example "
                  "\"{1}\" (s, min, h, d, months, year).",
                  slot.key, sample));
  return std::nullopt;
}

const Table* Reading::Group(const Slot& slot,
                            const std::vector<std::string_view>& known) {
  const Table* table = slot.value->AsTable();
  if (table == nullptr) {
    const Localized names = {FrenchList(known), EnglishList(known)};
    Fail(slot.value->at(), "wrong-kind",
         {fmt::format("« {0} » ne prend pas de valeur seule : écrivez {0}.{1} "
                      "= … (possible : {2}).",
                      slot.key, known.front(), names.fr),
          fmt::format("“{0}” takes no value alone: write {0}.{1} = … "
                      "(possible: {2}).",
                      slot.key, known.front(), names.en)});
    return nullptr;
  }
  Known(*table, known, slot.key + ".");
  return table;
}

std::vector<std::string> Reading::ListLines(std::string_view path,
                                            Position at) {
  if (context_.read_list == nullptr) return {};
  auto lines = context_.read_list(path);
  if (lines.ok()) {
    if (lines->empty()) {
      Fail(at, "empty-list-file",
           FormatBoth("La liste « {} » est vide : ajoutez-y une ligne.",
                      "The list “{}” is empty: add a line to it.",
                      Excerpt(path)));
    }
    return *std::move(lines);
  }
  const std::string names(lines.status().message());
  std::vector<std::string_view> known;
  for (size_t begin = 0; begin < names.size();) {
    const size_t end = std::min(names.find(", ", begin), names.size());
    known.push_back(std::string_view(names).substr(begin, end - begin));
    begin = end + 2;
  }
  const Localized advice = known.empty()
                               ? Localized{"créez ce fichier à côté de rules/",
                                           "create this file beside rules/"}
                               : SuggestionText(path, known);
  Fail(at, "unknown-list",
       FormatBoth("La liste « {} » n'existe pas : ", "There is no list “{}”: ",
                  Excerpt(path)));
  issues_->back().message.fr += advice.fr + ".";
  issues_->back().message.en += advice.en + ".";
  return {};
}

SharedTexts Reading::TextsOrLists(const std::vector<PlacedText>& texts) {
  return Once(texts, &ListBook::lines, [&] {
    std::vector<std::string> all;
    for (const PlacedText& text : texts) {
      if (!text.text.starts_with("lists/")) {
        all.emplace_back(text.text);
        continue;
      }
      for (std::string& line : ListLines(text.text, text.value->at())) {
        all.push_back(std::move(line));
      }
    }
    return all;
  });
}

}  // namespace crible
