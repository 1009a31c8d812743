#include "text/char_table_builder.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/uset.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "text/char_additions.h"
#include "text/utf8.h"

namespace crible {
namespace {

const icu::Normalizer2& FoldNormalizer() {
  UErrorCode error = U_ZERO_ERROR;
  static const icu::Normalizer2* const normalizer =
      icu::Normalizer2::getNFKCCasefoldInstance(error);
  CRIBLE_CHECK(normalizer != nullptr);
  return *normalizer;
}

bool IsStripped(char32_t point) {
  return (U_GET_GC_MASK(static_cast<UChar32>(point)) &
          (U_GC_MN_MASK | U_GC_ME_MASK)) != 0;
}

// NFKC_Casefold, decomposed, marks stripped.
std::string FoldByIcu(char32_t point) {
  icu::UnicodeString mapped;
  std::string folded;
  if (!FoldNormalizer().getDecomposition(static_cast<UChar32>(point), mapped)) {
    if (!IsStripped(point)) AppendUtf8(point, &folded);
    return folded;
  }
  for (int32_t i = 0; i < mapped.length(); i = mapped.moveIndex32(i, 1)) {
    const auto part = static_cast<char32_t>(mapped.char32At(i));
    if (!IsStripped(part)) AppendUtf8(part, &folded);
  }
  return folded;
}

const char* LetterOfRange(char32_t point) {
  static constexpr char kAlphabet[] =
      "a\0b\0c\0d\0e\0f\0g\0h\0i\0j\0k\0l\0m\0"
      "n\0o\0p\0q\0r\0s\0t\0u\0v\0w\0x\0y\0z";
  for (const LetterRange& range : kLetterRanges) {
    if (point >= range.first && point < range.first + range.count) {
      return kAlphabet + 2 * (point - range.first);
    }
  }
  return nullptr;
}

std::string FoldOf(char32_t point) {
  for (const CharFold& addition : kFoldAdditions) {
    if (addition.point == point) return std::string(addition.fold);
  }
  if (const char* letter = LetterOfRange(point)) return letter;
  return FoldByIcu(point);
}

Script ScriptOf(char32_t point) {
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(point), &error)) {
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED:
      return Script::kCommon;
    case USCRIPT_LATIN:
      return Script::kLatin;
    case USCRIPT_GREEK:
      return Script::kGreek;
    case USCRIPT_CYRILLIC:
      return Script::kCyrillic;
    case USCRIPT_ARMENIAN:
      return Script::kArmenian;
    case USCRIPT_CHEROKEE:
      return Script::kCherokee;
    case USCRIPT_COPTIC:
      return Script::kCoptic;
    case USCRIPT_LISU:
    case USCRIPT_DESERET:
    case USCRIPT_CANADIAN_ABORIGINAL:
    case USCRIPT_GEORGIAN:
    case USCRIPT_TIFINAGH:
    case USCRIPT_OSAGE:
    case USCRIPT_OLD_ITALIC:
    case USCRIPT_RUNIC:
    case USCRIPT_VAI:
      return Script::kLookAlike;
    default:
      return Script::kElse;
  }
}

// The small capitals that no phonetic writing is made of alone.
bool IsSmallCapital(char32_t point) {
  return (point >= 0x1D00 && point <= 0x1D22) || point == 0xA730 ||
         point == 0xA731;
}

bool IsStyled(char32_t point) {
  return (point >= 0x1D400 && point <= 0x1D7FF) ||  // mathematical
         (point >= 0xFF21 && point <= 0xFF5A) ||    // full-width
         (point >= 0x2460 && point <= 0x24FF) ||    // circled, in brackets
         (point >= 0x1F110 && point <= 0x1F189) ||  // squared and the like
         IsSmallCapital(point);
}

bool IsEmoji(char32_t point) {
  const auto c = static_cast<UChar32>(point);
  return point >= 0x2300 &&
         (u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION) ||
          u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC));
}

// Ideographs and Hangul syllables are all described as the first of theirs is;
// asking ICU for each would take half of the time.
char32_t ModelOf(char32_t point) {
  constexpr struct {
    char32_t first, last;
  } kAlike[] = {{0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xAC00, 0xD7A3},
                {0x17000, 0x18CD5}, {0x20000, 0x2EBE0}, {0x30000, 0x323AF}};
  for (const auto& range : kAlike) {
    if (point >= range.first && point <= range.last) return range.first;
  }
  return point;
}

}  // namespace

