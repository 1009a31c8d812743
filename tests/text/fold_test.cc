#include "text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <map>
#include <random>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "text/char_additions.h"
#include "text/char_table.h"
#include "text/text.h"
#include "text/utf8.h"

namespace crible {
namespace {

using ::testing::ElementsAre;

// Folding as README.md defines it, step by step with ICU: additions,
// NFKC_Casefold, NFD, marks stripped.
class SlowFolder {
 public:
  SlowFolder() {
    UErrorCode error = U_ZERO_ERROR;
    casefold_ = icu::Normalizer2::getNFKCCasefoldInstance(error);
    nfd_ = icu::Normalizer2::getNFDInstance(error);
    for (const CharFold& fold : kFoldAdditions) {
      additions_[fold.point] = fold.fold;
    }
    for (const LetterRange& range : kLetterRanges) {
      for (int i = 0; i < range.count; ++i) {
        additions_[range.first + static_cast<char32_t>(i)] =
            std::string(1, static_cast<char>('a' + i));
      }
    }
  }

  std::string Fold(std::u32string_view points) const {
    icu::UnicodeString text;
    for (const char32_t point : points) {
      const auto addition = additions_.find(point);
      if (addition == additions_.end()) {
        text.append(static_cast<UChar32>(point));
      } else {
        text.append(icu::UnicodeString::fromUTF8(addition->second));
      }
    }
    UErrorCode error = U_ZERO_ERROR;
    text = nfd_->normalize(casefold_->normalize(text, error), error);
    std::string folded;
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
      const UChar32 point = text.char32At(i);
      if (U_GET_GC_MASK(point) & (U_GC_MN_MASK | U_GC_ME_MASK)) continue;
      AppendUtf8(static_cast<char32_t>(point), &folded);
    }
    return folded;
  }

