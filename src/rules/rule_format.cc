#include "rules/rule_format.h"

#include <algorithm>
#include <memory>
#include <span>
#include <utility>
#include <variant>

#include "fmt/core.h"
#include "rules/format_tree.h"
#include "toml/wording.h"

namespace crible {
namespace {

constexpr int kKeyColumns = 10;          // "must_match"
constexpr size_t kShortColumnsMax = 40;  // elements that may share a line

// -- Order ------------------------------------------------------------------

// In the order of models/README.md; conditions stand where "" is.
constexpr std::string_view kOrder[] = {
    "id",     "renamed_from", "accepts",    "category", "ground",
    "then",   "weight",       "family",     "",         "near",
    "unless", "reason",       "must_match", "must_pass"};
constexpr std::string_view kConditionOrder[] = {
    "phrase",    "exact",    "list",         "regex",    "domain",   "links",
    "contact",   "length",   "words",        "capitals", "digits",   "emoji",
    "disguised", "mentions", "time_on_page", "language", "author",   "parent",
    "article",   "repeats",  "reports",      "score",    "honeypot", "hour",
    "sites",     "until",    "all",          "any"};

size_t IndexIn(std::span<const std::string_view> names, std::string_view name) {
  return static_cast<size_t>(std::find(names.begin(), names.end(), name) -
                             names.begin());
}

// "unless.phrase" → "unless"; quotation marks dropped.
std::string_view FirstPart(std::string_view key) {
  if (key.starts_with('"') || key.starts_with('\'')) {
    return key.substr(1, key.find(key[0], 1) - 1);
  }
  return key.substr(0, key.find('.'));
}

std::pair<size_t, size_t> Rank(const FormatItem& item) {
  const std::string_view part = FirstPart(item.key);
  const size_t place = IndexIn(kOrder, part);
  if (part != "" && place < std::size(kOrder)) {
    // French before English.
    return {place, part == "reason" && item.key.ends_with("en") ? 1 : 0};
  }
  return {IndexIn(kOrder, ""), IndexIn(kConditionOrder, part)};
}

void SortKeys(FormatSection* section) {
  if (section->header != "[[rule]]") return;
  std::stable_sort(section->items.begin(), section->items.end(),
                   [](const FormatItem& a, const FormatItem& b) {
                     return Rank(a) < Rank(b);
                   });
}

// -- Layout -----------------------------------------------------------------

bool HasLineBreak(const FormatNode& node) {
  if (node.text.find('\n') != node.text.npos || !node.tail.empty()) return true;
  return std::any_of(node.items.begin(), node.items.end(),
                     [](const FormatItem& item) {
                       return !item.before.empty() || !item.after.empty() ||
                              HasLineBreak(item.value);
                     });
}

// On one line.
std::string Flat(const FormatNode& node) {
  if (node.kind == FormatNode::Kind::kScalar) return node.text;
  const bool table = node.kind == FormatNode::Kind::kTable;
  if (node.items.empty()) return table ? "{}" : "[]";
  const bool spaced =
      table || node.items[0].value.kind == FormatNode::Kind::kTable;
  std::string line;
  for (const FormatItem& item : node.items) {
    if (!line.empty()) line += ", ";
    if (table) line += item.key + " = ";
    line += Flat(item.value);
  }
  const std::string_view pad = spaced ? " " : "";
  return fmt::format("{}{}{}{}{}", table ? '{' : '[', pad, line, pad,
                     table ? '}' : ']');
}

std::string Layout(const FormatNode& node, size_t indent, size_t column);

bool MayShareLines(const FormatNode& list) {
  return std::all_of(
      list.items.begin(), list.items.end(), [](const FormatItem& item) {
        return item.value.kind == FormatNode::Kind::kScalar &&
               CountCharacters(item.value.text) <= kShortColumnsMax;
      });
}

std::string LayoutShort(const FormatNode& list, size_t indent) {
  std::string text = "[";
  size_t column = kFormatColumnsMax;
  for (const FormatItem& item : list.items) {
    const size_t width = CountCharacters(item.value.text) + 1;
    if (column + 1 + width > kFormatColumnsMax) {
      text += '\n';
      text.append(indent + 2, ' ');
      column = indent + 2;
    } else {
      text += ' ';
      ++column;
    }
    text += item.value.text + ",";
    column += width;
  }
  return text + "\n" + std::string(indent, ' ') + "]";
}

std::string LayoutList(const FormatNode& list, size_t indent) {
  if (!HasLineBreak(list) && MayShareLines(list))
    return LayoutShort(list, indent);
  const std::string margin(indent + 2, ' ');
  std::string text = "[\n";
  for (const FormatItem& item : list.items) {
    for (const std::string& comment : item.before)
      text += margin + comment + "\n";
    text += margin + Layout(item.value, indent + 2, indent + 2) + ",";
    if (!item.after.empty()) text += "  " + item.after;
    text += "\n";
  }
  for (const std::string& comment : list.tail) text += margin + comment + "\n";
  return text + std::string(indent, ' ') + "]";
}

// An inline table stays on one line but for the lists in it.
std::string LayoutTable(const FormatNode& table, size_t indent, size_t column) {
  std::string text = "{ ";
  for (const FormatItem& item : table.items) {
    if (text.size() > 2) text += ", ";
    text += item.key + " = ";
    const size_t line = text.rfind('\n');
    const size_t at =
        line == text.npos
            ? column + CountCharacters(text)
            : CountCharacters(std::string_view(text).substr(line + 1));
    text += Layout(item.value, indent, at);
  }
  return text + " }";
}

// `indent` is that of the line, `column` where the value begins on it.
std::string Layout(const FormatNode& node, size_t indent, size_t column) {
  if (node.kind == FormatNode::Kind::kScalar) return node.text;
  if (!HasLineBreak(node)) {
    std::string flat = Flat(node);
    if (node.items.empty() ||
        column + CountCharacters(flat) <= kFormatColumnsMax) {
      return flat;
    }
  }
  return node.kind == FormatNode::Kind::kArray
             ? LayoutList(node, indent)
             : LayoutTable(node, indent, column);
}

void WriteItem(const FormatItem& item, std::string* out) {
  for (const std::string& comment : item.before) *out += comment + "\n";
  const std::string start = fmt::format("{:<{}} = ", item.key, kKeyColumns);
  *out += start + Layout(item.value, 0, CountCharacters(start));
  if (!item.after.empty()) *out += "  " + item.after;
  *out += "\n";
}

// Comments above a header; rows of blank lines become one, none stands first.
void WriteBefore(const std::vector<std::string>& lines, bool header,
                 std::string* out) {
  std::string text;
  for (const std::string& line : lines) {
    if (line.empty() && (text.empty() || text.ends_with("\n\n"))) continue;
    text += line + "\n";
  }
  if (!header) {
    while (text.ends_with("\n\n")) text.pop_back();
  }
  if (text.empty() && !header) return;
  if (!out->empty()) *out += "\n";
  *out += text;
}

std::string Write(const std::vector<FormatSection>& sections) {
  std::string out;
  for (const FormatSection& section : sections) {
    WriteBefore(section.before, !section.header.empty(), &out);
    if (!section.header.empty()) {
      out += section.header;
      if (!section.after.empty()) out += "  " + section.after;
      out += "\n";
    }
    for (const FormatItem& item : section.items) WriteItem(item, &out);
    for (const std::string& comment : section.tail) out += comment + "\n";
  }
  return out;
}

// -- Meaning ----------------------------------------------------------------

bool SameTable(const Table& a, const Table& b);

bool SameData(const std::string& a, const std::string& b) { return a == b; }
bool SameData(int64_t a, int64_t b) { return a == b; }
bool SameData(double a, double b) { return a == b || (a != a && b != b); }
bool SameData(bool a, bool b) { return a == b; }
bool SameData(const Date& a, const Date& b) {
  return a.year == b.year && a.month == b.month && a.day == b.day;
}
bool SameData(const TimeOfDay& a, const TimeOfDay& b) {
  return a.hour == b.hour && a.minute == b.minute && a.second == b.second;
}
bool SameData(const DateTime& a, const DateTime& b) {
  return SameData(a.date, b.date) && a.hour == b.hour && a.minute == b.minute &&
         a.second == b.second;
}

bool SameValue(const Value& a, const Value& b);

bool SameData(const Array& a, const Array& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), SameValue);
}
bool SameData(const std::shared_ptr<const Table>& a,
              const std::shared_ptr<const Table>& b) {
  return SameTable(*a, *b);
}

