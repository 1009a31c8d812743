#include "toml/document.h"

#include <algorithm>
#include <utility>

#include "fmt/core.h"
#include "toml/blocks.h"
#include "toml/lexer.h"
#include "toml/syntax_issue.h"
#include "toml/wording.h"

// Mistakes are results here, never exceptions; this is the one file that sees
// toml++.
#define TOML_EXCEPTIONS 0
#include "toml++/toml.h"

namespace crible {
namespace {

using toml_text::Block;

// Turns toml++'s tree of one block into ours, its places into the file's.
class Converter {
 public:
  explicit Converter(int first_line) : first_line_(first_line) {}

  // Takes the texts out of the tree.
  std::shared_ptr<Table> Convert(toml::table& from) const;

 private:
  Value::Data ConvertData(toml::node& node) const;
  Array ConvertArray(toml::array& from) const;
  Position Place(const toml::source_region& region) const {
    return {static_cast<int>(region.begin.line) + first_line_ - 1,
            static_cast<int>(region.begin.column)};
  }

  int first_line_;
};

Date ConvertDate(const toml::date& date) {
  return {date.year, date.month, date.day};
}

Value::Data Converter::ConvertData(toml::node& node) const {
  switch (node.type()) {
    case toml::node_type::string:
      return std::move(node.as_string()->get());
    case toml::node_type::integer:
      return node.as_integer()->get();
    case toml::node_type::floating_point:
      return node.as_floating_point()->get();
    case toml::node_type::boolean:
      return node.as_boolean()->get();
    case toml::node_type::date:
      return ConvertDate(node.as_date()->get());
    case toml::node_type::time: {
      const toml::time time = node.as_time()->get();
      return TimeOfDay{time.hour, time.minute, time.second};
    }
    case toml::node_type::date_time: {
      const toml::date_time& both = node.as_date_time()->get();
      return DateTime{ConvertDate(both.date), both.time.hour, both.time.minute,
                      both.time.second};
    }
    case toml::node_type::array:
      return ConvertArray(*node.as_array());
    default:
      return std::shared_ptr<const Table>(Convert(*node.as_table()));
  }
}

Array Converter::ConvertArray(toml::array& from) const {
  Array array;
  array.reserve(from.size());
  for (toml::node& node : from) {
    array.emplace_back(ConvertData(node), Place(node.source()));
  }
  return array;
}

std::shared_ptr<Table> Converter::Convert(toml::table& from) const {
  auto table = std::make_shared<Table>(Place(from.source()));
  std::vector<Table::Entry> entries;
  entries.reserve(from.size());
  for (auto&& [key, node] : from) {
    entries.push_back({std::string(key.str()),
                       Value(ConvertData(node), Place(node.source())),
                       Place(key.source())});
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Table::Entry& a, const Table::Entry& b) {
                     return a.key_at < b.key_at;
                   });
  for (Table::Entry& entry : entries) table->Add(std::move(entry));
  return table;
}

bool IsTableList(const Value& value) {
  const Array* array = value.As<Array>();
  return array != nullptr && !array->empty() &&
         std::all_of(array->begin(), array->end(), [](const Value& element) {
           return element.AsTable() != nullptr;
         });
}

// The table of a value that the converter made and nobody else has seen.
Table* Owned(const Value& value) { return const_cast<Table*>(value.AsTable()); }

class DocumentReader {
 public:
  DocumentReader(std::string_view file, std::string_view bytes) : text_(bytes) {
    document_.file = file;
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
    document_.text = text_;
  }

  Document Read() {
    if (const auto deep = toml_text::FindDeepKey(text_, kDottedKeyPartsMax)) {
      document_.issues.push_back(toml_text::DescribeDeepKey(
          document_.file, toml_text::PlaceAt(text_, *deep),
          kDottedKeyPartsMax));
      return std::move(document_);
    }
    std::optional<Issue> whole = ReadBlock({0, text_.size()}, 1);
    if (whole) {
      ReadBlockByBlock();
      // Blocks that are well alone and not together.
      if (document_.issues.empty()) document_.issues.push_back(*whole);
    }
    std::sort(document_.issues.begin(), document_.issues.end(),
              [](const Issue& a, const Issue& b) { return a.at < b.at; });
    return std::move(document_);
  }

