#include "toml/syntax_issue.h"

#include <cctype>
#include <optional>
#include <string>

#include "fmt/core.h"
#include "toml/syntax_scan.h"
#include "toml/typography.h"
#include "toml/wording.h"

namespace crible::toml_text {
namespace {

// One diagnosis at a time; each Try… answers an issue or nullopt, and the order
// in Describe() is from the surest sign to the vaguest.
class Diagnosis {
 public:
  explicit Diagnosis(const SyntaxError& error)
      : error_(error),
        around_(ScanAround(error.block, error.offset)),
        at_(around_.at) {}

  Issue Describe() const;

 private:
  std::optional<Issue> TryRedefinition() const;
  std::optional<Issue> TryUnclosedText() const;
  std::optional<Issue> TryInsideText() const;
  std::optional<Issue> TryOddCharacters() const;
  std::optional<Issue> TryQuoteInText() const;
  std::optional<Issue> TryHeader() const;
  std::optional<Issue> TryBraces() const;
  std::optional<Issue> TryBrackets() const;
  std::optional<Issue> TryKey() const;
  std::optional<Issue> TryValue() const;
  Issue Unreadable() const;

  Issue Say(size_t offset, std::string_view kind, Localized message) const {
    return MakeIssue(error_.file, Place(offset), kind, std::move(message));
  }
  Position Place(size_t offset) const {
    return PlaceAt(error_.block, offset, {error_.first_line, 1});
  }
  std::string_view Bytes(const Token& token) const {
    return error_.block.substr(token.begin, token.end - token.begin);
  }
  char Sign(const Token& token) const {  // of punctuation, else 0
    return token.kind == TokenKind::kPunctuation ? error_.block[token.begin]
                                                 : '\0';
  }
  bool LineEnds() const {
    return at_.kind == TokenKind::kNewline || at_.kind == TokenKind::kEnd;
  }
  char Inside() const {  // the innermost open bracket, else 0
    return around_.open.empty() ? '\0' : error_.block[around_.open.back()];
  }
  bool EndsValue(const Token& token) const {
    const char sign = Sign(token);
    return token.IsText() || token.kind == TokenKind::kBare || sign == ']' ||
           sign == '}';
  }

  const SyntaxError& error_;
  const Surroundings around_;
  const Token& at_;
};

Issue Diagnosis::Describe() const {
  for (const auto check :
       {&Diagnosis::TryRedefinition, &Diagnosis::TryQuoteInText,
        &Diagnosis::TryUnclosedText, &Diagnosis::TryInsideText,
        &Diagnosis::TryOddCharacters, &Diagnosis::TryHeader,
        &Diagnosis::TryBraces, &Diagnosis::TryBrackets, &Diagnosis::TryKey,
        &Diagnosis::TryValue}) {
    if (std::optional<Issue> issue = (this->*check)()) return *issue;
  }
  return Unreadable();
}

// "phrase = […]" twice, or beside "phrase.min".
std::optional<Issue> Diagnosis::TryRedefinition() const {
  if (!error_.redefinition) return std::nullopt;
  const std::vector<StatementKey> keys =
      StatementKeys(error_.block, std::string_view::npos);
  size_t own = keys.size();
  for (size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].begin == around_.statement) own = i;
  }
  if (own == keys.size()) {
    return Say(around_.statement, "duplicate-table",
               {"Ce bloc existe déjà plus haut : réunissez les deux blocs.",
                "This block exists already above: join the two blocks."});
  }
  const std::string_view key = keys[own].key;
  for (size_t i = 0; i < own; ++i) {
    const std::string_view other = keys[i].key;
    const bool part = key.starts_with(std::string(other) + ".");
    const bool whole = other.starts_with(std::string(key) + ".");
    if (other != key && !part && !whole) continue;
    const int line = Place(keys[i].begin).line;
    const std::string_view name = part ? other : key;
    if (part || whole) {
      return Say(
          around_.statement, "value-and-parts",
          {fmt::format("{} reçoit déjà une valeur ligne {} : à côté de {}, "
                       "écrivez {}.any = […].",
                       FrenchQuote(name), line, FrenchQuote(part ? key : other),
                       name),
           fmt::format("{} already has a value on line {}: beside {}, write "
                       "{}.any = […].",
                       EnglishQuote(name), line,
                       EnglishQuote(part ? key : other), name)});
    }
    return Say(
        around_.statement, "duplicate-key",
        {fmt::format("{} est déjà écrit ligne {}, dans le même bloc : "
                     "réunissez les deux en une liste, {} = [\"…\", \"…\"], "
                     "ou remettez cette ligne dans son bloc.",
                     FrenchQuote(key), line, key),
         fmt::format("{} is already written on line {}, in the same block: "
                     "join the two lists, {} = [\"…\", \"…\"], or move this "
                     "line to its own block.",
                     EnglishQuote(key), line, key)});
  }
  return Say(error_.offset, "duplicate-key",
             {"Ce nom est écrit deux fois au même endroit : gardez-en un.",
              "This name is written twice in one place: keep one of them."});
}

