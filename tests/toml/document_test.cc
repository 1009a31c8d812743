#include "toml/document.h"

#include <string>

#include "gtest/gtest.h"

namespace crible {
namespace {

const std::string& TextOf(const Table& table, std::string_view key) {
  static const std::string kNone = "(none)";
  const Value* value = table.Find(key);
  const auto* text = value == nullptr ? nullptr : value->As<std::string>();
  return text == nullptr ? kNone : *text;
}

TEST(Document, KeepsValuesWithTheirPlaces) {
  const Document document = ReadDocument("a.toml",
                                         "\xEF\xBB\xBFlimit = 3\r\n"
                                         "[[rule]]\r\n"
                                         "\tid = \"é\"; "
                                         "\r\n");
  ASSERT_EQ(document.issues.size(), 1u);  // the semicolon
  EXPECT_EQ(document.issues[0].at, (Position{3, 10}));
  EXPECT_EQ(*document.root.Find("limit")->As<int64_t>(), 3);
  EXPECT_EQ(document.root.Find("limit")->at(), (Position{1, 9}));
}

TEST(Document, ReadsEveryKindOfValue) {
  const Document document = ReadDocument(
      "a.toml",
      "text = 'a'\ninteger = 1\nreal = 1.5\nyes = true\nday = 2026-12-31\n"
      "moment = 2026-12-31T10:20:30Z\nclock = 22:30:00\nlist = [1, 'b']\n"
      "group = {x = 1}\na.b.c = 1\na.d = 2\n");
  EXPECT_TRUE(document.issues.empty());
  const Table& root = document.root;
  EXPECT_EQ(root.Find("real")->AsNumber(), 1.5);
  EXPECT_EQ(root.Find("integer")->AsNumber(), 1);
  EXPECT_EQ(root.Find("text")->AsNumber(), std::nullopt);
  EXPECT_EQ(root.Find("day")->As<Date>()->day, 31);
  EXPECT_EQ(root.Find("moment")->As<DateTime>()->minute, 20);
  EXPECT_EQ(root.Find("clock")->As<TimeOfDay>()->hour, 22);
  EXPECT_EQ(root.Find("list")->As<Array>()->size(), 2u);
  EXPECT_EQ(root.Find("group")->AsTable()->Find("x")->KindName().en,
            "a number");
  const Table* a = root.Find("a")->AsTable();
  EXPECT_EQ(a->FindEntry("d")->key_at, (Position{11, 3}));
  ASSERT_EQ(root.entries().size(), 10u);
  EXPECT_EQ(root.entries()[0].key, "text") << "in the order of the file";
  EXPECT_EQ(root.entries()[9].key, "a");
}

TEST(Document, ABrokenBlockCostsOnlyItself) {
  const Document document = ReadDocument("rules/a.toml",
                                         "[[rule]]\nid = 'one'\n"
                                         "[[rule]]\nid = “two”\n"
                                         "[[rule]]\nid = 'three'\n"
                                         "[rule.unless]\nphrase = 'x'\n"
                                         "[[rule]]\nid = 'four\n");
  const std::vector<Table>& rules = document.Tables("rule");
  ASSERT_EQ(rules.size(), 2u);
  EXPECT_EQ(TextOf(rules[0], "id"), "one");
  EXPECT_EQ(TextOf(rules[1], "id"), "three");
  EXPECT_EQ(TextOf(*rules[1].Find("unless")->AsTable(), "phrase"), "x");
  EXPECT_EQ(rules[1].Find("id")->at(), (Position{6, 6}));
  ASSERT_EQ(document.issues.size(), 2u);
  EXPECT_EQ(document.issues[0].at, (Position{4, 6}));
  EXPECT_EQ(document.issues[1].at, (Position{10, 6}));
  EXPECT_EQ(document.issues[1].file, "rules/a.toml");
}

TEST(Document, AnUnclosedTextEndsAtTheNextBlock) {
  const Document document = ReadDocument(
      "a.toml", "[[a]]\nx = '''\n[[a]]\nx = '''y'''\n[[a]]\nx = 'z'\n");
  ASSERT_EQ(document.Tables("a").size(), 2u);
  ASSERT_EQ(document.issues.size(), 1u);
  EXPECT_EQ(document.issues[0].kind, "unclosed-text");
  EXPECT_EQ(document.issues[0].at, (Position{2, 5}));
}

TEST(Document, AWholeTextMayLookLikeABlock) {
  const Document document =
      ReadDocument("a.toml", "x = '''\n[[a]]\n= nothing'''\n[[a]]\ny = 1\n");
  EXPECT_TRUE(document.issues.empty());
  EXPECT_EQ(document.Tables("a").size(), 1u);
}

TEST(Document, JoinsTablesOfABrokenFile) {
  const std::string broken = "[[x]]\n? = 1\n";
  const Document document =
      ReadDocument("a.toml", "[site.a]\nk = 1\n[site.b]\nk = 2\n" + broken);
  const Table* sites = document.root.Find("site")->AsTable();
  EXPECT_NE(sites->Find("a"), nullptr);
  EXPECT_NE(sites->Find("b"), nullptr);
  EXPECT_EQ(document.issues.size(), 1u);
  const Document twice =
      ReadDocument("a.toml", "[a]\nk = 1\n[b]\n[a]\nk = 2\n");
  ASSERT_EQ(twice.issues.size(), 1u);
  EXPECT_EQ(twice.issues[0].kind, "duplicate-key");
  EXPECT_EQ(twice.issues[0].at.line, 5);
}

TEST(Document, InvalidUtf8IsToldOnce) {
  const Document document = ReadDocument(
      "a.toml", "[[a]]\nx = 'ok'\n[[a]]\nx = '\xE9'\n[[a]]\nx = '\xE9'\n");
  EXPECT_EQ(document.Tables("a").size(), 1u);
  ASSERT_EQ(document.issues.size(), 1u);
  EXPECT_EQ(document.issues[0].kind, "invalid-utf8");
  EXPECT_EQ(document.issues[0].at, (Position{4, 6}));
}

TEST(Document, PlacesInsideTexts) {
  const Document document = ReadDocument("a.toml",
                                         "a = 'éa(b'\nb = \"x\\ty\"\n"
                                         "c = '''\nun\ndeux('''\n");
  const auto place = [&](std::string_view key, size_t offset) {
    return document.PlaceInText(*document.root.Find(key), offset);
  };
  EXPECT_EQ(place("a", 0), (Position{1, 6}));
  EXPECT_EQ(place("a", 3), (Position{1, 8}));
  EXPECT_EQ(place("b", 2), (Position{2, 5}));  // written with an escape
  EXPECT_EQ(place("c", 7), (Position{5, 5}));
}

TEST(Document, LimitsWhatItSays) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "[[a]]\nx = \n";
  EXPECT_EQ(ReadDocument("a.toml", text).issues.size(), kSyntaxIssuesMax);
  std::string deep = "a";
  for (int i = 0; i < 100000; ++i) deep += ".a";
  const Document document = ReadDocument("a.toml", deep + " = 1");
  ASSERT_EQ(document.issues.size(), 1u);
  EXPECT_EQ(document.issues[0].kind, "deep-key");
  EXPECT_EQ(
      ReadDocument("a.toml", "x = " + std::string(100000, '[')).issues.size(),
      1u);
}

}  // namespace
}  // namespace crible
