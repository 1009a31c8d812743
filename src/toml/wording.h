#ifndef CRIBLE_TOML_WORDING_H_
#define CRIBLE_TOML_WORDING_H_

// How mistakes in authored files are worded: one place for quotation marks,
// French spacing and the shortening of what a message quotes.

#include <string>
#include <string_view>
#include <vector>

#include "base/issue.h"

namespace crible {

// What a message may quote of a file: cut with "…" when long, on one line.
std::string Excerpt(std::string_view text);

// Code points, as people count a text.
size_t CountCharacters(std::string_view text);

// « x » and “x” around the excerpt.
std::string FrenchQuote(std::string_view text);
std::string EnglishQuote(std::string_view text);

// "a, b ou c" / "a, b or c".
std::string FrenchList(const std::vector<std::string_view>& words);
std::string EnglishList(const std::vector<std::string_view>& words);

// An error. Ordinary spaces of `message.fr` before : ; ? ! and inside « »
// become no-break spaces.
Issue MakeIssue(std::string_view file, Position at, std::string_view kind,
                Localized message);
Issue MakeWarning(std::string_view file, Position at, std::string_view kind,
                  Localized message);

}  // namespace crible

#endif  // CRIBLE_TOML_WORDING_H_
