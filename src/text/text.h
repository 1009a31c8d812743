#ifndef CRIBLE_TEXT_TEXT_H_
#define CRIBLE_TEXT_TEXT_H_

// One text, analysed: views, words, links and contacts, all mapped to the bytes
// as sent. Analyse once, then rules, signals and classifier read it.
//
//   Text text;  // reused: keeps its capacity
//   AnalyzeText(comment.body, comment.format, vocabulary, &text);
//   for (const Word& word : text.words()) …
//
// Analysis is linear in the source whatever it holds. The source must be valid
// UTF-8 (see utf8.h) and must outlive the Text.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "comment/comment.h"
#include "text/char_arena.h"
#include "text/keyword.h"
#include "text/view.h"
#include "text/word_set.h"

namespace crible {

// A word of the folded view: letters, digits and marks between boundaries.
// Elision ends a word (l'idiot: l, idiot), a hyphen too; inclusive endings
// belong to the word (idiot·e·s is idiot). Spaced letters (v i a g r a) are one
// word if disguised. Words inside links and e-mail addresses are not words.
struct Word {
  // Hash of the word as it is to be read: HashWord of the folded letters, or of
  // the skeleton for a disguised word. Never 0.
  uint64_t hash = 0;
  // In the folded view: its letters, without an inclusive ending; for a
  // disguised word, what it covers there.
  uint32_t begin = 0;
  uint32_t end = 0;
  // In the source, inclusive ending and mark-up inside included.
  uint32_t source_begin = 0;
  uint32_t source_end = 0;
  uint32_t skeleton = 0;  // disguised: Text::Read finds its letters by this
  bool disguised = false;
  // Between quotation marks, or on a line that begins with >.
  bool quoted = false;
  bool capitals = false;     // two letters or more, all upper case
  bool capitalised = false;  // begins with an upper-case letter
  bool accented = false;     // folding removed an accent or changed a letter
  bool starts_sentence = false;
  bool mixed_script = false;
  bool number = false;  // digits only
  // Disguised by nothing but a gap (vi agra): a slip of the hand as likely.
  bool cut = false;
};

// The hash of a word's folded letters, as in Word::hash.
uint64_t HashWord(std::string_view folded);

struct Link {
  uint32_t source_begin = 0;
  uint32_t source_end = 0;
  std::string_view host;    // lower case, without www.; punycode decoded
  std::string_view domain;  // registrable domain; the host when it has none
  std::string_view target;  // host and path as read, lower-case host
  uint32_t next_word = 0;   // index of the first word after it
  bool disguised = false;   // site . com, hxxp, site point com, [.]
  bool href = false;        // the target of a mark-up link
};

enum class ContactKind : uint8_t {
  kEmail,
  kTelephone,
  kWhatsApp,
  kTelegram,
  kMessenger
};
std::string_view ContactKindName(ContactKind kind);  // "email", "telephone", …

struct Contact {
  ContactKind kind = ContactKind::kEmail;
  uint32_t source_begin = 0;
  uint32_t source_end = 0;
  std::string_view value;  // normalised: folded address, digits with +, @name
  uint32_t next_word = 0;  // index of the first word after it
  bool disguised = false;  // zéro six douze…, jean (at) site . com
};

// Counts made while reading, so that nobody reads the text again.
struct TextCounts {
  uint32_t characters = 0, letters = 0, capitals = 0, digits = 0,
           punctuation = 0;
  uint32_t emoji = 0, lines = 0, exclamations = 0, questions = 0;
  uint32_t invisible = 0, longest_run = 0, mentions = 0, hashtags = 0;
  uint32_t latin_letters = 0;
};

// What the stages of the analysis fill, in the order in which they run; see
// text.cc. Callers read it through Text.
struct TextParts {
  // A word that reading found reason to look at again; see disguise.h.
  struct Suspect {
    uint32_t word = 0;
    uint8_t why = 0;
  };
  struct KeywordAt {
    uint32_t word = 0;
    Keyword keyword;
  };
  // The target of a mark-up link: its bytes in the source, and where the link
  // stands in the plain view.
  struct Href {
    uint32_t source_begin = 0;
    uint32_t source_end = 0;
    uint32_t plain = 0;
  };
  // Part of the plain view whose words are not words: links and addresses.
  // Until the last stage all offsets of words, links and contacts that are
  // called source_… are offsets of the plain view.
  struct Range {
    uint32_t begin = 0;
    uint32_t end = 0;
  };

  std::string_view source;
  View plain, folded;
  View skeleton;
  bool has_skeleton = false;
  View read;
  bool has_read = false;
  std::vector<Word> words;
  std::vector<Link> links;
  std::vector<Contact> contacts;
  TextCounts counts;
  // Skeletons of disguised words, each ended by a NUL.
  std::string letters;
  CharArena values;  // hosts, targets, contact values

  std::vector<Href> hrefs;
  std::vector<Range> quotes;  // plain ranges that mark-up calls quotations
  std::vector<Suspect> suspects;
  std::vector<KeywordAt> keywords;
  std::vector<Range> spaced;  // words [begin, end) of one letter each
  std::vector<Range> taken;   // plain ranges of links and contacts, sorted
  OffsetMap map_scratch;
  std::string scratch;

  void Clear();
};

class Text {
 public:
  std::string_view source() const { return parts_.source; }
  std::span<const Word> words() const { return parts_.words; }
  std::span<const Link> links() const { return parts_.links; }
  std::span<const Contact> contacts() const { return parts_.contacts; }
  const TextCounts& counts() const { return parts_.counts; }
  const View& plain() const { return parts_.plain; }
  const View& folded() const { return parts_.folded; }
  // Built when first asked for, so a Text belongs to one thread at a time.
  const View& skeleton() const;
  // The folded view itself where no word is disguised.
  const View& read() const;
  const View& view(ViewKind kind) const;

  // The letters of a word as it is to be read: folded, or skeleton if
  // disguised.
  std::string_view Read(const Word& word) const;
  // The word as written: its bytes in the source (mark-up inside included).
  std::string_view Written(const Word& word) const;
  // The words [first, last] in the plain view, case-folded, accents kept: what
  // `exact` compares. Appends to *out.
  void AppendExact(size_t first, size_t last, std::string* out) const;
  // The source range of a range of a view.
  OffsetMap::Range ToSource(ViewKind kind, uint32_t begin, uint32_t end) const;

  void Clear();

 private:
  friend void AnalyzeText(std::string_view source, BodyFormat format,
                          const WordSet& known, Text* text);
  mutable TextParts parts_;  // mutable for the skeleton and read views
};

// Fills *text. `known` holds the words that rules and models know: digits or
// signs between letters and spaced letters are a disguise only of such a word.
void AnalyzeText(std::string_view source, BodyFormat format,
                 const WordSet& known, Text* text);

}  // namespace crible

#endif  // CRIBLE_TEXT_TEXT_H_