CharTableBuilder::CharTableBuilder() {
  UErrorCode error = U_ZERO_ERROR;
  spoof_ = uspoof_open(&error);
  CRIBLE_CHECK(U_SUCCESS(error));
  const USet* const ignorable =
      u_getBinaryPropertySet(UCHAR_DEFAULT_IGNORABLE_CODE_POINT, &error);
  CRIBLE_CHECK(U_SUCCESS(error));
  for (int32_t i = 0; i < uset_getItemCount(ignorable); ++i) {
    UChar32 first, last;
    uset_getItem(ignorable, i, &first, &last, nullptr, 0, &error);
    ignorable_.emplace_back(static_cast<char32_t>(first),
                            static_cast<char32_t>(last));
  }
  // Small letters first: l and I share a prototype, and reading l is right
  // more often, because folding has already read I as i.
  for (char c = 'a'; c <= 'z'; ++c) letters_.emplace(Confusable({&c, 1}), c);
  for (char c = 'A'; c <= 'Z'; ++c) {
    letters_.emplace(Confusable({&c, 1}), static_cast<char>(c | 0x20));
  }
}

bool CharTableBuilder::IsIgnorable(char32_t point) const {
  return std::any_of(ignorable_.begin(), ignorable_.end(),
                     [=](const auto& range) {
                       return range.first <= point && point <= range.second;
                     });
}

CharTableBuilder::~CharTableBuilder() { uspoof_close(spoof_); }

std::string CharTableBuilder::Confusable(std::string_view utf8) const {
  char out[128];
  UErrorCode error = U_ZERO_ERROR;
  const int32_t size = uspoof_getSkeletonUTF8(spoof_, 0, utf8.data(),
                                              static_cast<int32_t>(utf8.size()),
                                              out, sizeof out, &error);
  if (U_FAILURE(error)) return {};
  return std::string(out, static_cast<size_t>(size));
}

CharTable CharTableBuilder::Build() {
  flat_.resize(0x110000);
  u_enumCharTypes(
      [](const void* context, UChar32 start, UChar32 limit,
         UCharCategory category) -> UBool {
        auto* builder = const_cast<CharTableBuilder*>(
            static_cast<const CharTableBuilder*>(context));
        builder->DescribeRange(static_cast<char32_t>(start),
                               static_cast<char32_t>(limit),
                               static_cast<int>(category));
        return true;
      },
      this);
  Deduplicate();
  return std::move(table_);
}

// Code points without a character keep the default, unless Unicode says that
// they are to be ignored all the same.
void CharTableBuilder::DescribeRange(char32_t start, char32_t limit,
                                     int category) {
  if (category == U_SURROGATE || category == U_PRIVATE_USE_CHAR) return;
  for (char32_t point = start; point < limit; ++point) {
    if (category == U_UNASSIGNED && !IsIgnorable(point)) {
      // Most of all code points: on to the next that is to be ignored.
      const auto next = std::lower_bound(
          ignorable_.begin(), ignorable_.end(), point,
          [](const auto& range, auto p) { return range.first < p; });
      if (next == ignorable_.end()) return;
      point = next->first - 1;  // not below: it is not ignorable itself
      continue;
    }
    const char32_t model = ModelOf(point);
    flat_[point] = model < point && model >= start ? flat_[model]
                                                   : Describe(point, category);
  }
}

CharInfo CharTableBuilder::Describe(char32_t point, int category) {
  CharInfo info;
  info.script = ScriptOf(point);
  SetFold(point, &info);
  SetKind(point, category, &info);
  SetFlags(point, &info);
  info.look = LooksLike(point, info);
  return info;
}

void CharTableBuilder::SetFold(char32_t point, CharInfo* info) {
  if (point >= 0xAC00 && point <= 0xD7A3) {
    info->fold_size = CharInfo::kHangul;
    return;
  }
  std::string same;
  AppendUtf8(point, &same);
  const std::string fold = FoldOf(point);
  CRIBLE_CHECK(fold.size() <= CharTable::kFoldBytesMax);
  if (fold == same) return;
  info->fold_size = static_cast<uint8_t>(fold.size());
  if (fold.size() <= sizeof info->fold) {
    std::memcpy(&info->fold, fold.data(), fold.size());
    return;
  }
  const auto [at, added] = pooled_.emplace(fold, table_.pool_.size());
  if (added) table_.pool_ += fold;
  info->fold = at->second;
}

