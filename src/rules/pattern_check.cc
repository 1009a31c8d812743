#include "rules/pattern_check.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <string>

#include "rules/regex_size.h"
#include "rules/regex_syntax.h"

namespace crible {
namespace {

struct Mistake {
  size_t offset = 0;
  Localized message;
};

// Where the class that opens at `open` ends; a bracket that comes first in it
// stands for itself.
size_t ClassEnd(std::string_view pattern, size_t open) {
  size_t i = open + 1;
  if (pattern.substr(i).starts_with("^")) ++i;
  if (pattern.substr(i).starts_with("]")) ++i;
  while (i < pattern.size() && pattern[i] != ']') {
    i += pattern[i] == '\\' ? 2 : 1;
  }
  return std::min(i, pattern.size());
}

// The parenthesis that has no partner: the last one left open, or, with
// `closing`, the first that closes nothing.
size_t LoneParenthesis(std::string_view pattern, bool closing) {
  std::vector<size_t> open;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      ++i;
    } else if (c == '[') {
      i = ClassEnd(pattern, i);
    } else if (c == '(') {
      open.push_back(i);
    } else if (c == ')') {
      if (open.empty()) return closing ? i : 0;
      open.pop_back();
    }
  }
  return open.empty() ? 0 : open.back();
}

// About what is repeated, and ways that RE2 does not have.
Localized WordsForOperator(RE2::ErrorCode code, const std::string& arg) {
  switch (code) {
    case RE2::ErrorRepeatArgument:
      return FormatBoth(
          "« {0} » ne répète rien : mettez devant ce qui se "
          "répète, ou écrivez \\{0} pour le signe lui-même.",
          "“{0}” repeats nothing: put before it what repeats, or "
          "write \\{0} for the sign itself.",
          arg);
    case RE2::ErrorRepeatSize:
      return FormatBoth(
          "La répétition « {} » n'est pas possible : le premier "
          "nombre est le plus petit, le second 1000 au plus.",
          "The repetition “{}” is not possible: the first number "
          "is the smaller, the second at most 1000.",
          arg);
    case RE2::ErrorRepeatOp:
      return FormatBoth("« {} » répète deux fois : gardez un seul signe.",
                        "“{}” repeats twice: keep one sign.", arg);
    case RE2::ErrorBadCharClass:
    case RE2::ErrorBadCharRange:
      return FormatBoth(
          "« {} » n'est pas une suite de caractères : écrivez "
          "par exemple [a-z], du premier au dernier.",
          "“{}” is no range of characters: write for example "
          "[a-z], from the first to the last.",
          arg);
    case RE2::ErrorBadNamedCapture:
      return FormatBoth(
          "« {} » nomme mal un groupe : écrivez (?P<nom>…), ou "
          "(…) sans nom.",
          "“{}” names a group wrongly: write (?P<name>…), or (…) "
          "without a name.",
          arg);
    case RE2::ErrorBadPerlOp:
      return FormatBoth(
          "« {} » n'existe pas ici : pour exclure, écrivez "
          "unless.regex ; pour deux mots proches, near.",
          "“{}” does not exist here: to exclude, write "
          "unless.regex; for two words near each other, near.",
          arg);
    default:
      return {
          "Ce motif est trop grand : raccourcissez-le, ou baissez les "
          "nombres entre { et }.",
          "This pattern is too large: shorten it, or lower the numbers "
          "between { and }."};
  }
}

// About signs that have no partner or no meaning.
Localized WordsFor(RE2::ErrorCode code, std::string_view part) {
  const std::string arg = Excerpt(part);
  switch (code) {
    case RE2::ErrorBadEscape:
      if (!part.empty() && part.back() >= '0' && part.back() <= '9') {
        return FormatBoth(
            "« {} » (rappel d'un groupe) n'existe pas ici : "
            "écrivez le texte en toutes lettres.",
            "“{}” (a back-reference) does not exist here: write "
            "the text out.",
            arg);
      }
      return FormatBoth(
          "« {} » n'existe pas dans un motif : pour le caractère "
          "lui-même, ôtez la barre oblique inverse.",
          "“{}” does not exist in a pattern: for the character "
          "itself, take the backslash away.",
          arg);
    case RE2::ErrorMissingBracket:
      return FormatBoth("Il manque le crochet ] qui ferme « {} » : ajoutez-le.",
                        "The bracket ] that closes “{}” is missing: add it.",
                        arg);
    case RE2::ErrorMissingParen:
      return {
          "Cette parenthèse n'est pas fermée : ajoutez ), ou écrivez \\( "
          "pour le signe lui-même.",
          "This parenthesis is not closed: add ), or write \\( for the "
          "sign itself."};
    case RE2::ErrorUnexpectedParen:
      return {
          "Cette parenthèse ne ferme rien : supprimez-la, ou écrivez \\) "
          "pour le signe lui-même.",
          "This parenthesis closes nothing: delete it, or write \\) for "
          "the sign itself."};
    case RE2::ErrorTrailingBackslash:
      return {
          "Le motif finit par une barre oblique inverse : supprimez-la, ou "
          "écrivez \\\\ pour le signe lui-même.",
          "The pattern ends with a backslash: delete it, or write \\\\ for "
          "the sign itself."};
    default:
      return WordsForOperator(code, arg);
  }
}

