#ifndef CRIBLE_TOML_KEYS_H_
#define CRIBLE_TOML_KEYS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.h"
#include "toml/document.h"

namespace crible {

// A word that people write, and the word that is meant: {"motif", "reason"}.
struct Alias {
  std::string_view word;
  std::string_view meant;
};

// The candidate that `word` most likely was meant to be (edit distance of at
// most a third of its length, at least 1; a swap of neighbours counts one), or
// nullopt. An alias of the word wins, if what it means is a candidate or a part
// of one ("article.section" of "article").
std::optional<std::string> DidYouMean(
    std::string_view word, const std::vector<std::string_view>& candidates,
    std::span<const Alias> aliases = {});

// "write “phrase” (did you mean …)" as the end of a message about an unknown
// word: the likely candidate, else all of them when they are few.
Localized SuggestionText(std::string_view word,
                         const std::vector<std::string_view>& candidates,
                         std::span<const Alias> aliases = {});

// Adds "unknown-key" (with a suggestion) for each key of `table` not in
// `known`. `prefix` is what stands before the key in messages ("unless.").
void CheckKeys(const Table& table, const std::vector<std::string_view>& known,
               std::string_view file, std::vector<Issue>* issues,
               std::span<const Alias> aliases = {},
               std::string_view prefix = {});

}  // namespace crible

#endif  // CRIBLE_TOML_KEYS_H_
