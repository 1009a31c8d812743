#include "cli/disguises.h"

#include <iterator>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "text/utf8.h"

namespace crible {
namespace {

TEST(Disguise, ChangesTheWordAndOnlyTheWord) {
  const struct {
    Disguise disguise;
    const char* want;  // of "crédits"
  } kCases[] = {
      {Disguise::kLookAlikes, "сrédіtѕ"},
      {Disguise::kOtherLookAlikes, "créԁιτs"},
      {Disguise::kZeroWidth, "c\u200Br\u200Bé\u200Bd\u200Bi\u200Bt\u200Bs"},
      {Disguise::kSoftHyphens, "c\u00ADr\u00ADé\u00ADd\u00ADi\u00ADt\u00ADs"},
      {Disguise::kLeet, "créd1t5"},
      {Disguise::kSigns, "créd!t$"},
      {Disguise::kSpacing, "c r é d i t s"},
      {Disguise::kDots, "c.r.é.d.i.t.s"},
      {Disguise::kFullWidth, "ｃｒéｄｉｔｓ"},
      {Disguise::kMathematical, "𝐜𝐫é𝐝𝐢𝐭𝐬"},
      {Disguise::kCombiningMarks, "c̶r̶é̶d̶i̶t̶s̶"},
      {Disguise::kRepeats, "créééédits"},
      {Disguise::kEntities, "&#99;&#114;&#233;&#100;&#105;&#116;&#115;"},
      {Disguise::kDirectionMarks,
       "c\u200Fr\u200Fé\u200Fd\u200Fi\u200Ft\u200Fs"},
      {Disguise::kMixedCase, "cRéDiTs"},
      {Disguise::kLookAlikesZeroWidth,
       "с\u200Br\u200Bé\u200Bd\u200Bі\u200Bt\u200Bѕ"},
      {Disguise::kLeetSpacing, "c r é d 1 t 5"},
      {Disguise::kMathematicalMarks, "𝐜̶𝐫̶é̶𝐝̶𝐢̶𝐭̶𝐬̶"},
      {Disguise::kFullWidthRepeats, "ｃｒééééｄｉｔｓ"},
      {Disguise::kCaseLeetSigns, "cRéD1T5"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(DisguiseWord(c.disguise, "crédits"), c.want);
  }
}

TEST(Disguise, EachHasANameAndAKeyOfItsOwnAndIsValidUtf8) {
  std::set<std::string> keys, french, english;
  for (size_t i = 0; i < kDisguiseCount; ++i) {
    const auto disguise = static_cast<Disguise>(i);
    keys.insert(DisguiseKey(disguise));
    french.insert(DisguiseName(disguise).fr);
    english.insert(DisguiseName(disguise).en);
    const bool link = disguise == Disguise::kDomains;
    const std::string_view word = link ? "http://example.com/a.b" : "crédits";
    const std::string got = DisguiseWord(disguise, word);
    EXPECT_TRUE(IsValidUtf8(got)) << i;
    EXPECT_NE(got, word) << i;
    EXPECT_EQ(got, DisguiseWord(disguise, word)) << i;
  }
  EXPECT_EQ(keys.size(), kDisguiseCount);
  EXPECT_EQ(french.size(), kDisguiseCount);
  EXPECT_EQ(english.size(), kDisguiseCount);
  EXPECT_EQ(DisguiseKey(Disguise::kMathematicalMarks),
            "mathematical+combining_marks");
}

TEST(Disguise, CutsAWordOnceWithTwoLettersOnEachSide) {
  for (const std::string word : {"vite", "argent", "gratuitement"}) {
    const std::string cut = DisguiseWord(Disguise::kSplit, word);
    const size_t space = cut.find(' ');
    ASSERT_NE(space, cut.npos);
    EXPECT_GE(space, 2u);
    EXPECT_LE(space, word.size() - 2);
    EXPECT_EQ(cut.substr(0, space) + cut.substr(space + 1), word);
  }
}

TEST(Disguise, TouchesTheHostOfALinkOnly) {
  EXPECT_THAT(
      DisguiseWord(Disguise::kDomains, "https://a.example.com/x.html"),
      testing::AnyOf("a . example . com/x.html", "a[.]example[.]com/x.html",
                     "a (dot) example (dot) com/x.html"));
}

TEST(Disguise, IsPutOnLongWordsOrOnLinks) {
  constexpr std::string_view kBody = "Vu le 2024 sur www.example.com: gratuit";
  Text text;
  AnalyzeText(kBody, BodyFormat::kPlain, WordSet(), &text);
  const auto at = [&](Disguise disguise) {
    std::vector<std::string_view> found;
    for (const Span& place : PlacesFor(disguise, text))
      found.push_back(kBody.substr(place.begin, place.end - place.begin));
    return found;
  };
  EXPECT_THAT(at(Disguise::kLeet), testing::ElementsAre("gratuit"));
  EXPECT_THAT(at(Disguise::kDomains), testing::ElementsAre("www.example.com"));
}

TEST(Disguise, ChangesABodyAtItsPlaces) {
  const Span words[] = {{Field::kBody, 7, 10}};
  EXPECT_EQ(DisguiseBody(Disguise::kSpacing, "A < b, bad word",
                         BodyFormat::kPlain, words)
                .body,
            "A < b, b a d word");
  const DisguisedBody html = DisguiseBody(
      Disguise::kEntities, "A < b, bad word", BodyFormat::kPlain, words);
  EXPECT_EQ(html.body, "A &lt; b, &#98;&#97;&#100; word");
  EXPECT_EQ(html.format, BodyFormat::kHtml);
}

}  // namespace
}  // namespace crible
