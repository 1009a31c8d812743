#include "bayes/corpus.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "base/localized_status.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "bayes/model.h"
#include "fmt/format.h"
#include "toml/document.h"
#include "toml/keys.h"

namespace crible {
namespace {

// What a required member of a line holds; a Status without the place.
absl::StatusOr<std::string> Required(JsonReader* json, std::string_view key) {
  CRIBLE_ASSIGN_OR_RETURN(const auto text, json->Text(key));
  if (!text) {
    return absl::InvalidArgumentError(fmt::format("\"{}\" is missing", key));
  }
  return std::string(*text);
}

absl::StatusOr<CorpusRow> ReadRow(std::string_view line, JsonReader* json) {
  CRIBLE_RETURN_IF_ERROR(json->Parse(line));
  CorpusRow row;
  CRIBLE_ASSIGN_OR_RETURN(row.id, Required(json, "id"));
  CRIBLE_ASSIGN_OR_RETURN(row.body, Required(json, "body"));
  CRIBLE_ASSIGN_OR_RETURN(row.label, Required(json, "label"));
  CRIBLE_ASSIGN_OR_RETURN(const auto language, json->Text("lang"));
  row.language = language.value_or("und");
  CRIBLE_ASSIGN_OR_RETURN(const auto family, json->Text("family"));
  row.family = family.value_or("");
  CRIBLE_ASSIGN_OR_RETURN(const auto format, json->Text("format"));
  if (format == "html") {
    row.format = BodyFormat::kHtml;
  } else if (format && format != "plain") {
    return absl::InvalidArgumentError(
        "\"format\" is neither \"plain\" nor \"html\"");
  }
  return row;
}

// Reads one [[corpus]] block; every mistake becomes an issue.
class EntryReader {
 public:
  EntryReader(const Table& table, std::string_view file,
              std::vector<Issue>* issues)
      : table_(table), file_(file), issues_(issues) {}

  MixEntry Read() {
    CheckKeys(table_,
              {"file", "category", "in", "in_max", "out", "out_max", "place",
               "und", "folds", "weight"},
              file_, issues_);
    MixEntry entry;
    entry.file = Text("file");
    entry.corpus = CorpusName(entry.file);
    entry.category = Text("category");
    entry.in = Labels("in", entry.category);
    entry.out = Labels("out", "ham");
    entry.in_max = Number("in_max", SIZE_MAX, INT64_MAX);
    entry.out_max = Number("out_max", SIZE_MAX, INT64_MAX);
    entry.place = Optional("place", "");
    entry.und = Optional("und", "und");
    if (!entry.place.empty() && !IsStratumName("other-" + entry.place)) {
      Complain(table_.Find("place")->at(), "out-of-range",
               {.fr = "`place` est fait de petites lettres, 18 au plus",
                .en = "`place` is written in small letters, at most 18"});
    }
    entry.folds = static_cast<uint32_t>(Number("folds", 1, kFoldsMax));
    entry.weight = static_cast<uint32_t>(Number("weight", 1, kCorpusWeightMax));
    return entry;
  }

 private:
  static std::string CorpusName(std::string_view file) {
    const size_t slash = file.rfind('/');
    if (slash != file.npos) file.remove_prefix(slash + 1);
    for (const std::string_view end : {".jsonl", ".train"}) {
      if (file.ends_with(end)) file.remove_suffix(end.size());
    }
    return std::string(file);
  }

  void Complain(Position at, std::string_view kind, Localized message) {
    issues_->push_back(Issue{.file = std::string(file_),
                             .at = at,
                             .kind = std::string(kind),
                             .message = std::move(message)});
  }

  std::string Text(std::string_view key) {
    const Value* value = table_.Find(key);
    if (value == nullptr) {
      Complain(
          table_.at(), "missing-key",
          FormatBoth("il manque `{} = \"…\"`", "`{} = \"…\"` is missing", key));
      return "";
    }
    const auto* text = value->As<std::string>();
    if (text != nullptr && !text->empty()) return *text;
    Complain(value->at(), "wrong-kind",
             FormatBoth("`{}` est un texte entre guillemets",
                        "`{}` is a text between quotation marks", key));
    return "";
  }

  std::string Optional(std::string_view key, std::string_view by_default) {
    return table_.Find(key) == nullptr ? std::string(by_default) : Text(key);
  }

  std::vector<std::string> Labels(std::string_view key,
                                  std::string_view by_default) {
    const Value* value = table_.Find(key);
    if (value == nullptr) return {std::string(by_default)};
    std::vector<std::string> labels;
    const Array* array = value->As<Array>();
    bool all_texts = array != nullptr;
    for (size_t i = 0; all_texts && i < array->size(); ++i) {
      const auto* text = (*array)[i].As<std::string>();
      all_texts = text != nullptr;
      if (all_texts) labels.push_back(*text);
    }
    if (!all_texts) {
      Complain(value->at(), "wrong-kind",
               FormatBoth("`{}` est une liste de textes : [\"ham\"]",
                          "`{}` is a list of texts: [\"ham\"]", key));
    }
    return labels;
  }

