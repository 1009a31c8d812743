#include "rules/phrase_check.h"

#include <algorithm>

#include "base/string_map.h"
#include "text/fold.h"

namespace crible {
namespace {

// Folded words that stand in nearly every French or English comment.
constexpr std::string_view kCommonWords[] = {
    "a",     "ai",   "all",   "am",    "an",   "and",  "are",   "as",    "at",
    "au",    "aux",  "avec",  "be",    "but",  "by",   "c",     "ca",    "can",
    "ce",    "ces",  "cet",   "cette", "d",    "dans", "de",    "des",   "do",
    "du",    "elle", "elles", "en",    "est",  "et",   "etre",  "eu",    "for",
    "from",  "had",  "has",   "have",  "he",   "her",  "his",   "i",     "if",
    "il",    "ils",  "in",    "is",    "it",   "its",  "j",     "je",    "l",
    "la",    "le",   "les",   "leur",  "lui",  "m",    "ma",    "mais",  "me",
    "mes",   "mon",  "my",    "n",     "ne",   "no",   "non",   "nos",   "not",
    "notre", "nous", "of",    "on",    "one",  "ont",  "or",    "ou",    "our",
    "out",   "par",  "pas",   "plus",  "pour", "qu",   "que",   "qui",   "s",
    "sa",    "se",   "ses",   "she",   "si",   "so",   "son",   "sont",  "sur",
    "t",     "ta",   "te",    "tes",   "that", "the",  "their", "they",  "this",
    "to",    "ton",  "tout",  "tu",    "un",   "une",  "vos",   "votre", "vous",
    "was",   "we",   "were",  "what",  "with", "y",    "yes",   "you",   "your",
};

// Of each of these words, with an inclusive ending (·e·s) that is not read.
constexpr size_t kCommonBytesMax = 12;

// Each is one letter or digit of a word, however the text is folded.
size_t CountAsciiWordBytes(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               (c >= '0' && c <= '9');
      }));
}

// Small letters and spaces: a folded word or several.
bool IsPlain(std::string_view text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || c == ' '; });
}

// Of a text in which a space stands only between words.
bool IsCommonWord(std::string_view word) {
  return word.size() == 1 ||
         std::find(std::begin(kCommonWords), std::end(kCommonWords), word) !=
             std::end(kCommonWords);
}

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// What keeps the text from being a phrase, or nullopt.
struct Mistake {
  std::string_view kind;
  Localized message;
};
std::optional<Mistake> FindMistake(const std::string& key,
                                   std::string_view text) {
  if (IsBlank(text)) {
    return Mistake{"empty-phrase",
                   FormatBoth("« {} » contient un texte vide : supprimez-le.",
                              "“{}” holds an empty text: delete it.", key)};
  }
  if (CountCharacters(text) > kPhraseCharactersMax) {
    return Mistake{
        "long-phrase",
        FormatBoth("Une expression a {} caractères au plus : raccourcissez "
                   "« {} ».",
                   "A phrase has at most {} characters: shorten “{}”.",
                   kPhraseCharactersMax, Excerpt(text))};
  }
  if (CountAsciiWordBytes(text) == 0 && FoldWords(text).empty()) {
    return Mistake{
        "phrase-without-letters",
        FormatBoth("« {} » n'a ni lettre ni chiffre et ne sera jamais trouvé : "
                   "cherchez-le avec regex.any = ['…'] et regex.view = "
                   "\"plain\".",
                   "“{}” has no letter or digit and will never be found: look "
                   "for it with regex.any = ['…'] and regex.view = \"plain\".",
                   Excerpt(text))};
  }
  return std::nullopt;
}

}  // namespace

bool CheckPhrase(const std::string& key, const PlacedText& phrase,
                 Reading* reading) {
  const Position at = phrase.value->at();
  if (phrase.text.starts_with("lists/")) {
    reading->Fail(at, "list-as-phrase",
                  FormatBoth("« {0} » est un fichier : écrivez list = \"{0}\".",
                             "“{0}” is a file: write list = \"{0}\".",
                             Excerpt(phrase.text)));
    return false;
  }
  if (std::optional<Mistake> mistake = FindMistake(key, phrase.text)) {
    reading->Fail(at, mistake->kind, std::move(mistake->message));
    return false;
  }
  return true;
}

bool CheckListLine(const PlacedText& path, std::string_view line,
                   Reading* reading) {
  std::optional<Mistake> mistake = FindMistake(std::string(path.text), line);
  if (!mistake) return true;
  mistake->message = FormatBoth(
      "Dans {}, « {} » ne peut pas être cherché (pas de lettre, ou trop long) "
      ": corrigez ou supprimez cette ligne.",
      "In {}, “{}” cannot be looked for (no letters, or too long): correct or "
      "delete this line.",
      path.text, Excerpt(line));
  reading->Fail(path.value->at(), mistake->kind, std::move(mistake->message));
  return false;
}

void CheckDoublePhrases(const Slot& slot,
                        const std::vector<std::string>& phrases,
                        Reading* reading) {
  const auto* list = slot.value->As<Array>();
  if (list == nullptr || phrases.size() != list->size()) return;
  StringSet seen;
  for (size_t i = 0; i < phrases.size(); ++i) {
    std::string form;
    for (const std::string& word : FoldWords(phrases[i])) form += word + " ";
    if (seen.insert(form).second || slot.key.ends_with("exact")) continue;
    reading->Warn(
        (*list)[i].at(), "double-phrase",
        FormatBoth("« {} » est déjà dans la liste (accents et "
                   "majuscules ne comptent pas) : supprimez-le.",
                   "“{}” is in the list already (accents and capitals "
                   "do not count): delete it.",
                   Excerpt(phrases[i])));
  }
}

bool IsCommonPhrase(std::string_view phrase) {
  if (CountAsciiWordBytes(phrase) > kCommonBytesMax) return false;
  if (IsPlain(phrase)) return IsCommonWord(phrase);
  const std::vector<std::string> words = FoldWords(phrase);
  return words.size() == 1 && IsCommonWord(words[0]);
}

}  // namespace crible
