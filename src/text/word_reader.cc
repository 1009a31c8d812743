#include "text/word_reader.h"

#include <algorithm>

#include "text/ascii_letters.h"
#include "text/char_table.h"
#include "text/disguise.h"
#include "text/entity.h"
#include "text/flag_letters.h"
#include "text/inclusive.h"
#include "text/quotation_marks.h"
#include "text/spaced_letters.h"
#include "text/utf8.h"
#include "text/word_draft.h"

namespace crible {
namespace {

// Scripts whose letters pass for one another.
constexpr uint32_t kAlikeScripts = 0xFF & ~1u;
constexpr uint32_t Bit(Script script) {
  return 1u << static_cast<uint32_t>(script);
}

class Reader {
 public:
  Reader(bool normalized, TextParts* parts)
      : parts_(*parts),
        table_(CharTable::Get()),
        text_(parts->plain.bytes),
        normalized_(normalized) {}

  bool Run();

 private:
  void TakeAsciiWord();
  bool TakeLetters();
  void TakeLettersAndDigits();
  void TakeAscii(unsigned char c);
  bool TakeWide();
  bool InFlags();
  bool TakeEntity();
  void TakePoint(char32_t point, const CharInfo& info, uint32_t size);
  void TakeWordPoint(char32_t point, const CharInfo& info);
  void TakeOther(char32_t point, const CharInfo& info);
  void TakeEmoji(char32_t point);
  void TakeNewline();
  void TakeSign(unsigned char c);
  void NoteSign(char32_t sign);
  void TakeInclusiveEnding();
  bool EndsSentence(unsigned char next) const;
  void Fold(char32_t point, const CharInfo& info, uint32_t size);
  void OpenWord() {
    draft_ = WordDraft();
    draft_.begin = folded_;
    draft_.plain_begin = at_;
    if (at_ > 0 && at_ == sign_end_) draft_.why = suspect::kSign;
  }
  void CloseWord() {
    if (draft_.begin != WordDraft::kNoWord) FinishWord();
  }
  void FinishWord();
  void NoteSuspect(uint8_t why) { NoteSuspectWord(why, &parts_); }
  void Repeat(char32_t point) {
    run_ = point == last_ ? run_ + 1 : 1;
    last_ = point;
    longest_ = std::max(longest_, run_);
  }
  void Room() {
    const size_t need = folded_ + (text_.size() - at_) + 2 * kRoom;
    if (out_.size() < need) out_.resize(std::max(need, 2 * out_.size()));
  }
  // The byte `ahead` of the present one, 0 beyond the end.
  unsigned char Peek(size_t ahead) const {
    return at_ + ahead < text_.size()
               ? static_cast<unsigned char>(text_[at_ + ahead])
               : 0;
  }
  bool AfterWord() const {
    return !parts_.words.empty() && parts_.words.back().source_end == at_;
  }

  static constexpr size_t kRoom = CharTable::kFoldBytesMax;

