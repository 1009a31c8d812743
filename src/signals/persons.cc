#include "signals/persons.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "base/string_map.h"
#include "text/fold.h"

namespace crible {
namespace {

constexpr size_t kNameLettersMin = 3;

// Folded words before a name that make it one.
const StringSet& Titles() {
  static const auto& words = *new StringSet{
      "m",       "mm",       "mme",        "mlle",      "mr",
      "mrs",     "ms",       "miss",       "monsieur",  "madame",
      "maitre",  "me",       "docteur",    "dr",        "doctor",
      "maire",   "mayor",    "ministre",   "minister",  "depute",
      "deputee", "senateur", "senatrice",  "president", "presidente",
      "juge",    "judge",    "professeur", "professor", "sir"};
  return words;
}

// Words that begin a sentence with a capital letter and no name.
const StringSet& Beginnings() {
  static const auto& words = *new StringSet{
      "le",      "la",    "les",    "l",      "un",      "une",    "des",
      "du",      "de",    "d",      "ce",     "cet",     "cette",  "ces",
      "mon",     "ma",    "mes",    "ton",    "ta",      "tes",    "son",
      "sa",      "ses",   "notre",  "votre",  "leur",    "nos",    "vos",
      "leurs",   "et",    "mais",   "ou",     "donc",    "car",    "si",
      "quand",   "comme", "que",    "qui",    "quel",    "quelle", "pourquoi",
      "comment", "avec",  "pour",   "par",    "sans",    "chez",   "dans",
      "en",      "a",     "au",     "aux",    "c",       "ca",     "oui",
      "non",     "merci", "bravo",  "encore", "bonjour", "vive",   "honte",
      "selon",   "the",   "this",   "that",   "these",   "my",     "your",
      "his",     "her",   "our",    "their",  "and",     "but",    "or",
      "so",      "if",    "when",   "why",    "how",     "what",   "who",
      "with",    "for",   "from",   "in",     "at",      "on",     "is",
      "yes",     "no",    "thanks", "well",   "poor",    "pauvre", "stop"};
  return words;
}

// Small words inside a name: Jean de La Tour.
bool IsParticle(std::string_view word) {
  return word == "de" || word == "du" || word == "la" || word == "le" ||
         word == "van" || word == "von" || word == "el" || word == "al" ||
         word == "ben" || word == "da" || word == "di";
}

// Walks through the names of one text.
class NameWalk {
 public:
  explicit NameWalk(const Text& text)
      : text_(text),
        words_(text.words()),
        // Where most letters are capitals, they tell nothing.
        shouts_(2 * text.counts().capitals > text.counts().letters) {}

  // Calls `found(name, certain)` for each.
  template <typename Found>
  void Each(const Found& found) const {
    for (size_t i = 0; i < words_.size();) {
      if (IsMention(i)) {
        found(Name(i++), true);
        continue;
      }
      const size_t end = EndOfRun(i);
      if (end == i) {
        ++i;
        continue;
      }
      bool titled = i > 0 && Adjoin(i - 1, i) && Titles().contains(Name(i - 1));
      while (i < end && IsNoName(i)) titled |= Titles().contains(Name(i++));
      if (i < end) found(Name(end - 1), titled || end - i > 1);
      i = end;
    }
  }

  std::string_view Name(size_t i) const { return text_.Read(words_[i]); }
  size_t size() const { return words_.size(); }

 private:
  bool IsMention(size_t i) const {
    const uint32_t begin = words_[i].begin;
    return begin > 0 && text_.folded().bytes[begin - 1] == '@';
  }

  // Whether nothing but a space, a hyphen, an apostrophe or the full stop of an
  // abbreviation stands between.
  bool Adjoin(size_t i, size_t next) const {
    const std::string_view bytes = text_.folded().bytes;
    const size_t end = words_[i].end;
    if (words_[next].begin < end) return false;
    const std::string_view between =
        bytes.substr(end, words_[next].begin - end);
    return between == " " || between == "-" || between == "'" ||
           (between == ". " && Titles().contains(Name(i)));
  }

  bool MayBeName(size_t i) const {
    const Word& word = words_[i];
    return !shouts_ && word.capitalised && !word.number && !word.disguised;
  }

  // One past the last word of a name that begins at i; i if none does.
  size_t EndOfRun(size_t i) const {
    if (!MayBeName(i)) return i;
    size_t end = i + 1;
    while (end < words_.size() && Adjoin(end - 1, end)) {
      size_t next = end;
      while (next + 1 < words_.size() && IsParticle(Name(next)) &&
             !MayBeName(next) && Adjoin(next, next + 1))
        ++next;
      if (!MayBeName(next)) break;
      end = next + 1;
    }
    return end;
  }

  // The title before a name, or the word with which its sentence begins.
  bool IsNoName(size_t i) const {
    return Titles().contains(Name(i)) ||
           (words_[i].starts_sentence && Beginnings().contains(Name(i)));
  }

  const Text& text_;
  const std::span<const Word> words_;
  const bool shouts_;
};

// The names that are known before the comment is read: who wrote what it
// answers, and whom the article's title and standfirst name.
StringSet KnownNames(const Comment& comment) {
  StringSet known;
  if (comment.article == nullptr) return known;
  const WordSet no_vocabulary;
  Text text;
  for (const std::string_view part :
       {comment.article->title, comment.article->standfirst}) {
    text.Clear();
    AnalyzeText(part, BodyFormat::kPlain, no_vocabulary, &text);
    NameWalk(text).Each([&](std::string_view name, bool certain) {
      if (certain) known.emplace(name);
    });
  }
  return known;
}

// Each name once.
class Persons {
 public:
  void Add(std::string_view name, bool certain) {
    if (name.size() < kNameLettersMin) return;
    const auto same = [&](const Person& p) { return p.name == name; };
    const auto at = std::find_if(found_.begin(), found_.end(), same);
    if (at == found_.end()) {
      found_.push_back({std::string(name), certain});
    } else {
      at->certain |= certain;
    }
  }
  std::vector<Person> Take() {
    std::stable_sort(
        found_.begin(), found_.end(),
        [](const Person& a, const Person& b) { return a.certain > b.certain; });
    if (found_.size() > kPersonsMax) found_.resize(kPersonsMax);
    return std::move(found_);
  }

 private:
  std::vector<Person> found_;
};

}  // namespace

std::vector<Person> FindPersons(const Comment& comment, const Text& body) {
  Persons persons;
  if (const auto answered = FoldWords(comment.parent.author); !answered.empty())
    persons.Add(answered.back(), true);
  const StringSet known = KnownNames(comment);
  const NameWalk walk(body);
  for (size_t i = 0; i < walk.size() && !known.empty(); ++i) {
    if (known.contains(walk.Name(i))) persons.Add(walk.Name(i), true);
  }
  walk.Each(
      [&](std::string_view name, bool certain) { persons.Add(name, certain); });
  return persons.Take();
}

}  // namespace crible
