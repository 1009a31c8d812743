#include "policy/reader.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What Texts reads of `x = VALUE`, and what it says.
std::vector<std::string> Texts(const std::string& value, std::string* said) {
  const Document document = ReadDocument("f", "x = " + value);
  std::vector<Issue> issues;
  Mistakes mistakes("f", &issues);
  auto texts = mistakes.Texts("x", *document.root.Find("x"));
  said->clear();
  for (const Issue& issue : issues) {
    *said += FormatIssue(issue, UiLanguage::kEnglish) + "\n";
  }
  return texts;
}

TEST(Reader, OneTextOrAListOfThem) {
  std::string said;
  EXPECT_THAT(Texts("'a'", &said), ElementsAre("a"));
  EXPECT_THAT(Texts("['a', 'b']", &said), ElementsAre("a", "b"));
  EXPECT_EQ(said, "");
  EXPECT_THAT(Texts("''", &said), IsEmpty());
  EXPECT_EQ(said, "f:1:5: x wants a text, not “”.\n");
  EXPECT_THAT(Texts("[]", &said), IsEmpty());
  EXPECT_EQ(said, "f:1:5: x wants at least one text, not a list.\n");
  EXPECT_THAT(Texts("['a', true]", &said), ElementsAre("a"));
  EXPECT_EQ(said, "f:1:11: x wants a text, not true or false.\n");
}

TEST(Reader, TablesOfTheWrongKind) {
  const Document document =
      ReadDocument("f", "[a]\n[[b]]\n[c]\nx = 1\n[[d]]\n");
  std::vector<Issue> issues;
  Mistakes("f", &issues).CheckTables(document, {"a"}, {"b", "c"});
  ASSERT_EQ(issues.size(), 2u);
  EXPECT_EQ(FormatIssue(issues[0], UiLanguage::kEnglish),
            "f:3:2: Write [[c]], in double brackets.");
  EXPECT_EQ(FormatIssue(issues[1], UiLanguage::kEnglish),
            "f:5:1: The block “d” does not exist: write a, b or c.");
}

}  // namespace
}  // namespace crible