  TextParts& parts_;
  const CharTable& table_;
  const std::string_view text_;
  std::string& out_ = parts_.folded.bytes;
  const bool normalized_;
  uint32_t at_ = 0;      // in the plain view
  uint32_t folded_ = 0;  // in the folded view
  WordDraft draft_;
  TextCounts counts_;
  uint32_t continuation_ = 0;  // bytes that begin no code point
  char32_t last_ = 0;          // for rows of the same character
  uint32_t run_ = 0;
  uint32_t longest_ = 0;
  uint32_t ending_ = 0;    // an inclusive ending stands up to here
  uint32_t sign_end_ = 0;  // a sign that may be a letter stands up to here
  bool sentence_ = true;
  bool line_quoted_ = false;
  bool line_start_ = true;
  FlagRow flags_;              // the last row of their letters
  bool joined_emoji_ = false;  // a ZWJ or half a flag before
  QuotationMarks quotation_{&parts_.words};
  SpacedLetters spaced_{&parts_};
};

bool Reader::Run() {
  out_.resize(text_.size() + 2 * kRoom);
  parts_.folded.map.AddRun(0, 0);
  counts_.lines = text_.empty() ? 0 : 1;
  while (at_ < text_.size()) {
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (kAscii[c] & kWordBit) {
      TakeAsciiWord();
    } else if (c < 0x80) {
      TakeAscii(c);
    } else if (!TakeWide()) {
      return false;
    }
  }
  CloseWord();
  out_.resize(folded_);
  counts_.characters = static_cast<uint32_t>(text_.size()) - continuation_;
  counts_.longest_run = longest_;
  parts_.counts = counts_;
  return true;
}

void Reader::TakeAsciiWord() {
  if (draft_.begin == WordDraft::kNoWord) {
    OpenWord();
    draft_.capitalised =
        kAscii[static_cast<unsigned char>(text_[at_])] & kUpperBit;
  }
  parts_.folded.map.AddRun(folded_, at_);
  if (draft_.invisible) draft_.why |= suspect::kInvisible;
  draft_.invisible = false;
  draft_.marks = 0;
  while (TakeLetters()) continue;
  TakeLettersAndDigits();
  draft_.end = folded_;
  draft_.plain_end = at_;
}

// Up to eight letters at once, none of them twice running. True after eight.
bool Reader::TakeLetters() {
  if (text_.size() - at_ < sizeof(uint64_t)) return false;
  const AsciiLetters bytes(text_.data() + at_);
  const uint32_t n = bytes.count();
  if (n == 0 || bytes.Repeats(static_cast<unsigned char>(last_))) return false;
  bytes.Store(out_.data() + folded_);
  last_ = static_cast<unsigned char>(out_[folded_ + n - 1]);
  run_ = 1;
  longest_ = std::max(longest_, run_);
  draft_.letters += n;
  draft_.latin += n;
  draft_.uppers += bytes.uppers();
  draft_.scripts |= Bit(Script::kLatin);
  folded_ += n;
  at_ += n;
  return n == sizeof(uint64_t);
}

void Reader::TakeLettersAndDigits() {
  const uint32_t begin = at_;
  uint32_t uppers = 0, digits = 0;
  while (at_ < text_.size()) {
    const auto c = static_cast<unsigned char>(text_[at_]);
    const uint8_t bits = kAscii[c];
    if (!(bits & kWordBit)) break;
    const char lower = static_cast<char>(bits & kUpperBit ? c | 0x20 : c);
    out_[folded_++] = lower;
    uppers += (bits & kUpperBit) != 0;
    digits += (bits & kDigitBit) != 0;
    Repeat(static_cast<char32_t>(lower));
    if (run_ == 3 && !(bits & kDigitBit)) draft_.why |= suspect::kTriple;
    ++at_;
  }
  const uint32_t letters = at_ - begin - digits;
  draft_.digits += digits;
  draft_.letters += letters;
  draft_.latin += letters;
  draft_.uppers += uppers;
  if (letters > 0) draft_.scripts |= Bit(Script::kLatin);
}

void Reader::TakeAscii(unsigned char c) {
  CloseWord();
  if (c == '&' && TakeEntity()) return;
  parts_.folded.map.AddRun(folded_, at_);
  out_[folded_++] = static_cast<char>(c);
  Repeat(c);
  if (c > ' ' && c != 0x7F) {
    TakeSign(c);
    line_start_ = false;
  } else if (c == '\n' || c == '\r') {
    if (c == '\n' || Peek(1) != '\n') TakeNewline();
  }
  joined_emoji_ = false;
  ++at_;
}

// Whether a full stop before `next` does. M. Dupont, U.R.S.S.: not after a
// single capital.
bool Reader::EndsSentence(unsigned char next) const {
  if (AfterWord()) {
    const Word& word = parts_.words.back();
    if (word.capitalised && word.end - word.begin == 1) return false;
  }
  return next <= ' ' || next == '"' || next == ')' || next >= 0x80 ||
         (kAscii[next] & kUpperBit);
}

// Signs that mean something to the words round them.
void Reader::TakeSign(unsigned char c) {
  const unsigned char next = Peek(1);
  const bool next_letter = next >= 0x80 || (kAscii[next] & kWordBit);
  counts_.punctuation += (kAscii[c] & kPunctuationBit) != 0;
  switch (c) {
    case '.':
      sentence_ |= EndsSentence(next);
      break;
    case '!':
      ++counts_.exclamations;
      sentence_ = true;
      break;
    case '?':
      ++counts_.questions;
      sentence_ = true;
      break;
    case '"':
      quotation_.Straight(/*may_open=*/next > ' ' && !AfterWord());
      break;
    case '>':
      if (line_start_) line_quoted_ = true;
      break;
    case '@':
      counts_.mentions += next_letter && !AfterWord();
      break;
    case '#':
      counts_.hashtags += next_letter && !AfterWord();
      break;
    default:
      break;
  }
  if ((c == '.' || c == '-' || c == '(') && (next_letter || next >= 0x80)) {
    TakeInclusiveEnding();
  } else if (IsEdgeSign(c) ||
             (SignLetter(c) != 0 && (next_letter || SignLetter(next) != 0))) {
    NoteSign(c);
  }
}

// A sign that may stand for a letter of the word before or behind it.
void Reader::NoteSign(char32_t sign) {
  if (AfterWord()) {
    NoteSuspect(suspect::kSign);
  } else if (IsEdgeSign(sign) || sign == '!') {
    sign_end_ = at_ + DecodeUtf8(text_, at_).size;
  }
}

void Reader::TakeInclusiveEnding() {
  if (!AfterWord()) return;
  Word& word = parts_.words.back();
  const size_t ending = InclusiveEnding(text_, at_, word.end - word.begin);
  if (ending > 0) {
    word.source_end = ending_ = at_ + static_cast<uint32_t>(ending);
  }
}

void Reader::TakeNewline() {
  ++counts_.lines;
  sentence_ = true;
  line_start_ = true;
  line_quoted_ = false;
  // A quotation does not go on over an empty line.
  if (Peek(1) == '\n' || (Peek(1) == '\r' && Peek(2) == '\n')) {
    quotation_.EmptyLine();
  }
}

// An entity that stands in the plain view was not mark-up, but people read it:
// it is folded as what it means.
bool Reader::TakeEntity() {
  const Entity entity = ParseEntity(text_, at_, /*strict=*/true);
  if (entity.size == 0) return false;
  const CharInfo& info = table_[entity.point];
  const bool joins = info.kind == CharKind::kLetter ||
                     info.kind == CharKind::kDigit ||
                     info.kind == CharKind::kIgnorable;
  // The word before goes on if nothing stands between.
  if (joins && AfterWord() && at_ > ending_) {
    // Taken up again below: only its letters count, flags stay.
    const Word& word = parts_.words.back();
    draft_ = WordDraft();
    draft_.begin = word.begin;
    draft_.end = word.end;
    draft_.plain_begin = word.source_begin;
    draft_.plain_end = word.source_end;
    while (!parts_.suspects.empty() &&
           parts_.suspects.back().word + 1 == parts_.words.size()) {
      parts_.suspects.pop_back();
    }
    sentence_ = word.starts_sentence;
    spaced_.Break();
    parts_.words.pop_back();
  }
  continuation_ += entity.size - 1;
  TakePoint(entity.point, info, entity.size);
  if (entity.point < 0x80 && draft_.begin != WordDraft::kNoWord) {
    draft_.why |= suspect::kStyled;
  }
  at_ += entity.size;
  return true;
}

bool Reader::TakeWide() {
  const CodePoint point = DecodeUtf8(text_, at_);
  const CharInfo& info = table_[point.value];
  if ((info.flags & CharInfo::kNfc) && !normalized_) return false;
  continuation_ += point.size - 1;
  Room();
  const bool letter = IsFlagLetter(point.value) && !InFlags();
  TakePoint(point.value, letter ? FlagLetterInfo(point.value) : info,
            point.size);
  at_ += point.size;
  return true;
}

// Whether the letter of a flag that stands here belongs to flags.
bool Reader::InFlags() {
  if (at_ >= flags_.end) flags_ = FlagRowAt(text_, at_);
  return flags_.flags;
}

void Reader::TakePoint(char32_t point, const CharInfo& info, uint32_t size) {
  Room();
  Repeat(point);
  const bool in_word = draft_.begin != WordDraft::kNoWord;
  switch (info.kind) {
    case CharKind::kLetter:
    case CharKind::kDigit:
      if (!in_word) {
        OpenWord();
        draft_.capitalised = info.flags & CharInfo::kUpper;
      }
      TakeWordPoint(point, info);
      Fold(point, info, size);
      draft_.end = folded_;
      draft_.plain_end = at_ + size;
      break;
    case CharKind::kMark:
      if (in_word && !draft_.invisible) {
        ++draft_.marks;
        if (draft_.marks >= 2 || (info.flags & CharInfo::kOverlay)) {
          draft_.why |= suspect::kMarks;
        }
        draft_.plain_end = at_ + size;
        draft_.accented = true;
      }
      Fold(point, info, size);
      if (in_word) draft_.end = folded_;
      break;
    case CharKind::kIgnorable:
      // Parts of emoji are no disguise: variation selectors, joiners.
      if (in_word || (point != 0x200D && (point & ~0xFu) != 0xFE00)) {
        ++counts_.invisible;
      }
      if (in_word) draft_.invisible = true;
      if (point == 0x200D) joined_emoji_ = true;
      Fold(point, info, size);
      return;
    default:
      CloseWord();
      TakeOther(point, info);
      Fold(point, info, size);
      return;
  }
  joined_emoji_ = false;
  line_start_ = false;
}

void Reader::TakeWordPoint(char32_t point, const CharInfo& info) {
  if (draft_.invisible) draft_.why |= suspect::kInvisible;
  draft_.invisible = false;
  draft_.marks = 0;
  if (info.kind == CharKind::kDigit) {
    ++draft_.digits;
    return;
  }
  ++draft_.letters;
  if (run_ == 3) draft_.why |= suspect::kTriple;
  if (info.flags & CharInfo::kStyled) draft_.why |= suspect::kStyled;
  if (info.flags & CharInfo::kUpper) ++draft_.uppers;
  if (info.flags & CharInfo::kAccent) draft_.accented = true;
  draft_.scripts |= Bit(info.script);
  if (info.script == Script::kLatin || (info.flags & CharInfo::kStyled) ||
      point < 0x80) {
    ++draft_.latin;
  }
}

void Reader::TakeOther(char32_t point, const CharInfo& info) {
  if (SignLetter(point) != 0) NoteSign(point);
  switch (info.kind) {
    case CharKind::kNewline:
      TakeNewline();
      return;
    case CharKind::kSpace:
      return;
    case CharKind::kEmoji:
      TakeEmoji(point);
      return;
    case CharKind::kPunctuation:
      ++counts_.punctuation;
      break;
    default:
      if (point >= 0x1F1E6 && point <= 0x1F1FF) TakeEmoji(point);
      break;
  }
  if (info.flags & CharInfo::kOpen) quotation_.Open();
  if (info.flags & CharInfo::kClose) quotation_.Close();
  if (info.flags & CharInfo::kSentence) sentence_ = true;
  joined_emoji_ = false;
  line_start_ = false;
  TakeInclusiveEnding();
}

// A joined sequence and a pair of regional indicators are one emoji.
void Reader::TakeEmoji(char32_t point) {
  line_start_ = false;
  const bool skin = point >= 0x1F3FB && point <= 0x1F3FF;
  if (!joined_emoji_ && !skin) ++counts_.emoji;
  const bool flag = point >= 0x1F1E6 && point <= 0x1F1FF;
  joined_emoji_ = flag && !joined_emoji_;
}

void Reader::Fold(char32_t point, const CharInfo& info, uint32_t size) {
  const std::string_view as_is = text_.substr(at_, size);
  if (info.fold_size == CharInfo::kSame &&
      DecodeUtf8(as_is, 0).value == point) {
    std::copy(as_is.begin(), as_is.end(), out_.begin() + folded_);
    parts_.folded.map.AddRun(folded_, at_);
    folded_ += size;
    return;
  }
  const auto folded =
      static_cast<uint32_t>(table_.Fold(point, info, out_.data() + folded_));
  parts_.folded.map.AddBlock(folded_, folded_ + folded, at_, at_ + size);
  folded_ += folded;
}

void Reader::FinishWord() {
  const WordDraft& draft = draft_;
  counts_.letters += draft.letters;
  counts_.capitals += CapitalsThatCount(draft, text_);
  counts_.digits += draft.digits;
  counts_.latin_letters += draft.latin;
  line_start_ = false;
  if (draft.plain_begin >= ending_ && draft.end > draft.begin) {
    const std::string_view letters(out_.data() + draft.begin,
                                   draft.end - draft.begin);
    const uint32_t scripts = draft.scripts & kAlikeScripts;
    const bool mixed = (scripts & (scripts - 1)) != 0;  // two bits or more
    parts_.words.push_back(
        {.hash = HashWord(letters),
         .begin = draft.begin,
         .end = draft.end,
         .source_begin = draft.plain_begin,
         .source_end = draft.plain_end,
         .quoted = line_quoted_,
         .capitals = draft.letters >= 2 && draft.uppers == draft.letters,
         .capitalised = draft.capitalised,
         .accented = draft.accented,
         .starts_sentence = sentence_,
         .mixed_script = mixed,
         .number = draft.letters == 0});
    sentence_ = false;
    if (scripts & ~Bit(Script::kLatin)) {
      draft_.why |= mixed ? suspect::kMixedScript : suspect::kForeign;
    }
    if (draft.digits > 0 && draft.letters > 1) draft_.why |= suspect::kDigits;
    // In scripts that need them, joiners and stacked marks hide nothing.
    if (draft.latin == 0 && scripts == 0) draft_.why = 0;
    if (draft_.why != 0) NoteSuspect(draft_.why);
    spaced_.AddLast(draft.letters + draft.digits == 1);
  }
  draft_.begin = WordDraft::kNoWord;
}

}  // namespace

bool ReadWords(bool normalized, TextParts* parts) {
  return Reader(normalized, parts).Run();
}

}  // namespace crible
