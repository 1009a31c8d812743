#include "rules/word_import.h"

#include <string>

#include "gtest/gtest.h"
#include "rules/rule_file.h"
#include "rules/sample_context.h"

namespace crible {
namespace {

TEST(ImportWords, SortsWordsDomainsAndTheRest) {
  const ImportResult result = ImportWords(
      "\xEF\xBB\xBF# list of 2019\r\nAndouille\r\nandouille\r\n"
      "\"sale type\";3\r\ncasino en ligne\tspam\r\n\r\n"
      "https://www.Exemple-casino.test/page\r\nexemple-casino.test\r\n"
      "192.168.0.*\r\njean@exemple.test\r\nviagra*\r\nle\r\n***\r\n",
      {.name = "Mots interdits", .category = "abuse"});
  EXPECT_EQ(result.words_file, "Andouille\nsale type\ncasino en ligne\n");
  EXPECT_EQ(result.domains_file, "exemple-casino.test\n");
  EXPECT_EQ(result.words, 3u);
  EXPECT_EQ(result.domains, 1u);
  EXPECT_EQ(result.repeated, 2u);
  ASSERT_EQ(result.skipped.size(), 5u);
  EXPECT_EQ(result.skipped[0].line, 9);
  EXPECT_EQ(result.skipped[0].why.en, "a network address, no word");
  EXPECT_EQ(result.skipped[1].why.fr, "adresse électronique, pas un mot");
}

TEST(ImportWords, WritesRulesThatReadBack) {
  const ImportResult result = ImportWords("andouille\nexemple.test\n",
                                          {.name = "insults", .then = "look"});
  const SampleContext sample;
  RuleContext context = sample.get();
  context.read_list = [&](std::string_view path) {
    const bool words = path == "lists/insults.txt";
    EXPECT_TRUE(words || path == "lists/insults-domains.txt") << path;
    return std::vector<std::string>{words ? "andouille" : "exemple.test"};
  };
  const RuleFile file =
      ReadRuleFile("rules/imported.toml", result.rules, context);
  for (const Issue& issue : file.issues) {
    ADD_FAILURE() << FormatIssue(issue, UiLanguage::kEnglish);
  }
  ASSERT_EQ(file.rules.size(), 2u);
  EXPECT_EQ(file.rules[0].face.id, "imported/insults-words");
  EXPECT_EQ(file.rules[0].face.then, Then::kLook);
  EXPECT_EQ(file.rules[1].must_match[0].body, "https://exemple.test");
}

TEST(ImportWords, ReadsWindowsText) {
  const ImportResult result = ImportWords(
      "pr\xEAt d\x92"
      "argent\n",
      {.name = "x"});
  EXPECT_EQ(result.words_file, "prêt d’argent\n");
}

TEST(ImportWords, MakesNothingOfNothing) {
  const ImportResult result = ImportWords("\n# x\n", {.name = "x"});
  EXPECT_TRUE(result.rules.empty() && result.words_file.empty());
}

}  // namespace
}  // namespace crible
