#include "text/markup.h"

#include <string>

#include "gtest/gtest.h"
#include "text/entity.h"
#include "text_test_support.h"

namespace crible {
namespace {

struct PlainCase {
  const char* html;
  const char* want;
};

TEST(MarkupTest, Plain) {
  const PlainCase kCases[] = {
      {"a < b", "a < b"},
      {"&lt;b&gt;", "<b>"},
      {"a<b>c</b>d", "acd"},
      {"<p>un</p><p>deux</p>", "un\ndeux\n"},
      {"un<br>deux<br/><br>trois", "un\ndeux\n\ntrois"},
      {"<div class=\"a > b\">x</div>", "x\n"},
      {"<!-- caché -->vu", "vu"},
      {"<!-- ouvert", "<!-- ouvert"},
      {"<script>alert('x')</script>vu", "vu"},
      {"<STYLE>p{}</style >vu", "vu"},
      {"<script>sans fin", "sans fin"},
      {"&eacute;t&#233; &#xE9;&nbsp;&amp;&unknown; &",
       "été é\u00A0&&unknown; &"},
      {"&#118;iagra", "viagra"},
      {"&#0000118iagra", "viagra"},
      {"&#128;", "€"},
      {"&#0;&#xD800;&#x110000;", "\uFFFD\uFFFD\uFFFD"},
      {"<https://exemple.test>", "<https://exemple.test>"},
      {"<jean@exemple.test>", "<jean@exemple.test>"},
      {"i <3 you", "i <3 you"},
      {"<a <a <a", "<a <a <a"},
      {"<a href=\"x", "<a href=\"x"},
      {"<", "<"},
      {"</", "</"},
      {"<b", "<b"},
      {"<a title='>'>x</a>", "x"},
      {"<!DOCTYPE html><p>x", "x"},
  };
  Text text;
  for (const PlainCase& c : kCases) {
    AnalyzeText(c.html, BodyFormat::kHtml, {}, &text);
    EXPECT_EQ(text.plain().bytes, c.want) << c.html;
  }
}

TEST(MarkupTest, PlainTextKeepsMarkup) {
  Text text;
  AnalyzeText("<b>&lt;b&gt;</b> &eacute;", BodyFormat::kPlain, {}, &text);
  EXPECT_EQ(text.plain().bytes, "<b>&lt;b&gt;</b> &eacute;");
}

TEST(MarkupTest, SpansCoverMarkup) {
  const std::string html = "<p>vi<b>ag</b>ra &eacute;t&eacute;</p>";
  Text text;
  AnalyzeText(html, BodyFormat::kHtml, {}, &text);
  ASSERT_EQ(text.words().size(), 2u);
  EXPECT_EQ(text.Read(text.words()[0]), "viagra");
  EXPECT_EQ(text.Written(text.words()[0]), "vi<b>ag</b>ra");
  EXPECT_EQ(text.Written(text.words()[1]), "&eacute;t&eacute;");
  std::string exact;
  text.AppendExact(0, 1, &exact);
  EXPECT_EQ(exact, "viagra été");
}

TEST(MarkupTest, Quotations) {
  Text text;
  AnalyzeText("<blockquote>idiot</blockquote> non <q>oui</q>",
              BodyFormat::kHtml, {}, &text);
  ASSERT_EQ(text.words().size(), 3u);
  EXPECT_TRUE(text.words()[0].quoted);
  EXPECT_FALSE(text.words()[1].quoted);
  EXPECT_TRUE(text.words()[2].quoted);
}

TEST(EntityTest, StrictNeedsItsSemicolon) {
  EXPECT_EQ(ParseEntity("&eacute;", 0, true).point, U'é');
  EXPECT_EQ(ParseEntity("&eacute;", 0, true).size, 8u);
  EXPECT_EQ(ParseEntity("&eacute", 0, true).size, 0u);
  EXPECT_EQ(ParseEntity("&eacute", 0, false).size, 7u);
  EXPECT_EQ(ParseEntity("&#118", 0, true).size, 0u);
  EXPECT_EQ(ParseEntity("&#;", 0, false).size, 0u);
  EXPECT_EQ(ParseEntity("&#x;", 0, false).size, 0u);
  EXPECT_EQ(ParseEntity("R&D;", 1, true).size, 0u);
}

}  // namespace
}  // namespace crible