// 'l'idiot', "il a dit "non" hier".
std::optional<Issue> Diagnosis::TryQuoteInText() const {
  const Token& text = around_.previous;
  if (around_.new_line || !text.closed || !text.IsText()) return std::nullopt;
  if (at_.kind != TokenKind::kBare && !at_.IsText()) return std::nullopt;
  const char first = error_.block[at_.begin];
  const bool letter = first < 0 || std::isalnum(first) != 0;
  const bool touches = text.end == at_.begin && (letter || at_.IsText());
  const size_t line_end = error_.block.find('\n', at_.begin);
  const std::string_view rest = error_.block.substr(
      at_.begin,
      line_end == std::string_view::npos ? line_end : line_end - at_.begin);
  if (at_.IsText() && !touches) return std::nullopt;
  if (!touches && Sign(around_.next) == '=') return std::nullopt;
  const std::string_view inside =
      Bytes(text).substr(0, text.end - text.begin - 1);
  const size_t last = inside.find_last_not_of(' ');
  if (last != std::string_view::npos && last > 0 && inside[last] == ',') {
    // ["one, "two"]: the comma should stand outside.
    return Say(text.begin, "unclosed-quote",
               FormatBoth("Le texte ouvert ici n'est pas fermé : ajoutez {} à "
                          "sa fin, avant la virgule.",
                          "The text that opens here is not closed: add {} at "
                          "its end, before the comma.",
                          inside[0]));
  }
  if (text.kind == TokenKind::kLiteral &&
      (touches || rest.find('\'') != std::string_view::npos)) {
    return Say(text.end - 1, "apostrophe-in-text",
               {"L'apostrophe ferme ici le texte commencé par une apostrophe : "
                "entourez-le de guillemets droits, \"…\" (pour un motif, de "
                "trois apostrophes, '''…''').",
                "The apostrophe ends here the text that began with one: use "
                "double quotes, \"…\" (for a pattern, three apostrophes, "
                "'''…''')."});
  }
  if (text.kind == TokenKind::kBasic &&
      (touches || rest.find('"') != std::string_view::npos)) {
    return Say(text.end - 1, "quote-in-text",
               {"Ce guillemet droit ferme le texte trop tôt : à l'intérieur "
                "d'un texte, écrivez « … » ou \\\".",
                "This double quote ends the text too early: inside a text, "
                "write “…” or \\\"."});
  }
  return std::nullopt;
}

std::optional<Issue> Diagnosis::TryUnclosedText() const {
  if (!at_.IsText() || at_.closed) return std::nullopt;
  const bool lines = at_.kind == TokenKind::kMultiBasic ||
                     at_.kind == TokenKind::kMultiLiteral;
  const std::string_view bytes = Bytes(at_);
  if (lines) {
    const std::string_view mark = bytes.substr(0, 3);
    return Say(at_.begin, "unclosed-text",
               {fmt::format("Le texte ouvert ici par {0} n'est pas fermé : "
                            "ajoutez {0} là où il se termine.",
                            mark),
                fmt::format("The text that {0} opens here is not closed: add "
                            "{0} where it ends.",
                            mark)});
  }
  if (const auto smart = FindSmartQuote(bytes)) {
    return Say(at_.begin + smart->offset, "typographic-quote",
               {fmt::format("Le texte commence par {0} mais finit par {1} : "
                            "finissez-le par {0}.",
                            bytes[0], smart->sign),
                fmt::format("The text begins with {0} but ends with {1}: end "
                            "it with {0}.",
                            bytes[0], smart->sign)});
  }
  return Say(at_.begin, "unclosed-quote",
             {fmt::format("Le texte ouvert ici n'est pas fermé : ajoutez {} à "
                          "sa fin, sur la même ligne.",
                          bytes[0]),
              fmt::format("The text that opens here is not closed: add {} at "
                          "its end, on the same line.",
                          bytes[0])});
}

