#ifndef CRIBLE_TEXT_CHAR_TABLE_H_
#define CRIBLE_TEXT_CHAR_TABLE_H_

// What the analysis needs to know of each code point, in one two-stage table
// that is built from ICU's data when first asked for (about 20 ms) and then
// only read. README.md says what folding is; tests compare it with ICU for
// every code point.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crible {

enum class CharKind : uint8_t {
  kOther,
  kSpace,
  kNewline,
  kLetter,
  kDigit,
  kMark,  // belongs to the letter before it
  kPunctuation,
  kEmoji,
  kIgnorable,  // zero-width, bidi controls, soft hyphens: removed by folding
};

// Scripts as far as mixing them in one word says something.
enum class Script : uint8_t {
  kCommon,
  kLatin,
  kGreek,
  kCyrillic,
  kArmenian,
  kCherokee,
  kCoptic,
  kLookAlike,  // others that have letters like Latin ones (Lisu, Deseret …)
  kElse,
};

struct CharInfo {
  enum Flag : uint8_t {
    kUpper = 1,
    kAccent = 2,     // folding changes more than the case
    kNfc = 4,        // may not stand so in NFC: ask the normaliser
    kStyled = 8,     // a letter in disguise by itself: 𝐚, ａ, ⓐ
    kOverlay = 16,   // a mark through or round its letter
    kOpen = 32,      // opens a quotation: « “ „
    kClose = 64,     // closes one: » ”
    kSentence = 128  // ends a sentence: … ‽ 。
  };
  // Sizes of `fold` beyond what fits into it.
  static constexpr uint8_t kSame = 255;    // folds to itself
  static constexpr uint8_t kHangul = 254;  // folds to its jamo, by arithmetic

  uint32_t fold = 0;  // up to four bytes of UTF-8, or an offset into the pool
  uint8_t fold_size = kSame;
  CharKind kind : 4 = CharKind::kOther;
  Script script : 4 = Script::kCommon;
  uint8_t flags = 0;
  char look = 0;  // the ASCII letter that it looks like, 0 if none
};
static_assert(sizeof(CharInfo) == 8);

class CharTable {
 public:
  static const CharTable& Get();

  const CharInfo& operator[](char32_t point) const {
    return blocks_[size_t{index_[point >> kShift]} << kShift |
                   (point & ((1u << kShift) - 1))];
  }

  // Bytes that folding any one code point can yield at most.
  static constexpr size_t kFoldBytesMax = 64;
  // Writes the folded form of `point` to `out`, which has room for
  // kFoldBytesMax; returns how many bytes.
  size_t Fold(char32_t point, const CharInfo& info, char* out) const;

 private:
  friend class CharTableBuilder;
  static constexpr int kShift = 7;

  CharTable() = default;

  std::vector<uint16_t> index_;
  std::vector<CharInfo> blocks_;
  std::string pool_;
};

}  // namespace crible

#endif  // CRIBLE_TEXT_CHAR_TABLE_H_
