#ifndef CRIBLE_TOML_SYNTAX_SCAN_H_
#define CRIBLE_TOML_SYNTAX_SCAN_H_

#include <optional>
#include <string_view>
#include <vector>

#include "toml/lexer.h"

namespace crible::toml_text {

// What stands around the place where toml++ gave up.
struct Surroundings {
  Token at;        // the token that holds the place, or the next after it
  Token previous;  // before `at`, line breaks skipped; kEnd when none
  Token next;      // after `at`
  bool new_line = false;      // a line break stands between previous and at
  std::vector<size_t> open;   // offsets of brackets that are open before `at`
  size_t statement = 0;       // where the statement of `at` begins
  bool after_equals = false;  // the statement's "=" stands before `at`
};

Surroundings ScanAround(std::string_view block, size_t offset);

// The key of each statement before `end` at the block's outer level.
struct StatementKey {
  size_t begin = 0;
  std::string_view key;  // as written, without its blanks: "phrase.min"
};
std::vector<StatementKey> StatementKeys(std::string_view block, size_t end);

}  // namespace crible::toml_text

#endif  // CRIBLE_TOML_SYNTAX_SCAN_H_
