// What holds for every text: spans lie on code-point boundaries of the source,
// ascend, and lead back; views are valid UTF-8; the same text reads the same.

#include <random>
#include <string>

#include "gtest/gtest.h"
#include "text/utf8.h"
#include "text_properties.h"
#include "text_test_support.h"

namespace crible {
namespace {

std::string RandomText(std::mt19937& random) {
  static const char* const kPieces[] = {"a",
                                        "B",
                                        "é",
                                        "e\u0301",
                                        "œ",
                                        " ",
                                        "  ",
                                        "\n",
                                        ".",
                                        ",",
                                        "'",
                                        "’",
                                        "-",
                                        "@",
                                        "1",
                                        "06 12 34 56 78",
                                        "v1agra",
                                        "v i a g r a",
                                        "merciii",
                                        "<b>",
                                        "</b>",
                                        "<p>",
                                        "<a href=\"http://x.test/é\">",
                                        "</a>",
                                        "&#118;",
                                        "&eacute;",
                                        "&",
                                        "<",
                                        ">",
                                        "\"",
                                        "«",
                                        "»",
                                        "\u200B",
                                        "\u00AD",
                                        "\u0336",
                                        "😀",
                                        "👨‍👩‍👧",
                                        "🇫🇷",
                                        "а",
                                        "ｖ",
                                        "𝓿",
                                        "http://",
                                        "www.",
                                        "site.fr",
                                        ".com",
                                        " point ",
                                        " at ",
                                        "jean@x.test",
                                        "日本",
                                        "ﷺ",
                                        "·e·s",
                                        "(e)s",
                                        "\u1100\u1161",
                                        "각",
                                        "<script>",
                                        "</script>",
                                        "<!--",
                                        "-->",
                                        "[url=",
                                        "](",
                                        "zéro six ",
                                        "telegram @x_y",
                                        "\u0345",
                                        "s@lope",
                                        "&amp;"};
  std::string text;
  const size_t size = random() % 40;
  for (size_t i = 0; i < size; ++i) {
    text += kPieces[random() % std::size(kPieces)];
  }
  return text;
}

TEST(PropertyTest, RandomTexts) {
  std::mt19937 random(4711);
  const WordSet known = Known({"viagra", "merci", "salope", "a", "ab"});
  Text text;
  for (int i = 0; i < 20000; ++i) {
    const std::string source = RandomText(random);
    for (const BodyFormat format : {BodyFormat::kPlain, BodyFormat::kHtml}) {
      AnalyzeText(source, format, known, &text);
      ASSERT_EQ(FindBrokenProperty(text), "") << source;
    }
  }
}

TEST(PropertyTest, ReusedIsFresh) {
  std::mt19937 random(5);
  const WordSet known = Known({"viagra", "merci", "salope"});
  Text reused;
  for (int i = 0; i < 2000; ++i) {
    const std::string source = RandomText(random);
    Text fresh;
    AnalyzeText(source, BodyFormat::kHtml, known, &reused);
    AnalyzeText(source, BodyFormat::kHtml, known, &fresh);
    ASSERT_EQ(reused.folded().bytes, fresh.folded().bytes);
    ASSERT_EQ(reused.words().size(), fresh.words().size());
    ASSERT_EQ(reused.links().size(), fresh.links().size());
    ASSERT_EQ(reused.contacts().size(), fresh.contacts().size());
    ASSERT_EQ(ReadAll(reused), ReadAll(fresh));
  }
}

}  // namespace
}  // namespace crible
