#ifndef CRIBLE_TOML_BLOCKS_H_
#define CRIBLE_TOML_BLOCKS_H_

#include <optional>
#include <string_view>
#include <vector>

namespace crible::toml_text {

// A part of a file that can be read alone: the lines before the first table, or
// a table with its sub-tables ("[[rule]]" and the "[rule.unless]" below it).
struct Block {
  size_t begin = 0;  // at the beginning of a line
  size_t end = 0;
};

// Cuts a text, broken or not, at lines that begin a table.
std::vector<Block> CutBlocks(std::string_view text);

// Where a dotted key has more than `parts_max` parts: toml++ nests a table a
// part, without a limit.
std::optional<size_t> FindDeepKey(std::string_view text, size_t parts_max);

}  // namespace crible::toml_text

#endif  // CRIBLE_TOML_BLOCKS_H_
