#include "text/disguise.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "text/char_table.h"
#include "text/entity.h"
#include "text/spaced_letters.h"
#include "text/utf8.h"

namespace crible {
namespace {

// A reading that needs `known` is tried for words up to this size.
constexpr size_t kReadingMax = 40;
constexpr size_t kSpacedMin = SpacedLetters::kMin;
constexpr size_t kSpacedMax = 24;
constexpr size_t kRunsMax = 4;   // rows of letters whose both lengths are tried
constexpr size_t kChainMax = 8;  // words that signs may join

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
  std::string_view view() const { return {bytes_, size_}; }
  bool full() const { return full_; }
  size_t size() const { return size_; }

 private:
  char bytes_[kReadingMax];
  size_t size_ = 0;
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
  bool ReadTrailingSign(Word* word);
  bool ReadSigns(size_t first);
  void ReadSpaced(TextParts::Range run);
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
      (ReadDigits(Folded(*word), word) || ReadTrailingSign(word))) {
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

// c0nnard: digits count as letters if one stands between letters. 1 is tried
// as i, then as l.
bool Disguises::ReadDigits(std::string_view letters, Word* word) {
  if (letters.size() > kReadingMax || letters.size() < 3) return false;
  size_t digits = 0;
  bool between = false;
  for (size_t i = 0; i < letters.size(); ++i) {
    if (!IsDigitByte(letters[i])) continue;
    ++digits;
    between |= i > 0 && IsLetterByte(letters[i - 1]);
  }
  if (digits == 0 || !between || letters.size() - digits < 2) return false;
  // H1N1, W3C, B2B are names.
  const bool name = word->capitals || IsDigitByte(letters.back());
  if (name && letters.size() < 5) return false;
  for (const char one : {'i', 'l'}) {
    Letters reading;
    for (const char c : letters) {
      const char letter = c == '1' ? one : IsDigitByte(c) ? DigitLetter(c) : c;
      if (letter == 0) return false;
      reading.Add(letter);
    }
    if (!Knows(reading.view())) continue;
    Disguise(reading.view(), word);
    return true;
  }
  return false;
}

// v1agr@: a sign behind a word that has digits between letters.
bool Disguises::ReadTrailingSign(Word* word) {
  if (word->source_end >= plain_.size()) return false;
  const CodePoint sign = DecodeUtf8(plain_, word->source_end);
  if (sign.value == '!' || SignLetter(sign.value) == 0) return false;
  std::string letters(Folded(*word));
  letters += SignLetter(sign.value);
  if (!ReadDigits(letters, word)) return false;
  word->source_end += sign.size;
  word->end += sign.size;  // signs fold to themselves
  return true;
}

// The rows of the same character in a word, each with its folded form.
struct LetterRow {
  size_t fold_begin;
  size_t fold_size;
  size_t count;
};

class LetterRows {
 public:
  // Rows are those of the plain view, so that créée has none.
  LetterRows(std::string_view plain, const Word& word) {
    const CharTable& table = CharTable::Get();
    char32_t last = 0;
    char fold[CharTable::kFoldBytesMax];
    for (size_t at = word.source_begin; at < word.source_end;) {
      const CodePoint point = DecodeUtf8(plain, at);
      at += point.size;
      const char32_t lower = point.value >= 'A' && point.value <= 'Z'
                                 ? point.value | 0x20
                                 : point.value;
      const size_t size = table.Fold(point.value, table[point.value], fold);
      if (size == 0) continue;
      if (!rows_.empty() && lower == last) {
        ++rows_.back().count;
        continue;
      }
      last = lower;
      rows_.push_back({folds_.size(), size, 1});
      folds_.append(fold, size);
    }
  }

  size_t size() const { return rows_.size(); }
  // How many rows of letters are longer than words have them.
  size_t long_rows() const {
    return static_cast<size_t>(
        std::count_if(rows_.begin(), rows_.end(),
                      [this](const LetterRow& row) { return IsLong(row); }));
  }
  bool IsRoman() const {
    return std::all_of(
        rows_.begin(), rows_.end(), [this](const LetterRow& row) {
          return row.count <= 3 && row.fold_size == 1 &&
                 std::strchr("ivxlcdm", folds_[row.fold_begin]) != nullptr;
        });
  }
  // The word with each long row as one letter, or as two where `doubled` has
  // the row's bit.
  void Shorten(unsigned doubled, std::string* letters) const {
    letters->clear();
    size_t run = 0;
    for (const LetterRow& row : rows_) {
      size_t count = row.count;
      if (IsLong(row)) {
        count = run < kRunsMax && (doubled >> run & 1) ? 2 : 1;
        ++run;
      }
      for (size_t i = 0; i < count; ++i) {
        letters->append(folds_, row.fold_begin, row.fold_size);
      }
    }
  }

 private:
  bool IsLong(const LetterRow& row) const {
    return row.count > 2 && !IsDigitByte(folds_[row.fold_begin]);
  }

  std::string folds_;
  std::vector<LetterRow> rows_;
};

// merciiii: each long row becomes one letter or two, whichever makes a known
// word; else one. www, xxx and VIII stand as they are.
bool Disguises::ReadTriple(Word* word) {
  const LetterRows rows(plain_, *word);
  const size_t runs = std::min(kRunsMax, rows.long_rows());
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

// s@lope, a$$hole: words joined by signs that stand for letters.
bool Disguises::ReadSigns(size_t first) {
  Letters reading;
  reading.Add(Folded(parts_.words[first]));
  size_t best = 0;
  Letters best_reading;
  for (size_t next = first + 1;
       next < parts_.words.size() && next < first + kChainMax; ++next) {
    const Word& word = parts_.words[next];
    const std::string_view gap =
        plain_.substr(parts_.words[next - 1].source_end,
                      word.source_begin - parts_.words[next - 1].source_end);
    if (word.hash == 0 || gap.empty() || gap.size() > 6) break;
    bool signs = true;
    for (size_t at = 0; at < gap.size() && signs;) {
      const CodePoint sign = DecodeUtf8(gap, at);
      at += sign.size;
      signs = SignLetter(sign.value) != 0;
      if (signs) reading.Add(SignLetter(sign.value));
    }
    if (!signs) break;
    for (const char c : Folded(word)) {
      reading.Add(IsDigitByte(c) && DigitLetter(c) != 0 ? DigitLetter(c) : c);
    }
    if (reading.full()) break;
    if (!Knows(reading.view())) continue;
    best = next;
    best_reading = reading;
  }
  if (best == 0) return false;
  Merge(first, best, best_reading.view());
  return true;
}

// The Latin letter that a word of one character is read as, 0 if none.
char Disguises::SpacedLetter(const Word& word) const {
  const std::string_view folded = Folded(word);
  if (folded.size() == 1) {
    return IsDigitByte(folded[0]) ? DigitLetter(folded[0]) : folded[0];
  }
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
  const auto taken = [&](size_t i) { return parts_.words[i].hash == 0; };
  for (size_t first = run.begin; first + kSpacedMin <= run.end;) {
    Letters letters;
    size_t digits = 0;
    size_t end = first;
    for (; end < run.end && end - first < kSpacedMax && !taken(end); ++end) {
      const char letter = SpacedLetter(parts_.words[end]);
      if (letter == 0) break;
      digits += parts_.words[end].number;
      letters.Add(letter);
    }
    size_t size = letters.size();
    while (size >= kSpacedMin && !Knows(letters.view().substr(0, size))) {
      --size;
    }
    if (size < kSpacedMin || 3 * digits > size) {
      ++first;
      continue;
    }
    Merge(first, first + size - 1, letters.view().substr(0, size));
    first += size;
  }
}

}  // namespace

void ReadDisguised(const WordSet& known, TextParts* parts) {
  if (parts->spaced.empty() && parts->suspects.empty()) return;
  Disguises(known, parts).Run();
}

}  // namespace crible
