#include "text/disguise.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "text/char_table.h"
#include "text/entity.h"
#include "text/letter_rows.h"
#include "text/spaced_letters.h"
#include "text/utf8.h"

namespace crible {
namespace {

// A reading that needs `known` is tried for words up to this size.
constexpr size_t kReadingMax = 40;
constexpr size_t kSpacedMin = SpacedLetters::kMin;
constexpr size_t kSpacedMax = 24;
constexpr size_t kChainMax = 8;     // words that signs may join
constexpr size_t kEdgeSignMin = 4;  // letters of a word with one at an end
constexpr size_t kEdgeSignsMax = 3;
constexpr size_t kStandsMin = 3;  // letters of a word that is not all signs
constexpr unsigned kOnesMax = 2;  // ones that are tried apart as i and l
constexpr unsigned kOnesWays = 1u << kOnesMax;

constexpr uint8_t kAlways = suspect::kMixedScript | suspect::kInvisible |
                            suspect::kMarks | suspect::kStyled;

bool IsLetterByte(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}
bool IsDigitByte(char c) { return c >= '0' && c <= '9'; }

// A short text on the stack; what does not fit marks it full.
class Letters {
 public:
  void Add(char c) {
    if (size_ < sizeof bytes_) {
      bytes_[size_++] = c;
    } else {
      full_ = true;
    }
  }
  void Add(std::string_view text) {
    for (const char c : text) Add(c);
  }
  // With digits as the letters that they stand for; of the ones those with a
  // bit in `ways` are l, the others i. False if a digit is none.
  bool AddDigits(std::string_view text, unsigned ways) {
    for (const char c : text) {
      const char letter = IsDigitByte(c) ? DigitLetter(c) : c;
      if (letter == 0) return false;
      const bool l = c == '1' && (ways >> std::min(ones_++, kOnesMax - 1) & 1);
      Add(l ? 'l' : letter);
    }
    return true;
  }
  std::string_view view() const { return {bytes_, size_}; }
  bool full() const { return full_; }
  size_t size() const { return size_; }

 private:
  char bytes_[kReadingMax];
  size_t size_ = 0;
  unsigned ones_ = 0;
  bool full_ = false;
};

class Disguises {
 public:
  Disguises(const WordSet& known, TextParts* parts)
      : known_(known), parts_(*parts), plain_(parts->plain.bytes) {}

  void Run() {
    for (const TextParts::Range& run : parts_.spaced) ReadSpaced(run);
    for (const TextParts::Suspect& one : parts_.suspects) {
      Word& word = parts_.words[one.word];
      if (word.hash == 0 || word.disguised) continue;
      if ((one.why & suspect::kSign) && ReadSigns(one.word)) continue;
      ReadWord(one.why, &word);
    }
  }

 private:
  std::string_view Folded(const Word& word) const {
    return std::string_view(parts_.folded.bytes)
        .substr(word.begin, word.end - word.begin);
  }
  bool Knows(std::string_view letters) const {
    return known_.Contains(HashWord(letters));
  }
  void Disguise(std::string_view letters, Word* word) {
    word->hash = HashWord(letters);
    word->disguised = true;
    word->skeleton = static_cast<uint32_t>(parts_.letters.size());
    parts_.letters += letters;
    parts_.letters += '\0';
  }
  void Merge(size_t first, size_t last, std::string_view letters) {
    Word& word = parts_.words[first];
    word.end = parts_.words[last].end;
    word.source_end = parts_.words[last].source_end;
    for (size_t i = first + 1; i <= last; ++i) parts_.words[i].hash = 0;
    Disguise(letters, &word);
  }

  void ReadWord(uint8_t why, Word* word);
  bool LookLetters(const Word& word, bool* any, std::string* letters) const;
  bool ReadForeign(Word* word);
  bool ReadDigits(std::string_view letters, Word* word);
  bool ReadTriple(Word* word);
  bool MayBeDigits(std::string_view letters, const Word& word) const;
  std::string LettersOf(const Word& word) const;
  size_t EdgeSignsBefore(size_t at) const;
  std::array<size_t, kEdgeSignsMax> EdgeSignsBehind(const Word& word) const;
  bool ReadSigns(size_t first);
  bool ReadSigns(size_t first, unsigned ways);
  void ReadSpaced(TextParts::Range run);
  void ReadSpacedRow(std::string_view letters, size_t first);
  bool ReadLetters(std::string_view letters, Letters* reading) const;
  bool IsAcronym(TextParts::Range run) const;
  char SpacedLetter(const Word& word) const;