Mistake Refusal(const RE2& re, std::string_view pattern) {
  Mistake mistake{.message = WordsFor(re.error_code(), re.error_arg())};
  switch (re.error_code()) {
    case RE2::ErrorMissingParen:
      mistake.offset = LoneParenthesis(pattern, false);
      break;
    case RE2::ErrorUnexpectedParen:
      mistake.offset = LoneParenthesis(pattern, true);
      break;
    case RE2::ErrorTrailingBackslash:
      mistake.offset = pattern.size() - 1;
      break;
    default: {
      const size_t found = pattern.find(re.error_arg());
      mistake.offset = found == std::string_view::npos ? 0 : found;
    }
  }
  return mistake;
}

// Whether the pattern finds a match without a character in ordinary text.
bool FindsNothing(const RE2& re) {
  for (const std::string_view text : {"", "a b"}) {
    re2::StringPiece match;
    if (re.Match(re2::StringPiece(text.data(), text.size()), 0, text.size(),
                 RE2::UNANCHORED, &match, 1) &&
        match.empty()) {
      return true;
    }
  }
  return false;
}

// Of two bytes each.
constexpr std::string_view kAccented = "àâäéèêëîïôöùûüçñÀÂÄÉÈÊËÎÏÔÖÙÛÜÇÑ";

// Where a folded or skeleton view can never follow: a capital or an accented
// letter that stands for itself. Classes are passed over, their other members
// may do.
std::optional<Mistake> FindUnfolded(std::string_view pattern) {
  if (pattern.find("(?i") != std::string_view::npos) return std::nullopt;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      ++i;
      const bool braces = pattern.substr(i + 1).starts_with("{");
      if (braces) i = std::min(pattern.find('}', i), pattern.size());
      // \pL, \PN: the letter names a class.
      if (!braces && i < pattern.size() &&
          (pattern[i] == 'p' || pattern[i] == 'P')) {
        ++i;
      }
      continue;
    }
    if (c == '[') {
      i = ClassEnd(pattern, i);
      continue;
    }
    if (c == '(' && pattern.substr(i).starts_with("(?")) {
      i = std::min(pattern.find_first_of(":)>", i), pattern.size());
      continue;
    }
    const bool capital = c >= 'A' && c <= 'Z';
    const std::string_view letter = pattern.substr(i, 2);
    const bool two_bytes = (c & 0xE0) == 0xC0;
    const bool accent =
        two_bytes && kAccented.find(letter) != std::string_view::npos;
    if (!capital && !accent) continue;
    const std::string_view sign = accent ? letter : pattern.substr(i, 1);
    return Mistake{
        i, FormatBoth(
               "Les majuscules et les accents sont ôtés avant la recherche, "
               "« {} » ne sera jamais trouvé : écrivez sans, ou ajoutez "
               "regex.view = \"plain\".",
               "Capitals and accents are removed before the search, “{}” "
               "will never be found: write without, or add regex.view = "
               "\"plain\".",
               sign)};
  }
  return std::nullopt;
}

void CheckFolded(const PlacedText& pattern, ViewKind view, Reading* reading) {
  if (view == ViewKind::kPlain) return;
  if (std::optional<Mistake> mistake = FindUnfolded(pattern.text)) {
    reading->Fail(reading->PlaceInText(*pattern.value, mistake->offset),
                  "unfolded-pattern", std::move(mistake->message));
  }
}

}  // namespace

// RE2 is asked only about what is unusual: it takes a hundred times as long.
void CheckPattern(const PlacedText& pattern, ViewKind view, Reading* reading) {
  // A backspace has been told of by the reader of the file.
  if (pattern.text.find('\b') != std::string_view::npos) return;
  const Position at = pattern.value->at();
  if (pattern.text.size() > kPatternBytesMax) {
    reading->Fail(at, "long-pattern",
                  FormatBoth("Un motif a {} octets au plus, celui-ci en a {} : "
                             "coupez-le en plusieurs.",
                             "A pattern has at most {} bytes, this one has {}: "
                             "cut it into several.",
                             kPatternBytesMax, pattern.text.size()));
    return;
  }
  if (const std::optional<RegexNode> node = ParseRegex(pattern.text);
      node && !CanBeEmpty(*node)) {
    CheckFolded(pattern, view, reading);
    return;
  }
  RE2::Options options;
  options.set_log_errors(false);
  const RE2 re(re2::StringPiece(pattern.text.data(), pattern.text.size()),
               options);
  if (!re.ok()) {
    Mistake refusal = Refusal(re, pattern.text);
    reading->Fail(reading->PlaceInText(*pattern.value, refusal.offset),
                  "bad-pattern", std::move(refusal.message));
    return;
  }
  if (FindsNothing(re)) {
    reading->Fail(at, "empty-match",
                  FormatBoth("Le motif « {} » se trouve dans n'importe quel "
                             "texte : faites-lui demander au moins un "
                             "caractère (+ à la place de *, pas de | au bout).",
                             "The pattern “{}” is found in any text: make it "
                             "ask for at least one character (+ instead of *, "
                             "no | at the end).",
                             Excerpt(pattern.text)));
    return;
  }
  CheckFolded(pattern, view, reading);
}

}  // namespace crible
