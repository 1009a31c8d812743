#ifndef CRIBLE_RULES_WORD_IMPORT_H_
#define CRIBLE_RULES_WORD_IMPORT_H_

// Turns a list of words of another tool (WordPress's disallowed keys, Coral's
// banned words, a column of a spreadsheet) into list files and rules.

#include <string>
#include <string_view>
#include <vector>

#include "base/localized.h"
#include "rules/rule_draft.h"

namespace crible {

struct ImportOptions {
  std::string name;  // of the lists and rules: "insults" → lists/insults.txt
  std::string category = "spam";
  std::string ground;
  // Nothing is stopped before somebody has seen what the list would do.
  std::string then = "watch";
};

struct ImportResult {
  // Empty when the list has none of the kind. Each line once, in the order of
  // the source.
  std::string words_file;    // for lists/NAME.txt
  std::string domains_file;  // for lists/NAME-domains.txt
  std::string rules;         // [[rule]] blocks that use them
  size_t words = 0;
  size_t domains = 0;
  size_t repeated = 0;
  // What was left out, by line, and why: addresses, patterns, words of grammar.
  struct Skipped {
    int line = 0;
    Localized why;
  };
  std::vector<Skipped> skipped;
};

// One entry a line; of lines with ';', a tab or quotes the first column. "#"
// begins a comment. Bytes that are not UTF-8 are taken for Windows-1252.
ImportResult ImportWords(std::string_view bytes, const ImportOptions& options);

}  // namespace crible

#endif  // CRIBLE_RULES_WORD_IMPORT_H_