  const WordSet& known_;
  TextParts& parts_;
  const std::string_view plain_;
};

// Letters of other scripts replaced by the Latin ones that they look like.
// True if all of them look like one; *any if some does.
bool Disguises::LookLetters(const Word& word, bool* any,
                            std::string* letters) const {
  const CharTable& table = CharTable::Get();
  bool all = true;
  *any = false;
  char fold[CharTable::kFoldBytesMax];
  for (size_t at = word.source_begin; at < word.source_end;) {
    CodePoint point = DecodeUtf8(plain_, at);
    if (point.value == '&') {
      const Entity entity = ParseEntity(plain_, at, /*strict=*/true);
      if (entity.size > 0) point = {entity.point, entity.size};
    }
    at += point.size;
    const CharInfo& info = table[point.value];
    const size_t size = table.Fold(point.value, info, fold);
    const bool ascii = size > 0 && static_cast<unsigned char>(fold[0]) < 0x80;
    const bool foreign = !ascii && info.kind == CharKind::kLetter &&
                         info.script != Script::kLatin;
    if (foreign && info.look != 0) {
      letters->push_back(info.look);
      *any = true;
    } else {
      all &= !foreign;
      letters->append(fold, size);
    }
  }
  return all;
}

void Disguises::ReadWord(uint8_t why, Word* word) {
  if (why & suspect::kMixedScript) {
    std::string letters;
    bool any = false;
    const bool all = LookLetters(*word, &any, &letters);
    if (any) {
      if (!all) letters = Folded(*word);
      if (!ReadDigits(letters, word)) Disguise(letters, word);
      return;
    }
    why &= static_cast<uint8_t>(~suspect::kMixedScript);
  }
  const bool as_it_stands = known_.Contains(word->hash);
  if ((why & suspect::kForeign) && !as_it_stands && ReadForeign(word)) return;
  if ((why & suspect::kDigits) && !as_it_stands &&
      ReadDigits(Folded(*word), word)) {
    return;
  }
  if ((why & suspect::kTriple) && !as_it_stands && ReadTriple(word)) return;
  if (why & kAlways) Disguise(Folded(*word), word);
}

// A word without one Latin letter that is a known word when its letters are
// taken for Latin ones, in a text that is else Latin.
bool Disguises::ReadForeign(Word* word) {
  const TextCounts& counts = parts_.counts;
  if (2 * counts.latin_letters < counts.letters) return false;
  if (word->end - word->begin > 2 * kReadingMax) return false;
  std::string letters;
  bool any = false;
  if (!LookLetters(*word, &any, &letters) || !Knows(letters)) return false;
  Disguise(letters, word);
  return true;
}

// c0nnard: digits count as letters if one stands between letters, or at both
// ends; 5alope, plu5: at one end, if what is left is no word (5 ans).
bool Disguises::MayBeDigits(std::string_view letters, const Word& word) const {
  if (letters.size() > kReadingMax || letters.size() < 3) return false;
  const auto first = std::find_if(letters.begin(), letters.end(), IsLetterByte);
  const auto last =
      std::find_if(letters.rbegin(), letters.rend(), IsLetterByte).base();
  const auto digits =
      std::count_if(letters.begin(), letters.end(), IsDigitByte);
  if (digits == 0 || letters.end() - letters.begin() - digits < 2) return false;
  // H1N1, W3C, B2B, MP3 are names.
  if (word.capitals && letters.size() < 5) return false;
  if (std::any_of(first, last, IsDigitByte)) return true;
  const bool before = first != letters.begin(), behind = last != letters.end();
  if (letters.size() < 4 || digits > 2) return false;
  if (before && behind) return true;
  if (digits > 1 && (before || letters.size() < 5)) return false;
  // 1ers and 3eme are numbers.
  if (before && letters.size() < 5 && letters[0] != '0') return false;
  return (before || !word.capitals) && !Knows({first, last});
}

// d3g3n3r3s, which nobody knows: begins and ends with a letter, two digits or
// more, each alone between letters, in a word of small letters.
bool AreMostlyLetters(std::string_view letters) {
  size_t digits = 0;
  for (size_t i = 0; i < letters.size(); ++i) {
    if (!IsDigitByte(letters[i])) continue;
    ++digits;
    if (i == 0 || i + 1 == letters.size() || IsDigitByte(letters[i + 1]))
      return false;
  }
  return digits >= 2 && 2 * digits <= letters.size() && letters.size() >= 6;
}

bool Disguises::ReadDigits(std::string_view letters, Word* word) {
  if (!MayBeDigits(letters, *word)) return false;
  for (unsigned ways = 0; ways < kOnesWays; ++ways) {
    Letters reading;
    if (!reading.AddDigits(letters, ways) || !Knows(reading.view())) continue;
    Disguise(reading.view(), word);
    return true;
  }
  Letters reading;
  if (!AreMostlyLetters(letters) || !reading.AddDigits(letters, 0))
    return false;
  Disguise(reading.view(), word);
  return true;
}

// merciiii: each long row becomes one letter or two, whichever makes a known
// word; else one. www, xxx and VIII stand as they are.
bool Disguises::ReadTriple(Word* word) {
  const LetterRows rows(plain_, *word);
  const size_t runs = std::min(LetterRows::kLongMax, rows.long_rows());
  if (runs == 0 || rows.size() < 2 || rows.IsRoman()) return false;
  const unsigned ways = rows.size() > kReadingMax ? 1 : 1u << runs;
  std::string reading;
  for (unsigned doubled = 0; doubled < ways; ++doubled) {
    rows.Shorten(doubled, &reading);
    if (!Knows(reading)) continue;
    Disguise(reading, word);
    return true;
  }
  rows.Shorten(0, &reading);
  Disguise(reading, word);
  return true;
}

// The letters of a word, digits left as they are.
std::string Disguises::LettersOf(const Word& word) const {
  std::string letters;
  bool any = false;
  if (!LookLetters(word, &any, &letters)) letters = Folded(word);
  return letters;
}

// The signs that stand right before a word and may be its first letters.
size_t Disguises::EdgeSignsBefore(size_t at) const {
  const uint32_t end = parts_.words[at].source_begin;
  uint32_t begin = end;
  for (size_t n = 0; n < kEdgeSignsMax; ++n) {
    const std::string_view before = plain_.substr(0, begin);
    for (const std::string_view sign : {"@", "$", "€", "!"}) {
      if (!before.ends_with(sign)) continue;
      begin -= static_cast<uint32_t>(sign.size());
      break;
    }
  }
  // @Name is somebody's.
  const Word& word = parts_.words[at];
  if (word.capitalised && !word.capitals) return 0;
  const bool free = at == 0 || parts_.words[at - 1].source_end < begin;
  return free ? end - begin : 0;
}

// Of the signs right behind a word the rows that may be its last letters: the
// sizes of those of one, two … signs, 0 if there is none.
std::array<size_t, kEdgeSignsMax> Disguises::EdgeSignsBehind(
    const Word& word) const {
  std::array<size_t, kEdgeSignsMax> rows = {};
  size_t at = word.source_end;
  for (size_t& row : rows) {
    if (at >= plain_.size()) break;
    const CodePoint sign = DecodeUtf8(plain_, at);
    if (SignLetter(sign.value) == 0) break;
    at += sign.size;
    if (IsEdgeSign(sign.value)) row = at - word.source_end;
  }
  return rows;
}

// Adds signs as letters; false if there is something else.
bool AddSigns(std::string_view signs, Letters* reading) {
  for (size_t at = 0; at < signs.size();) {
    const CodePoint sign = DecodeUtf8(signs, at);
    at += sign.size;
    if (SignLetter(sign.value) == 0) return false;
    reading->Add(SignLetter(sign.value));
  }
  return true;
}

// s@lope, a$$hole, $alope, viagr@: words joined by signs that stand for
// letters, or with one at an end.
bool Disguises::ReadSigns(size_t first) {
  for (unsigned ways = 0; ways < kOnesWays; ++ways) {
    if (ReadSigns(first, ways)) return true;
    if (Folded(parts_.words[first]).find('1') == std::string_view::npos) break;
  }
  return false;
}

bool Disguises::ReadSigns(size_t first, unsigned ways) {
  if (parts_.words[first].number) return false;
  const size_t before = EdgeSignsBefore(first);
  const bool as_it_stands = Folded(parts_.words[first]).size() >= kStandsMin &&
                            known_.Contains(parts_.words[first].hash);
  Letters reading;
  AddSigns(plain_.substr(parts_.words[first].source_begin - before, before),
           &reading);
  size_t best = SIZE_MAX, best_behind = 0;
  Letters best_reading;
  for (size_t next = first; next < first + kChainMax; ++next) {
    const Word& word = parts_.words[next];
    if (!reading.AddDigits(LettersOf(word), ways) || reading.full()) break;
    // At an end alone signs are letters of longer words that else are none.
    const bool edge = next == first;
    const auto take = [&](const Letters& whole, size_t signs) {
      if (edge && (as_it_stands || before + signs == 0 ||
                   whole.size() < kEdgeSignMin)) {
        return false;
      }
      if (whole.full() || !Knows(whole.view())) return false;
      best = next;
      best_behind = signs;
      best_reading = whole;
      return true;
    };
    take(reading, 0);
    for (const size_t behind : EdgeSignsBehind(word)) {
      if (behind == 0) continue;
      Letters with_signs = reading;
      AddSigns(plain_.substr(word.source_end, behind), &with_signs);
      take(with_signs, behind);
    }
    if (next + 1 >= parts_.words.size()) break;
    const Word& other = parts_.words[next + 1];
    const std::string_view gap =
        plain_.substr(word.source_end, other.source_begin - word.source_end);
    if (other.hash == 0 || gap.empty() || gap.size() > 6 ||
        !AddSigns(gap, &reading)) {
      break;
    }
  }
  if (best == SIZE_MAX) return false;
  Merge(first, best, best_reading.view());
  // Signs fold to themselves.
  Word& word = parts_.words[first];
  word.begin -= static_cast<uint32_t>(before);
  word.source_begin -= static_cast<uint32_t>(before);
  word.end += static_cast<uint32_t>(best_behind);
  word.source_end += static_cast<uint32_t>(best_behind);
  return true;
}

// The Latin letter, or digit, that a word of one character is read as, 0 if
// none.
char Disguises::SpacedLetter(const Word& word) const {
  const std::string_view folded = Folded(word);
  if (folded.size() == 1) return folded[0];
  return CharTable::Get()[DecodeUtf8(plain_, word.source_begin).value].look;
}

// U.R.S.S.: capitals, each with its full stop.
bool Disguises::IsAcronym(TextParts::Range run) const {
  for (size_t i = run.begin; i < run.end; ++i) {
    const Word& word = parts_.words[i];
    if (!word.capitalised || word.source_end >= plain_.size() ||
        plain_[word.source_end] != '.') {
      return false;
    }
  }
  return true;
}

void Disguises::ReadSpaced(TextParts::Range run) {
  if (IsAcronym(run)) return;
  thread_local std::string letters;
  letters.clear();
  for (size_t i = run.begin; i <= run.end; ++i) {
    const bool free = i < run.end && parts_.words[i].hash != 0;
    const char letter = free ? SpacedLetter(parts_.words[i]) : '\0';
    if (letter != 0) {
      letters += letter;
      continue;
    }
    ReadSpacedRow(letters, i - letters.size());
    letters.clear();
  }
}

// Words are spaced like their letters: of all ways to read a row that by which
// the fewest letters are left over, in the fewest words.
void Disguises::ReadSpacedRow(std::string_view letters, size_t first) {
  if (letters.size() < kSpacedMin) return;
  struct Way {
    size_t left_over = 0, words = 0;
    size_t size = 0;  // of the first word; 0: the letter is left over
    auto Rank() const { return std::pair(left_over, words); }
  };
  thread_local std::vector<Way> ways;
  ways.assign(letters.size() + 1, {});
  for (size_t i = letters.size(); i-- > 0;) {
    ways[i] = {ways[i + 1].left_over + 1, ways[i + 1].words, 0};
    const size_t longest = std::min(kSpacedMax, letters.size() - i);
    for (size_t size = longest; size >= kSpacedMin; --size) {
      const Way way = {ways[i + size].left_over, ways[i + size].words + 1,
                       size};
      Letters reading;
      if (way.Rank() < ways[i].Rank() &&
          ReadLetters(letters.substr(i, size), &reading)) {
        ways[i] = way;
      }
    }
  }
  for (size_t i = 0; i < letters.size();) {
    const size_t size = ways[i].size;
    Letters reading;
    if (size > 0 && ReadLetters(letters.substr(i, size), &reading))
      Merge(first + i, first + i + size - 1, reading.view());
    i += std::max<size_t>(1, size);
  }
}

// Whether the letters, digits among them, are a known word.
bool Disguises::ReadLetters(std::string_view letters, Letters* reading) const {
  if (std::count_if(letters.begin(), letters.end(), IsLetterByte) < 2)
    return false;
  const bool ones = letters.find('1') != letters.npos;
  for (unsigned ways = 0; ways < (ones ? kOnesWays : 1); ++ways) {
    *reading = Letters();
    if (reading->AddDigits(letters, ways) && Knows(reading->view()))
      return true;
  }
  return false;
}

}  // namespace

void ReadDisguised(const WordSet& known, TextParts* parts) {
  if (parts->spaced.empty() && parts->suspects.empty()) return;
  Disguises(known, parts).Run();
}

}  // namespace crible