// Something inside a text: an escape that does not exist, a control character.
std::optional<Issue> Diagnosis::TryInsideText() const {
  if (!at_.IsText() || error_.offset <= at_.begin) return std::nullopt;
  const bool escapes =
      at_.kind == TokenKind::kBasic || at_.kind == TokenKind::kMultiBasic;
  const std::string_view read =
      error_.block.substr(at_.begin, error_.offset + 1 - at_.begin);
  const size_t slash = escapes ? read.rfind('\\') : std::string_view::npos;
  if (slash != std::string_view::npos && read.size() - slash <= 10) {
    const size_t offset = at_.begin + slash;
    const std::string_view escape = error_.block.substr(offset, 2);
    return Say(
        offset, "unknown-escape",
        {fmt::format("{} n'existe pas entre guillemets doubles : écrivez "
                     "un motif entre apostrophes, '…' ; dans un texte, "
                     "doublez la barre, \\\\.",
                     escape),
         fmt::format("{} does not exist between double quotes: use "
                     "single quotes for a pattern, '…'; in a text, "
                     "write the backslash twice, \\\\.",
                     escape)});
  }
  return Say(error_.offset, "control-character",
             {"Un caractère invisible se trouve dans ce texte : supprimez-le "
              "et retapez ce passage.",
              "An invisible character stands in this text: delete it and type "
              "this passage again."});
}

// “text” as if it were "text", no-break spaces between words.
std::optional<Issue> Diagnosis::TryOddCharacters() const {
  if (at_.kind != TokenKind::kBare) return std::nullopt;
  const std::string_view bare = Bytes(at_);
  if (const auto smart = FindSmartQuote(bare); smart && smart->offset == 0) {
    return Say(at_.begin, "typographic-quote",
               {fmt::format("{} est un guillemet ou une apostrophe "
                            "typographique : entourez le texte de guillemets "
                            "droits, \"…\".",
                            smart->sign),
                fmt::format("{} is a typographic quotation mark: put the text "
                            "between straight quotes, \"…\".",
                            smart->sign)});
  }
  if (const auto odd = FindInvisible(bare)) {
    return Say(at_.begin + odd->offset, "invisible-character",
               {fmt::format("Il y a ici {} : remplacez ce caractère par une "
                            "espace ordinaire.",
                            odd->name.fr),
                fmt::format("There is {} here: replace this character by an "
                            "ordinary space.",
                            odd->name.en)});
  }
  return std::nullopt;
}

// "[[rule]", "[rule]]", "[[rule]] text".
std::optional<Issue> Diagnosis::TryHeader() const {
  if (error_.block[around_.statement] != '[' || around_.after_equals) {
    return std::nullopt;
  }
  if (around_.statement >= error_.offset && at_.begin != around_.statement) {
    return std::nullopt;
  }
  const size_t line_end = error_.block.find('\n', around_.statement);
  const std::string_view line = error_.block.substr(
      around_.statement, line_end == std::string_view::npos
                             ? line_end
                             : line_end - around_.statement);
  if (IsHeaderLine(line, 0, true)) {
    return Say(around_.statement, "header-with-accent",
               {"Le nom d'un bloc s'écrit sans accent : par exemple [[rule]].",
                "The name of a block is written without accents: for example "
                "[[rule]]."});
  }
  return Say(around_.statement, "broken-header",
             {"Cette ligne commence un bloc mais n'est pas complète : écrivez "
              "par exemple [[rule]], seul sur sa ligne, avec autant de "
              "crochets des deux côtés.",
              "This line begins a block but is not complete: write for example "
              "[[rule]], alone on its line, with as many brackets on both "
              "sides."});
}

std::optional<Issue> Diagnosis::TryBraces() const {
  if (Inside() != '{') return std::nullopt;
  if (LineEnds()) {
    return Say(at_.begin, "line-break-in-braces",
               {"Ce qui est entre { et } tient sur une seule ligne : mettez "
                "tout sur la même ligne, jusqu'à l'accolade fermante.",
                "What stands between { and } must be on one line: put it all "
                "on the same line, up to the closing brace."});
  }
  if (Sign(at_) == '}' && Sign(around_.previous) == ',') {
    return Say(around_.previous.begin, "trailing-comma",
               {"Pas de virgule avant l'accolade fermante : supprimez-la.",
                "No comma before the closing brace: delete it."});
  }
  if (EndsValue(around_.previous) && !around_.new_line &&
      (at_.kind == TokenKind::kBare || at_.IsText()) &&
      Sign(around_.next) == '=') {
    return Say(around_.previous.end, "missing-comma",
               {"Il manque une virgule ici, entre les deux éléments.",
                "A comma is missing here, between the two parts."});
  }
  return std::nullopt;
}