 private:
  const icu::Normalizer2* casefold_;
  const icu::Normalizer2* nfd_;
  std::map<char32_t, std::string> additions_;
};

bool IsAssigned(char32_t point) {
  return u_isdefined(static_cast<UChar32>(point)) &&
         !(point >= 0xD800 && point < 0xE000);
}

TEST(FoldTest, EveryCodePointAsIcu) {
  const SlowFolder slow;
  int differences = 0;
  for (char32_t point = 0; point <= 0x10FFFF && differences < 20; ++point) {
    if (!IsAssigned(point)) continue;
    std::string source;
    AppendUtf8(point, &source);
    const std::string want = slow.Fold(std::u32string_view(&point, 1));
    if (FoldText(source) == want) continue;
    ++differences;
    ADD_FAILURE() << "U+" << std::hex << uint32_t{point} << " folds to "
                  << FoldText(source) << ", ICU says " << want;
  }
}

// Marks that are no accents (Mc) may be reordered by ICU among each other;
// random text leaves them out, and the letters of flags, which are read as
// letters or not by their neighbours.
char32_t RandomPoint(std::mt19937& random) {
  static constexpr struct {
    char32_t first, last;
  } kRanges[] = {{0x20, 0x7E},       {0xA0, 0x17F},      {0x180, 0x24F},
                 {0x300, 0x36F},     {0x370, 0x3FF},     {0x400, 0x52F},
                 {0x1E00, 0x1FFF},   {0x2000, 0x20CF},   {0x2100, 0x218B},
                 {0x2460, 0x24FF},   {0x3040, 0x30FF},   {0xAC00, 0xD7A3},
                 {0xFB00, 0xFB4F},   {0xFF00, 0xFFEF},   {0x1D400, 0x1D7FF},
                 {0x1F100, 0x1F1E5}, {0x1F300, 0x1F6FF}, {0x0590, 0x06FF},
                 {0x4E00, 0x4FFF},   {0xE0000, 0xE01EF}};
  for (;;) {
    const auto& range = kRanges[random() % std::size(kRanges)];
    const char32_t point =
        range.first + random() % (range.last - range.first + 1);
    if (!IsAssigned(point)) continue;
    if (u_charType(static_cast<UChar32>(point)) == U_COMBINING_SPACING_MARK) {
      continue;
    }
    return point;
  }
}

TEST(FoldTest, RandomStringsAsIcu) {
  const SlowFolder slow;
  std::mt19937 random(20240229);
  Text text;
  for (int i = 0; i < 10000; ++i) {
    std::u32string points;
    std::string source;
    const size_t size = 1 + random() % 40;
    for (size_t k = 0; k < size; ++k) points += RandomPoint(random);
    for (const char32_t point : points) AppendUtf8(point, &source);
    const std::string want = slow.Fold(points);
    ASSERT_EQ(FoldText(source), want) << source;
    // The folded view reads entities as well; random text has none but "&#".
    if (source.find('&') != source.npos) continue;
    // Composing first may save a letter from an addition (´ and an accent).
    AnalyzeText(source, BodyFormat::kPlain, {}, &text);
    ASSERT_EQ(text.folded().bytes, FoldText(text.plain().bytes)) << source;
  }
}

TEST(FoldTest, Texts) {
  const struct {
    const char* source;
    const char* want;
  } kCases[] = {
      {"", ""},
      {"Être ÉTÉ", "etre ete"},
      {"Œuvre, cœur, Æthelred", "oeuvre, coeur, aethelred"},
      {"Straße", "strasse"},
      {"ＶＩＡＧＲＡ", "viagra"},
      {"𝓿𝓲𝓪𝓰𝓻𝓪 𝖛𝖎𝖆 ⓥⓘ 🅥🅘 🆅 ⒱", "viagra via vi vi v v"},
      {"l’offre l‘offre l´offre lʼoffre", "l'offre l'offre l'offre l'offre"},
      {"« a » “b” „c‟", "\" a \" \"b\" \"c\""},
      {"a–b—c‑d", "a-b-c-d"},
      {"v\u200Bi\u00ADa\u202Eg\u2060ra\uFEFF", "viagra"},
      {"e\u0301 a\u0336", "e a"},
      {"1ᵉʳ m² ½", "1er m2 1\u20442"},
      {"a\u00A0b", "a b"},
      {"Привет", "привет"},
      {"…", "..."},
      {"İI", "ii"},
      {"ﬁn", "fin"},
  };
  for (const auto& c : kCases) EXPECT_EQ(FoldText(c.source), c.want);
}

TEST(FoldTest, Words) {
  EXPECT_THAT(FoldWords("L'offre de prêt"),
              ElementsAre("l", "offre", "de", "pret"));
  EXPECT_THAT(FoldWords("bit.ly xxx v1agra"),
              ElementsAre("bit", "ly", "xxx", "v1agra"));
  EXPECT_THAT(FoldWords("e\u0301te\u0301"), ElementsAre("ete"));
  EXPECT_THAT(FoldWords(" … "), ElementsAre());
}

TEST(FoldTest, ExactForm) {
  EXPECT_EQ(ExactForm("  L’Été\u00A0\n 2024"), " l’été 2024");
  EXPECT_EQ(ExactForm("E\u0301TE\u0301"), "été");
  EXPECT_EQ(ExactForm("pré\u00ADvu"), "prévu");
}

TEST(FoldTest, LooksOfLetters) {
  const CharTable& table = CharTable::Get();
  EXPECT_EQ(table[U'é'].kind, CharKind::kLetter);
  EXPECT_EQ(table[U'а'].look, 'a');
  EXPECT_EQ(table[U'В'].look, 'b');
  EXPECT_EQ(table[U'Ӏ'].look, 'l');
  EXPECT_EQ(table[U'і'].look, 'i');
  EXPECT_EQ(table[U'ο'].look, 'o');
  EXPECT_EQ(table[0x10FFFF].kind, CharKind::kOther);
}

}  // namespace
}  // namespace crible