 private:
  void ReadBlockByBlock();
  std::optional<Issue> ReadBlock(Block block, int first_line);
  // Moves what `from` has.
  void Merge(Table* from, Table* into, bool outer);
  void FindBackspaces(std::string_view block, int first_line);

  std::string_view text_;
  Document document_;
  bool told_invalid_ = false;
};

void DocumentReader::ReadBlockByBlock() {
  int line = 1;
  for (const Block& block : toml_text::CutBlocks(text_)) {
    if (document_.issues.size() >= kSyntaxIssuesMax) break;
    const std::string_view bytes =
        text_.substr(block.begin, block.end - block.begin);
    if (auto issue = ReadBlock(block, line)) {
      const bool encoding = issue->kind == "invalid-utf8";
      if (!encoding || !told_invalid_) {
        document_.issues.push_back(std::move(*issue));
      }
      told_invalid_ = told_invalid_ || encoding;
    }
    line += static_cast<int>(std::count(bytes.begin(), bytes.end(), '\n'));
  }
}

// Adds what the block says to the document, or answers what is wrong with it.
std::optional<Issue> DocumentReader::ReadBlock(Block block, int first_line) {
  const std::string_view bytes =
      text_.substr(block.begin, block.end - block.begin);
  const size_t valid = toml_text::ValidUtf8(bytes);
  if (valid < bytes.size()) {
    return toml_text::DescribeInvalidUtf8(
        document_.file, toml_text::PlaceAt(bytes, valid, {first_line, 1}),
        static_cast<unsigned char>(bytes[valid]));
  }
  // toml++ 3.3 runs into undefined behaviour on é and the like outside texts
  // (is_non_ascii_horizontal_whitespace), so it must not see them.
  const std::string plain = toml_text::WithoutForeignSigns(bytes);
  toml::parse_result result =
      toml::parse(std::string_view(plain), std::string_view());
  if (!result) {
    const toml::parse_error& error = result.error();
    const std::string_view description = error.description();
    const toml::source_position at = error.source().begin;
    const Position place = {static_cast<int>(at.line),
                            static_cast<int>(at.column)};
    return toml_text::DescribeSyntaxError(
        {.file = document_.file,
         .block = bytes,
         .first_line = first_line,
         .offset = toml_text::OffsetOf(bytes, place),
         .redefinition =
             description.find("redefine") != std::string_view::npos ||
             description.find("cannot insert") != std::string_view::npos});
  }
  FindBackspaces(bytes, first_line);
  Merge(Converter(first_line).Convert(result.table()).get(), &document_.root,
        true);
  return std::nullopt;
}

void DocumentReader::Merge(Table* from, Table* into, bool outer) {
  for (Table::Entry& entry : from->TakeEntries()) {
    if (outer && IsTableList(entry.value)) {
      std::vector<Table>& tables = document_.arrays[entry.key];
      for (const Value& element : *entry.value.As<Array>()) {
        tables.push_back(std::move(*Owned(element)));
      }
      continue;
    }
    Value* there = into->FindForMerge(entry.key);
    if (there == nullptr) {
      into->Add(std::move(entry));
      continue;
    }
    Table* own = Owned(entry.value);
    if (own != nullptr && there->AsTable() != nullptr) {
      auto merged = std::make_shared<Table>(*there->AsTable());
      Merge(own, merged.get(), false);
      *there = Value(std::shared_ptr<const Table>(merged), there->at());
      continue;
    }
    document_.issues.push_back(MakeIssue(
        document_.file, entry.key_at, "duplicate-key",
        {fmt::format("{} existe déjà ailleurs dans ce fichier : réunissez les "
                     "deux.",
                     FrenchQuote(entry.key)),
         fmt::format("{} exists already elsewhere in this file: join the two.",
                     EnglishQuote(entry.key))}));
  }
}

// TOML allows "\b" in double quotes, where it is a backspace that nobody ever
// means; a raw one is no TOML at all.
void DocumentReader::FindBackspaces(std::string_view block, int first_line) {
  if (block.find("\\b") == std::string_view::npos) return;
  toml_text::Lexer lexer(block);
  for (toml_text::Token token = lexer.Next();
       token.kind != toml_text::TokenKind::kEnd; token = lexer.Next()) {
    if (token.kind != toml_text::TokenKind::kBasic &&
        token.kind != toml_text::TokenKind::kMultiBasic) {
      continue;
    }
    for (size_t i = token.begin; i + 1 < token.end; ++i) {
      if (block[i] != '\\') continue;
      if (block[i + 1] == 'b') {
        document_.issues.push_back(toml_text::DescribeBackspace(
            document_.file, toml_text::PlaceAt(block, i, {first_line, 1})));
        break;
      }
      ++i;
    }
    if (document_.issues.size() >= kSyntaxIssuesMax) return;
  }
}

}  // namespace

