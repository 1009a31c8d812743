#include "toml/blocks.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace crible::toml_text {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Cut(std::string_view text) {
  std::vector<std::string> parts;
  size_t end = 0;
  for (const Block& block : CutBlocks(text)) {
    EXPECT_EQ(block.begin, end) << "blocks must touch";
    end = block.end;
    parts.emplace_back(text.substr(block.begin, block.end - block.begin));
  }
  EXPECT_EQ(end, text.size());
  return parts;
}

TEST(CutBlocks, CutsAtTables) {
  EXPECT_THAT(
      Cut("a = 1\n[[rule]]\nb = 2\n  [site] # x\nc = 3"),
      ElementsAre("a = 1\n", "[[rule]]\nb = 2\n", "  [site] # x\nc = 3"));
}

TEST(CutBlocks, KeepsSubTablesWithTheirTable) {
  EXPECT_THAT(Cut("[[rule]]\n[rule.unless]\n[[rule.any]]\n[ruler]\n[rule.x]\n"),
              ElementsAre("", "[[rule]]\n[rule.unless]\n[[rule.any]]\n",
                          "[ruler]\n", "[rule.x]\n"));
}

TEST(CutBlocks, LooksThroughListsAndTexts) {
  for (const std::string text :
       {"a = [\n[\"x\"],\n[1]\n]\n", "a = [\n[[true]]\n]\n",
        "a = '''\n[x]\n'''\n", "a = \"\"\"\n[x]\n\\\"\"\"\n\"\"\"\n",
        "a = 1 # '''\nb = \"#\"\n", "a = '[['\n"}) {
    EXPECT_THAT(Cut(text), ElementsAre(text));
  }
}

TEST(CutBlocks, FindsTheNextTableAfterABrokenOne) {
  for (const std::string broken :
       {"a = \"x\n", "a = ['x'\n", "a = '''\nx\n", "a = {b = 1\n", "[[x]\n",
        "a = \"\"\"x\n", "a = ]]]\n"}) {
    const std::string text = broken + "[[rule]]\nid = 1\n";
    const std::vector<std::string> parts = Cut(text);
    EXPECT_EQ(parts.back(), "[[rule]]\nid = 1\n") << broken;
  }
}

TEST(FindDeepKey, CountsThePartsOfOneKeyOnly) {
  EXPECT_EQ(FindDeepKey("x = 1\na.b.c.d = 1", 4), std::nullopt);
  EXPECT_EQ(FindDeepKey("x = 1\na.b.c.d.e = 1", 4), 6u);
  EXPECT_EQ(FindDeepKey("a.'b'.\"c\" . d.e = 1", 4), 0u);
  EXPECT_EQ(FindDeepKey("a = [1.5, 2.5, 3.5, 4.5, 5.5]", 4), std::nullopt);
  EXPECT_EQ(FindDeepKey("a = \"s . p . a . c . e . d\"", 4), std::nullopt);
}

}  // namespace
}  // namespace crible::toml_text
