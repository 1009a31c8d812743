#include "toml/wording.h"

#include <algorithm>

#include "fmt/core.h"

namespace crible {
namespace {

constexpr size_t kQuotedCharactersMax = 60;
constexpr std::string_view kNoBreakSpace = "\u00a0";

std::string Join(const std::vector<std::string_view>& words,
                 std::string_view last) {
  std::string joined;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) joined += i + 1 == words.size() ? last : ", ";
    joined += words[i];
  }
  return joined;
}

// "… : x" keeps its colon on the line, as French printers do.
std::string FrenchSpacing(std::string_view text) {
  std::string spaced;
  for (size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i + 1);
    const bool before = rest.starts_with(":") || rest.starts_with(";") ||
                        rest.starts_with("?") || rest.starts_with("!") ||
                        rest.starts_with("»");
    const bool after = i >= 2 && text.substr(i - 2, 2) == "«";
    const bool space = text[i] == ' ' && (before || after);
    spaced += space ? kNoBreakSpace : text.substr(i, 1);
  }
  return spaced;
}

Issue Make(std::string_view file, Position at, Severity severity,
           std::string_view kind, Localized message) {
  return Issue{std::string(file), at, severity, std::string(kind),
               Localized{FrenchSpacing(message.fr), std::move(message.en)}};
}

}  // namespace

std::string Excerpt(std::string_view text) {
  std::string shown;
  size_t characters = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool starts = (text[i] & 0xC0) != 0x80;
    if (starts && ++characters > kQuotedCharactersMax) return shown + "…";
    const bool control = static_cast<unsigned char>(text[i]) < 0x20;
    shown.push_back(control ? ' ' : text[i]);
  }
  return shown;
}

size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string FrenchQuote(std::string_view text) {
  return fmt::format("« {} »", Excerpt(text));
}

std::string EnglishQuote(std::string_view text) {
  return fmt::format("“{}”", Excerpt(text));
}

std::string FrenchList(const std::vector<std::string_view>& words) {
  return Join(words, " ou ");
}

std::string EnglishList(const std::vector<std::string_view>& words) {
  return Join(words, " or ");
}

Issue MakeIssue(std::string_view file, Position at, std::string_view kind,
                Localized message) {
  return Make(file, at, Severity::kError, kind, std::move(message));
}

Issue MakeWarning(std::string_view file, Position at, std::string_view kind,
                  Localized message) {
  return Make(file, at, Severity::kWarning, kind, std::move(message));
}

}  // namespace crible
