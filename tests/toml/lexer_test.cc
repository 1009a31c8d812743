#include "toml/lexer.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace crible::toml_text {
namespace {

std::vector<std::string> Tokens(std::string_view text) {
  std::vector<std::string> tokens;
  Lexer lexer(text);
  for (Token token = lexer.Next(); token.kind != TokenKind::kEnd;
       token = lexer.Next()) {
    std::string shown(text.substr(token.begin, token.end - token.begin));
    if (!token.closed) shown += "…";
    tokens.push_back(shown);
  }
  return tokens;
}

TEST(Lexer, CutsAsTomlDoes) {
  using ::testing::ElementsAre;
  EXPECT_THAT(
      Tokens("a.b = [\"x\\\"]\", 'y#', 3.5] # end"),
      ElementsAre("a.b", "=", "[", "\"x\\\"]\"", ",", "'y#'", ",", "3.5", "]"));
  EXPECT_THAT(Tokens("'l'idiot'"), ElementsAre("'l'", "idiot", "'…"));
  EXPECT_THAT(Tokens("\"x\nb"), ElementsAre("\"x…", "\n", "b"));
  EXPECT_THAT(Tokens("'''a\n''b''''' c"), ElementsAre("'''a\n''b'''''", "c"));
  EXPECT_THAT(
      Tokens("\"\"\"a\n[[b]]\nc"),
      ElementsAre("\"\"\"a…", "\n", "[", "[", "b", "]", "]", "\n", "c"));
  EXPECT_THAT(Tokens("\"\\"), ElementsAre("\"\\…"));
  EXPECT_THAT(Tokens("\"\\\n"), ElementsAre("\"\\…", "\n"));
}

TEST(Lexer, KnowsHeaderLines) {
  for (const std::string_view header :
       {"[[rule]]", "  [[ rule ]] # x", "[[rule.any]]\n"}) {
    EXPECT_TRUE(IsHeaderLine(header, 0, false)) << header;
  }
  for (const std::string_view other :
       {"[rule]", "[[rule]", "[[rule]],", "[[1]]", "[[true]]", "[[\"a\"]]",
        "[[a, b]]", ""}) {
    EXPECT_FALSE(IsHeaderLine(other, 0, false)) << other;
  }
  EXPECT_TRUE(IsHeaderLine("[rule]", 0, true));
}

TEST(WithoutForeignSigns, LeavesTextsAndComments) {
  for (const std::string text :
       {"a = \"é\" # é", "b = \'\'\'\n[[a]]\né\'\'\'", "a.b = [1, 'é']\n"}) {
    EXPECT_EQ(WithoutForeignSigns(text), text);
  }
  EXPECT_EQ(WithoutForeignSigns("clé = 1 # é"), "cl? = 1 # é");
  EXPECT_EQ(WithoutForeignSigns("a = 'l'été'"), "a = 'l'?t?'");
  EXPECT_EQ(WithoutForeignSigns("a = “€”\n"), "a = ???\n");
}

TEST(ValidUtf8, FindsTheFirstBadByte) {
  EXPECT_EQ(ValidUtf8("prêt €  𝄞"), std::string("prêt €  𝄞").size());
  EXPECT_EQ(ValidUtf8("ab\xE9t"), 2u);
  EXPECT_EQ(ValidUtf8("a\xC0\x80"), 1u);          // overlong
  EXPECT_EQ(ValidUtf8("a\xED\xA0\x80"), 1u);      // surrogate
  EXPECT_EQ(ValidUtf8("a\xF4\x90\x80\x80"), 1u);  // above U+10FFFF
  EXPECT_EQ(ValidUtf8("a\xE2\x82"), 1u);          // cut short
}

TEST(PlaceAt, CountsCodePoints) {
  const std::string_view text = "é = 1\nàb";
  EXPECT_EQ(PlaceAt(text, 3), (Position{1, 3}));
  EXPECT_EQ(PlaceAt(text, text.size() - 1), (Position{2, 2}));
  EXPECT_EQ(PlaceAt(text, 0, {7, 4}), (Position{7, 4}));
  for (size_t offset : {0, 2, 3, 7, 9}) {
    EXPECT_EQ(OffsetOf(text, PlaceAt(text, offset)), offset);
  }
  EXPECT_EQ(OffsetOf(text, {9, 9}), text.size());
}

}  // namespace
}  // namespace crible::toml_text
