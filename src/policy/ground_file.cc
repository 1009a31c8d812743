#include <string>

#include "fmt/core.h"
#include "policy/ground.h"
#include "policy/reader.h"
#include "toml/document.h"
#include "toml/duration.h"
#include "toml/keys.h"
#include "toml/wording.h"

namespace crible {
namespace {

// Data kept for longer would need another reason than moderation.
constexpr absl::Duration kRetentionMax = absl::Hours(24 * 365 * 6);

class GroundReader {
 public:
  GroundReader(std::string_view path, GroundFile* file)
      : file_(file), mistakes_(path, &file->issues) {}

  void Read(std::string_view bytes);

 private:
  void ReadGround(const Table& table);
  void ReadId(const Table& table, Ground* ground);
  void ReadLocalized(const Table& table, std::string_view key, Localized* text);
  void ReadYesNo(const Table& table, std::string_view key, bool* out);
  void ReadRetention(const Table& table, Ground* ground);
  void ReadLane(const Value& value, Ground* ground);

  GroundFile* const file_;
  Mistakes mistakes_;
};

void GroundReader::Read(std::string_view bytes) {
  const Document document = ReadDocument(mistakes_.file(), bytes);
  mistakes_.AddAll(document.issues);
  mistakes_.CheckTables(document, {}, {"ground"});
  for (const Table& table : document.Tables("ground")) ReadGround(table);
  SortIssues(&file_->issues);
}

void GroundReader::ReadGround(const Table& table) {
  static constexpr Alias kAliases[] = {
      {"libellé", "label"},      {"motif", "label"},
      {"texte", "author_text"},  {"text", "author_text"},
      {"author", "author_text"}, {"article", "clause"},
      {"retenue", "retention"},  {"conservation", "retention"},
      {"keep", "retention"},     {"file", "lane"},
      {"légal", "legal"},        {"exposé", "statement"},
      {"catégorie", "category"}, {"categorie", "category"}};
  mistakes_.CheckKeys(table,
                      {"id", "label", "author_text", "clause", "legal",
                       "retention", "lane", "statement", "category"},
                      kAliases);
  Ground ground;
  ReadId(table, &ground);
  ReadLocalized(table, "label", &ground.label);
  ReadLocalized(table, "author_text", &ground.author_text);
  ReadRetention(table, &ground);
  if (const Value* clause = table.Find("clause")) {
    const std::string* text = mistakes_.Text("clause", *clause);
    if (text != nullptr) ground.clause = *text;
  }
  ReadYesNo(table, "legal", &ground.legal);
  ReadYesNo(table, "statement", &ground.statement);
  if (const Value* lane = table.Find("lane")) ReadLane(*lane, &ground);
  if (const Value* category = table.Find("category")) {
    const std::string* text = mistakes_.Text("category", *category);
    if (text != nullptr) ground.category = *text;
  }
  if (ground.id.empty()) return;
  const std::string id = ground.id;
  file_->grounds.insert_or_assign(id, std::move(ground));
}

void GroundReader::ReadId(const Table& table, Ground* ground) {
  const Value* value = table.Find("id");
  if (value == nullptr)
    return mistakes_.Missing(table.at(), "id", "[[ground]]");
  const std::string* id = mistakes_.Text("id", *value);
  if (id == nullptr) return;
  const bool plain =
      id->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") ==
      std::string::npos;
  if (!plain) {
    return mistakes_.WrongKind(
        "id", *value,
        {"des minuscules sans accent, des chiffres, _ ou -",
         "lower-case letters without accents, digits, _ or -"});
  }
  if (file_->grounds.contains(*id)) {
    return mistakes_.Duplicate(value->at(), *id);
  }
  ground->id = *id;
}

void GroundReader::ReadLocalized(const Table& table, std::string_view key,
                                 Localized* text) {
  const Value* value = table.Find(key);
  if (value == nullptr) return mistakes_.Missing(table.at(), key, "[[ground]]");
  const Table* languages = value->AsTable();
  if (languages == nullptr) {
    const std::string example = fmt::format("{}.fr = \"…\"", key);
    return mistakes_.WrongKind(key, *value,
                               {fmt::format("une langue : {}", example),
                                fmt::format("a language: {}", example)});
  }
  const std::string prefix = fmt::format("{}.", key);
  mistakes_.CheckKeys(*languages, {"fr", "en"}, {}, prefix);
  for (const auto& [language, target] :
       {std::pair("fr", &text->fr), std::pair("en", &text->en)}) {
    const Value* said = languages->Find(language);
    if (said == nullptr) continue;
    const std::string* words = mistakes_.Text(prefix + language, *said);
    if (words != nullptr) *target = *words;
  }
  // A site of one language need not write the other.
  if (text->fr.empty()) text->fr = text->en;
  if (text->en.empty()) text->en = text->fr;
  if (languages->entries().empty()) {
    mistakes_.Missing(value->at(), prefix + "fr", "[[ground]]");
  }
}

void GroundReader::ReadYesNo(const Table& table, std::string_view key,
                             bool* out) {
  const Value* value = table.Find(key);
  if (value == nullptr) return;
  const bool* yes = value->As<bool>();
  if (yes != nullptr) {
    *out = *yes;
  } else {
    mistakes_.WrongKind(key, *value, {"true ou false", "true or false"});
  }
}

void GroundReader::ReadRetention(const Table& table, Ground* ground) {
  const Value* value = table.Find("retention");
  if (value == nullptr) {
    return mistakes_.Missing(table.at(), "retention", "[[ground]]");
  }
  const auto* text = value->As<std::string>();
  const auto duration = text == nullptr ? std::nullopt : ParseDuration(*text);
  if (duration && *duration > absl::ZeroDuration() &&
      *duration <= kRetentionMax) {
    ground->retention = *duration;
    return;
  }
  mistakes_.WrongKind("retention", *value,
                      {"une durée de six ans au plus, comme \"4 mois\"",
                       "a duration of six years at most, as \"4 months\""});
}

void GroundReader::ReadLane(const Value& value, Ground* ground) {
  const auto* text = value.As<std::string>();
  for (const Lane lane : {Lane::kNormal, Lane::kFirst, Lane::kUrgent}) {
    if (text == nullptr || *text != LaneName(lane)) continue;
    ground->lane = lane;
    return;
  }
  mistakes_.WrongKind(
      "lane", value,
      {R"("normal", "first" ou "urgent")", R"("normal", "first" or "urgent")"});
}

}  // namespace

GroundFile ReadGrounds(std::string_view path, std::string_view bytes) {
  GroundFile file;
  GroundReader(path, &file).Read(bytes);
  return file;
}

}  // namespace crible
