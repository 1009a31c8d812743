// Mistakes of syntax that need no look at what stands around them.

#include <algorithm>
#include <array>
#include <string>

#include "fmt/core.h"
#include "toml/syntax_issue.h"
#include "toml/wording.h"

namespace crible::toml_text {
namespace {

struct Meaning {
  std::string_view word, value;
};
constexpr Meaning kBooleans[] = {
    {"True", "true"}, {"TRUE", "true"}, {"yes", "true"},    {"oui", "true"},
    {"vrai", "true"}, {"on", "true"},   {"False", "false"}, {"FALSE", "false"},
    {"no", "false"},  {"non", "false"}, {"faux", "false"},  {"off", "false"},
};

}  // namespace

Issue DescribeBareValue(std::string_view file, Position at,
                        std::string_view bare) {
  for (const Meaning& meaning : kBooleans) {
    if (bare != meaning.word) continue;
    return MakeIssue(
        file, at, "boolean-word",
        {fmt::format("{} s'écrit ici {}.", FrenchQuote(bare), meaning.value),
         fmt::format("{} is written {} here.", EnglishQuote(bare),
                     meaning.value)});
  }
  return MakeIssue(file, at, "unquoted-text",
                   {fmt::format("{} doit être entre guillemets droits : \"{}\"",
                                FrenchQuote(bare), bare.substr(0, 60)),
                    fmt::format("{} must stand between straight quotes: \"{}\"",
                                EnglishQuote(bare), bare.substr(0, 60))});
}

Issue DescribeBackspace(std::string_view file, Position at) {
  return MakeIssue(
      file, at, "backspace-in-text",
      {"Entre guillemets doubles, \\b est un retour arrière et ne trouvera "
       "jamais rien : écrivez le motif entre apostrophes, '\\b…\\b'.",
       "Between double quotes \\b is a backspace and will never match: use "
       "single quotes for a pattern, '\\b…\\b'."});
}

Issue DescribeInvalidUtf8(std::string_view file, Position at,
                          unsigned char byte) {
  return MakeIssue(
      file, at, "invalid-utf8",
      {fmt::format("Le fichier n'est pas enregistré en UTF-8 (octet {:02X}) : "
                   "dans votre éditeur, choisissez « Enregistrer sous… », "
                   "codage UTF-8.",
                   byte),
       fmt::format("The file is not saved as UTF-8 (byte {:02X}): in your "
                   "editor, choose “Save as…”, encoding UTF-8.",
                   byte)});
}

Issue DescribeDeepKey(std::string_view file, Position at, size_t parts_max) {
  return MakeIssue(
      file, at, "deep-key",
      {fmt::format("Un nom à points a {} parties au plus : raccourcissez-le.",
                   parts_max),
       fmt::format("A dotted name has at most {} parts: shorten it.",
                   parts_max)});
}

}  // namespace crible::toml_text