template <typename... Kinds>
bool SameOfKind(const Value& a, const Value& b, const std::variant<Kinds...>*) {
  const auto same = [&](const auto* x, const auto* y) {
    return x != nullptr && y != nullptr && SameData(*x, *y);
  };
  return (same(a.As<Kinds>(), b.As<Kinds>()) || ...);
}

bool SameValue(const Value& a, const Value& b) {
  return SameOfKind(a, b, static_cast<const Value::Data*>(nullptr));
}

bool SameTable(const Table& a, const Table& b) {
  return a.entries().size() == b.entries().size() &&
         std::all_of(a.entries().begin(), a.entries().end(),
                     [&](const Table::Entry& entry) {
                       const Value* other = b.Find(entry.key);
                       return other != nullptr &&
                              SameValue(entry.value, *other);
                     });
}

}  // namespace

bool SameMeaning(const Document& a, const Document& b) {
  return SameTable(a.root, b.root) &&
         std::equal(a.arrays.begin(), a.arrays.end(), b.arrays.begin(),
                    b.arrays.end(), [](const auto& x, const auto& y) {
                      return x.first == y.first &&
                             std::equal(x.second.begin(), x.second.end(),
                                        y.second.begin(), y.second.end(),
                                        SameTable);
                    });
}

RuleFormat FormatRules(std::string_view path, std::string_view bytes) {
  Document document = ReadDocument(path, bytes);
  RuleFormat result{std::string(bytes), std::move(document.issues)};
  if (!result.issues.empty()) return result;
  auto sections = ReadFormatTree(document.text);
  if (sections) {
    for (FormatSection& section : *sections) SortKeys(&section);
    std::string text = Write(*sections);
    const Document again = ReadDocument(path, text);
    if (again.issues.empty() && SameMeaning(document, again)) {
      result.text = std::move(text);
      return result;
    }
  }
  result.issues.push_back(MakeIssue(
      path, {1, 1}, "cannot-format",
      {"Ce fichier ne peut pas être mis en forme sans en changer le sens : il "
       "reste tel quel.",
       "This file cannot be formatted without changing its meaning: it stays "
       "as it is."}));
  return result;
}

}  // namespace crible