  size_t Number(std::string_view key, size_t by_default, int64_t max) {
    const Value* value = table_.Find(key);
    if (value == nullptr) return by_default;
    const int64_t* number = value->As<int64_t>();
    if (number != nullptr && *number >= 1 && *number <= max) {
      return static_cast<size_t>(*number);
    }
    Complain(value->at(), "out-of-range",
             FormatBoth("`{}` est un nombre entier de 1 à {}",
                        "`{}` is a whole number from 1 to {}", key, max));
    return by_default;
  }

  const Table& table_;
  const std::string_view file_;
  std::vector<Issue>* const issues_;
};

bool Holds(const std::vector<std::string>& labels, const std::string& label) {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

// Rows of one side of an entry, the smallest hashes first, cut at the cap.
void TakeSide(bool in, size_t max, const MixEntry& entry, std::string_view salt,
              std::vector<CorpusRow>* rows, std::vector<MixRow>* taken) {
  std::vector<std::pair<std::string, CorpusRow*>> ordered;
  for (CorpusRow& row : *rows) {
    if (!Holds(in ? entry.in : entry.out, row.label)) continue;
    ordered.emplace_back(Sha256Hex(fmt::format("{}:{}", salt, row.id)), &row);
  }
  std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second->id < b.second->id;
  });
  ordered.resize(std::min(max, ordered.size()));
  for (auto& [hash, row] : ordered) {
    taken->push_back(
        MixRow{.row = std::move(*row), .in = in, .corpus = entry.corpus});
  }
}

std::string StratumOf(const MixEntry& entry, const CorpusRow& row) {
  const std::string_view language =
      LanguageStratum(row.language == "und" ? entry.und : row.language);
  if (entry.place.empty()) return std::string(language);
  return fmt::format("{}-{}", language, entry.place);
}

// "ours:3": what is about the same stays together.
std::string FoldOf(const MixEntry& entry, const CorpusRow& row) {
  if (entry.folds <= 1) return entry.corpus;
  const std::string& key = row.family.empty() ? row.id : row.family;
  // Sixty bits of the hash are enough to cut by.
  const uint64_t hash = std::stoull(Sha256Hex(key).substr(0, 15), nullptr, 16);
  return fmt::format("{}:{}", entry.corpus, hash % entry.folds);
}

}  // namespace

absl::StatusOr<std::vector<CorpusRow>> ReadCorpus(std::string_view file,
                                                  std::string_view bytes) {
  std::vector<CorpusRow> rows;
  JsonReader json;
  for (size_t number = 1; !bytes.empty(); ++number) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    absl::StatusOr<CorpusRow> row = ReadRow(line, &json);
    if (!row.ok()) {
      return WithPlace(row.status(), fmt::format("{}:{}", file, number));
    }
    rows.push_back(*std::move(row));
  }
  return rows;
}

Mix ReadMix(std::string_view file, std::string_view bytes) {
  Document document = ReadDocument(file, bytes);
  Mix mix{.issues = std::move(document.issues)};
  CheckKeys(document.root, {"salt"}, file, &mix.issues);
  if (const Value* salt = document.root.Find("salt")) {
    if (const auto* text = salt->As<std::string>()) mix.salt = *text;
  }
  for (const auto& [name, tables] : document.arrays) {
    for (const Table& table : tables) {
      if (name == "corpus") {
        mix.entries.push_back(EntryReader(table, file, &mix.issues).Read());
        continue;
      }
      mix.issues.push_back(Issue{
          .file = std::string(file),
          .at = table.at(),
          .kind = "unknown-key",
          .message =
              FormatBoth("[[{}]] est inconnu ; ici, tout est [[corpus]]",
                         "[[{}]] is unknown; all is [[corpus]] here", name)});
    }
  }
  SortIssues(&mix.issues);
  return mix;
}

std::vector<MixRow> SelectRows(const MixEntry& entry, std::string_view salt,
                               std::vector<CorpusRow> rows) {
  std::vector<MixRow> taken;
  TakeSide(true, entry.in_max, entry, salt, &rows, &taken);
  TakeSide(false, entry.out_max, entry, salt, &rows, &taken);
  for (MixRow& row : taken) {
    row.fold = FoldOf(entry, row.row);
    row.stratum = StratumOf(entry, row.row);
    row.weight = entry.weight;
  }
  std::sort(taken.begin(), taken.end(), [](const MixRow& a, const MixRow& b) {
    return a.row.id < b.row.id;
  });
  return taken;
}

}  // namespace crible
