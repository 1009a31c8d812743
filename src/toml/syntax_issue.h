#ifndef CRIBLE_TOML_SYNTAX_ISSUE_H_
#define CRIBLE_TOML_SYNTAX_ISSUE_H_

#include <string_view>

#include "base/issue.h"

namespace crible::toml_text {

// Says in plain words what is wrong where toml++ gave up: what it reports is a
// place, and what stands around the place is looked at afresh.
struct SyntaxError {
  std::string_view file;
  std::string_view block;     // begins at the beginning of a line
  int first_line = 1;         // of the block, in the file
  size_t offset = 0;          // in the block, where reading stopped
  bool redefinition = false;  // a key or table that exists already
};
Issue DescribeSyntaxError(const SyntaxError& error);

// A word where a value should stand: a text without quotes, yes, oui.
Issue DescribeBareValue(std::string_view file, Position at,
                        std::string_view bare);

// A text in double quotes that holds a backspace: "\b" of a pattern was meant.
Issue DescribeBackspace(std::string_view file, Position at);

Issue DescribeInvalidUtf8(std::string_view file, Position at,
                          unsigned char byte);
Issue DescribeDeepKey(std::string_view file, Position at, size_t parts_max);

}  // namespace crible::toml_text

#endif  // CRIBLE_TOML_SYNTAX_ISSUE_H_
