#ifndef CRIBLE_RULES_FORMAT_TREE_H_
#define CRIBLE_RULES_FORMAT_TREE_H_

// A TOML file as its author sees it: sections, keys and values as typed, with
// their comments. For formatting; values are read by toml/document.h.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crible {

struct FormatItem;

struct FormatNode {
  enum class Kind { kScalar, kArray, kTable };
  Kind kind = Kind::kScalar;
  std::string text;  // of a scalar, as typed
  std::vector<FormatItem> items;
  std::vector<std::string> tail;  // comments before the closing bracket
};

// An element of a list, or a key with its value.
struct FormatItem {
  std::vector<std::string> before;  // comments on lines of their own
  std::string key;                  // dotted, as typed; empty for an element
  FormatNode value;
  std::string after;  // the comment at the end of its line
};

// What follows a header up to the next one. The first section has no header;
// the last may have nothing but comments.
struct FormatSection {
  std::vector<std::string> before;  // "" is a blank line
  std::string header;               // "[[rule]]"
  std::string after;
  std::vector<FormatItem> items;
  std::vector<std::string> tail;  // comments right below the last key
};

// The text must be well-formed TOML; nullopt where it is seen not to be.
std::optional<std::vector<FormatSection>> ReadFormatTree(std::string_view text);

}  // namespace crible

#endif  // CRIBLE_RULES_FORMAT_TREE_H_