const Table* Value::AsTable() const {
  const auto* table = As<std::shared_ptr<const Table>>();
  return table == nullptr ? nullptr : table->get();
}

std::optional<double> Value::AsNumber() const {
  if (const auto* integer = As<int64_t>()) return static_cast<double>(*integer);
  if (const auto* real = As<double>()) return *real;
  return std::nullopt;
}

Localized Value::KindName() const {
  if (As<std::string>()) return {"un texte", "a text"};
  if (As<int64_t>()) return {"un nombre", "a number"};
  if (As<double>()) return {"un nombre décimal", "a decimal number"};
  if (As<bool>()) return {"true ou false", "true or false"};
  if (As<Date>() || As<DateTime>()) return {"une date", "a date"};
  if (As<TimeOfDay>()) return {"une heure", "a time of day"};
  if (As<Array>()) return {"une liste", "a list"};
  return {"un groupe { … }", "a group { … }"};
}

const Table::Entry* Table::FindEntry(std::string_view key) const {
  if (entries_.size() > kScannedMax) {
    const auto found = index_.find(key);
    return found == index_.end() ? nullptr : &entries_[found->second];
  }
  const auto found =
      std::find_if(entries_.begin(), entries_.end(),
                   [key](const Entry& entry) { return entry.key == key; });
  return found == entries_.end() ? nullptr : &*found;
}

const Value* Table::Find(std::string_view key) const {
  const Entry* entry = FindEntry(key);
  return entry == nullptr ? nullptr : &entry->value;
}

Value* Table::FindForMerge(std::string_view key) {
  return const_cast<Value*>(Find(key));
}

void Table::Add(Entry entry) {
  entries_.push_back(std::move(entry));
  if (entries_.size() <= kScannedMax) return;
  for (size_t i = index_.size(); i < entries_.size(); ++i) {
    index_.emplace(entries_[i].key, static_cast<uint32_t>(i));
  }
}

std::vector<Table::Entry> Table::TakeEntries() {
  index_.clear();
  return std::exchange(entries_, {});
}

const std::vector<Table>& Document::Tables(std::string_view name) const {
  static const std::vector<Table>* const kNone = new std::vector<Table>();
  const auto found = arrays.find(name);
  return found == arrays.end() ? *kNone : found->second;
}

Position Document::PlaceInText(const Value& value, size_t offset) const {
  const std::string_view bytes = text;
  size_t at = toml_text::OffsetOf(bytes, value.at());
  const bool lines = bytes.substr(at).starts_with("'''") ||
                     bytes.substr(at).starts_with("\"\"\"");
  at += lines ? 3 : 1;
  if (lines && bytes.substr(at).starts_with("\r\n")) ++at;
  if (lines && bytes.substr(at).starts_with("\n")) ++at;
  const std::string* content = value.As<std::string>();
  // With escapes the text is not in the file byte by byte.
  if (content == nullptr || !bytes.substr(at).starts_with(*content)) {
    return value.at();
  }
  const Position start = toml_text::PlaceAt(bytes, at);
  return toml_text::PlaceAt(bytes.substr(at), offset, start);
}

Document ReadDocument(std::string_view file, std::string_view bytes) {
  return DocumentReader(file, bytes).Read();
}

}  // namespace crible