void CharTableBuilder::SetKind(char32_t point, int category, CharInfo* info) {
  const auto c = static_cast<UChar32>(point);
  const uint32_t mask = U_MASK(category);
  if (IsIgnorable(point)) {
    info->kind = CharKind::kIgnorable;
  } else if (point == '\n' || point == '\r' || point == 0x85 ||
             point == 0x2028 || point == 0x2029) {
    info->kind = CharKind::kNewline;
  } else if (u_isUWhiteSpace(c) || point == 0x2800) {
    info->kind = CharKind::kSpace;
  } else if (LetterOfRange(point) != nullptr ||
             (point >= 0x24B6 && point <= 0x24E9) ||
             (mask & (U_GC_L_MASK | U_GC_NL_MASK))) {
    info->kind = CharKind::kLetter;
  } else if (mask & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_MC_MASK)) {
    info->kind = CharKind::kMark;
  } else if ((mask & U_GC_ND_MASK) || (point >= 0x2080 && point <= 0x2089)) {
    info->kind = CharKind::kDigit;
  } else if (IsEmoji(point)) {
    info->kind = CharKind::kEmoji;
  } else if (mask & U_GC_P_MASK) {
    info->kind = CharKind::kPunctuation;
  }
}

void CharTableBuilder::SetFlags(char32_t point, CharInfo* info) {
  const auto c = static_cast<UChar32>(point);
  uint8_t flags = 0;
  if (info->kind == CharKind::kLetter && (u_isUUppercase(c) || u_istitle(c))) {
    flags |= CharInfo::kUpper;
  }
  if (info->kind == CharKind::kLetter && info->fold_size != CharInfo::kSame &&
      info->fold_size != CharInfo::kHangul) {
    char fold[CharTable::kFoldBytesMax];
    std::string lower;
    AppendUtf8(static_cast<char32_t>(u_tolower(c)), &lower);
    const size_t size =
        info->fold_size <= sizeof info->fold ? info->fold_size : size_t{0};
    std::memcpy(fold, &info->fold, sizeof info->fold);
    if (std::string_view(fold, size) != lower) flags |= CharInfo::kAccent;
  }
  if (u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) != UNORM_YES ||
      u_getCombiningClass(c) != 0) {
    flags |= CharInfo::kNfc;
  }
  if (info->kind == CharKind::kLetter && IsStyled(point)) {
    flags |= CharInfo::kStyled;
  }
  if (info->kind == CharKind::kMark && (u_charType(c) == U_ENCLOSING_MARK ||
                                        (point >= 0x334 && point <= 0x338) ||
                                        (point >= 0x20D0 && point <= 0x20F0))) {
    flags |= CharInfo::kOverlay;
  }
  if (point == U'«' || point == U'“' || point == U'„') flags |= CharInfo::kOpen;
  if (point == U'»' || point == U'”') flags |= CharInfo::kClose;
  if (point == U'…' || point == U'‼' || point == U'⁇' || point == U'。' ||
      point == U'！' || point == U'？') {
    flags |= CharInfo::kSentence;
  }
  info->flags = flags;
}

char CharTableBuilder::LooksLike(char32_t point, const CharInfo& info) {
  if (info.kind != CharKind::kLetter && info.kind != CharKind::kOther) return 0;
  if (info.script == Script::kElse || point < 0x80) return 0;
  for (const CharLook& look : kLooks) {
    if (look.point == point) return look.letter;
  }
  std::string text;
  AppendUtf8(point, &text);
  const auto at = letters_.find(Confusable(text));
  if (at != letters_.end()) return at->second;
  if (info.fold_size > sizeof info.fold) return 0;
  text.assign(reinterpret_cast<const char*>(&info.fold), info.fold_size);
  if (text.empty()) return 0;
  const CodePoint folded = DecodeUtf8(text, 0);
  if (folded.size != text.size() || folded.value < 0x80) return 0;
  for (const CharLook& look : kLooks) {
    if (look.point == folded.value) return look.letter;
  }
  const auto low = letters_.find(Confusable(text));
  return low != letters_.end() ? low->second : 0;
}

void CharTableBuilder::Deduplicate() {
  constexpr size_t kBlock = size_t{1} << CharTable::kShift;
  std::unordered_map<std::string_view, uint16_t> seen;
  table_.index_.reserve(flat_.size() / kBlock);
  for (size_t at = 0; at < flat_.size(); at += kBlock) {
    const std::string_view key(reinterpret_cast<const char*>(&flat_[at]),
                               kBlock * sizeof(CharInfo));
    const auto number = static_cast<uint16_t>(table_.blocks_.size() / kBlock);
    const auto [block, added] = seen.emplace(key, number);
    if (added) {
      table_.blocks_.insert(table_.blocks_.end(), &flat_[at],
                            &flat_[at] + kBlock);
    }
    table_.index_.push_back(block->second);
  }
}

}  // namespace crible
