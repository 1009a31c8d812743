#ifndef CRIBLE_RULES_PATTERN_BOOK_H_
#define CRIBLE_RULES_PATTERN_BOOK_H_

// The regular expressions of all rules, each once, behind the literals that
// they need: one scanner a field and view says which are worth running.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/string_map.h"
#include "comment/comment.h"
#include "re2/re2.h"
#include "rules/literal_scanner.h"
#include "rules/pattern.h"
#include "text/view.h"

namespace crible {

struct Pattern {
  std::unique_ptr<RE2> re;
  Field field = Field::kBody;
  ViewKind view = ViewKind::kRead;
  // Atoms of which one each must stand in the text; none: always run.
  std::vector<std::vector<uint32_t>> clauses;
  std::vector<uint32_t> leaves;  // the conditions that use it
};

// What is scanned for in one view of one field.
struct PatternFilter {
  Field field = Field::kBody;
  ViewKind view = ViewKind::kRead;
  LiteralScanner scanner;
  uint32_t first_atom = 0;  // the scanner's literal 0 in the book's atoms
};

class PatternBook {
 public:
  // Enters a pattern for a condition and answers its number; the other way,
  // RE2's complaint.
  struct Added {
    uint32_t pattern = 0;
    std::string error;
  };
  Added Add(const std::string& text, Field field, ViewKind view, uint32_t leaf,
            int64_t memory_bytes);
  // False if the literals of a view pass LiteralScanner::kBytesMax.
  bool Build();

  std::span<const Pattern> patterns() const { return patterns_; }
  std::span<const PatternFilter> filters() const { return filters_; }
  // The patterns whose first clause has the atom.
  std::span<const uint32_t> ByAtom(uint32_t atom) const {
    return by_atom_[atom];
  }
  size_t atoms() const { return by_atom_.size(); }
  size_t memory_bytes() const;

 private:
  bool BuildFilter(Field field, ViewKind view);

  std::vector<Pattern> patterns_;
  std::vector<std::vector<std::vector<std::string>>> clauses_;  // by pattern
  StringMap<uint32_t> pattern_of_;
  std::vector<PatternFilter> filters_;
  std::vector<std::vector<uint32_t>> by_atom_;
};

}  // namespace crible

#endif  // CRIBLE_RULES_PATTERN_BOOK_H_
