#include "toml/syntax_issue.h"

#include <string>

#include "gtest/gtest.h"
#include "toml/document.h"

namespace crible {
namespace {

// The kind and the place of each mistake; the wording is in tests/golden/rules.
TEST(SyntaxIssue, NamesTheMistake) {
  struct Case {
    std::string text;
    std::string_view kind;
    Position at;
  };
  const Case cases[] = {
      {"a = “x”", "typographic-quote", {1, 5}},
      {"a = \"x”\nb = 1", "typographic-quote", {1, 7}},
      {"a = ’x’", "typographic-quote", {1, 5}},
      {"a = ['b', «c»]", "typographic-quote", {1, 11}},
      {"a = \"x\nb = 1", "unclosed-quote", {1, 5}},
      {"a = 'x", "unclosed-quote", {1, 5}},
      {"a = ['x, 'y']", "unclosed-quote", {1, 6}},
      {"a = '''x\ny", "unclosed-text", {1, 5}},
      {"a = 'l'idiot'", "apostrophe-in-text", {1, 7}},
      {"a = ['b', 'c'est l'argent']", "apostrophe-in-text", {1, 13}},
      {"a = \"dit \"non\" hier\"", "quote-in-text", {1, 10}},
      {"a = \"\\d+\"", "unknown-escape", {1, 6}},
      {"a = \"x\\w\"", "unknown-escape", {1, 7}},
      {"a = \"\\bx\\b\"", "backspace-in-text", {1, 6}},
      {"a = \"x\x01\"", "control-character", {1, 7}},
      {"a = {b = 1,\nc = 2}", "line-break-in-braces", {1, 12}},
      {"a = {b = 1", "line-break-in-braces", {1, 11}},
      {"a = {b = 1,}", "trailing-comma", {1, 11}},
      {"a = {b = 1 c = 2}", "missing-comma", {1, 11}},
      {"a = ['x' 'y']", "missing-comma", {1, 9}},
      {"a = ['x'\n'y']", "missing-comma", {1, 9}},
      {"a = ['x',\n'y'\nb = 1", "missing-bracket", {1, 5}},
      {"a = ['x'", "missing-bracket", {1, 5}},
      {"a = 1\na = 2", "duplicate-key", {2, 1}},
      {"a = [1]\na.min = 2", "value-and-parts", {2, 1}},
      {"a.min = 2\na = [1]", "value-and-parts", {2, 1}},
      {"a \"x\"", "missing-equals", {1, 3}},
      {"a\nb = 1", "missing-equals", {1, 2}},
      {"a: \"x\"", "colon", {1, 2}},
      {"a : \"x\"", "colon", {1, 3}},
      {"catégorie = 'x'", "key-with-accent", {1, 1}},
      {"// note\na = 1", "wrong-comment", {1, 1}},
      {"a = ", "missing-value", {1, 3}},
      {"a = # x\nb = 1", "missing-value", {1, 3}},
      {"a = [1,, 2]", "missing-value", {1, 7}},
      {"a = hold", "unquoted-text", {1, 5}},
      {"a = 10 min", "unquoted-text", {1, 5}},
      {"a = 22:00-06:00", "unquoted-text", {1, 5}},
      {"a = oui", "boolean-word", {1, 5}},
      {"a = True", "boolean-word", {1, 5}},
      {"a = 3,5", "decimal-comma", {1, 6}},
      {"a = 'x', 'y'", "list-without-brackets", {1, 8}},
      {"a = 'x';", "extra-text", {1, 8}},
      {"a = 'x' ]", "extra-text", {1, 9}},
      {"a\u00a0= 'x'", "invisible-character", {1, 2}},
      {"a = \u00a0'x'", "invisible-character", {1, 5}},
      {"[[a]\nb = 1", "broken-header", {1, 1}},
      {"[a]]\nb = 1", "broken-header", {1, 1}},
      {"[[a]] b = 1", "broken-header", {1, 1}},
      {"[[règle]]", "header-with-accent", {1, 1}},
  };
  for (const Case& c : cases) {
    const Document document = ReadDocument("f", c.text);
    ASSERT_EQ(document.issues.size(), 1u) << c.text;
    const Issue& issue = document.issues[0];
    EXPECT_EQ(issue.kind, c.kind) << c.text << "\n" << issue.message.en;
    EXPECT_EQ(issue.at, c.at) << c.text;
    EXPECT_FALSE(issue.message.fr.empty());
    EXPECT_FALSE(issue.message.en.empty());
  }
}

}  // namespace
}  // namespace crible