std::optional<Issue> Diagnosis::TryBrackets() const {
  if (Inside() != '[') return std::nullopt;
  const bool key = at_.kind == TokenKind::kBare && Sign(around_.next) == '=';
  if (key || at_.kind == TokenKind::kEnd || Sign(at_) == '=') {
    return Say(around_.open.back(), "missing-bracket",
               {"La liste ouverte ici n'est pas fermée : ajoutez ] à sa fin.",
                "The list that opens here is not closed: add ] at its end."});
  }
  const bool begins = at_.IsText() || Sign(at_) == '{' || Sign(at_) == '[' ||
                      at_.kind == TokenKind::kBare;
  if (EndsValue(around_.previous) && begins) {
    return Say(around_.previous.end, "missing-comma",
               {"Il manque une virgule ici, entre deux éléments de la liste.",
                "A comma is missing here, between two items of the list."});
  }
  return std::nullopt;
}

// What should be "key = ".
std::optional<Issue> Diagnosis::TryKey() const {
  if (around_.after_equals || !around_.open.empty()) return std::nullopt;
  const bool first = at_.begin == around_.statement;
  const Token& key = first ? at_ : around_.previous;
  if (key.kind != TokenKind::kBare || key.begin != around_.statement) {
    return std::nullopt;
  }
  const std::string_view bytes = Bytes(key);
  const bool colon = bytes.ends_with(":") || (!first && Bytes(at_) == ":");
  const std::string_view name = bytes.substr(0, bytes.find(':'));
  const std::string plain = WithoutAccents(name);
  if (bytes.starts_with("//") || bytes.starts_with(";") ||
      bytes.starts_with("--")) {
    return Say(key.begin, "wrong-comment",
               {"Un commentaire commence par # : écrivez # à la place.",
                "A comment begins with #: write # instead."});
  }
  if (plain != name) {
    return Say(key.begin, "key-with-accent",
               {fmt::format("Le nom {} s'écrit sans accent ni signe spécial : "
                            "{} = …",
                            FrenchQuote(name), plain),
                fmt::format("The name {} is written without accents or special "
                            "signs: {} = …",
                            EnglishQuote(name), plain)});
  }
  if (colon) {
    return Say(first ? key.end - 1 : at_.begin, "colon",
               FormatBoth("Le signe est =, pas les deux-points : {} = …",
                          "The sign is =, not a colon: {} = …", Excerpt(name)));
  }
  return Say(first ? key.end : at_.begin, "missing-equals",
             {fmt::format("Il faut un signe = après {} : {} = …",
                          FrenchQuote(name), name),
              fmt::format("An = sign is needed after {}: {} = …",
                          EnglishQuote(name), name)});
}

// What stands where a value should be, or after one.
std::optional<Issue> Diagnosis::TryValue() const {
  const char before = Sign(around_.previous);
  const bool wants_value = before == '=' || before == '[' || before == ',';
  if (wants_value && (LineEnds() || Sign(at_) != '\0')) {
    return Say(around_.previous.begin, "missing-value",
               {"Il manque une valeur ici, par exemple un texte : \"…\".",
                "A value is missing here, for example a text: \"…\"."});
  }
  if (wants_value && at_.kind == TokenKind::kBare) {
    return DescribeBareValue(error_.file, Place(at_.begin), Bytes(at_));
  }
  if (!EndsValue(around_.previous) || around_.new_line) return std::nullopt;
  const bool number = around_.previous.kind == TokenKind::kBare;
  if (number && Sign(at_) == ',' && Inside() == '\0') {
    return Say(at_.begin, "decimal-comma",
               {fmt::format("Un nombre s'écrit avec un point : {}.{}",
                            Bytes(around_.previous), Bytes(around_.next)),
                fmt::format("A number is written with a point: {}.{}",
                            Bytes(around_.previous), Bytes(around_.next))});
  }
  if (number && at_.kind == TokenKind::kBare) {
    return DescribeBareValue(
        error_.file, Place(around_.previous.begin),
        fmt::format("{} {}", Bytes(around_.previous), Bytes(at_)));
  }
  if (Sign(at_) == ',' && Inside() == '\0') {
    return Say(at_.begin, "list-without-brackets",
               {"Plusieurs valeurs forment une liste : entourez-les de "
                "crochets, [\"…\", \"…\"].",
                "Several values are a list: put them between brackets, [\"…\", "
                "\"…\"]."});
  }
  return Say(at_.begin, "extra-text",
             {"La valeur est finie avant ce signe : supprimez ce qui suit, ou "
              "passez à la ligne.",
              "The value ends before this sign: delete what follows, or begin "
              "a new line."});
}

Issue Diagnosis::Unreadable() const {
  return Say(error_.offset, "unreadable",
             {"La suite ne peut pas être lue : une ligne a la forme "
              "nom = valeur, un texte étant entre guillemets droits.",
              "What follows cannot be read: a line has the form name = value, "
              "a text stands between straight quotes."});
}

}  // namespace

Issue DescribeSyntaxError(const SyntaxError& error) {
  return Diagnosis(error).Describe();
}

}  // namespace crible::toml_text
