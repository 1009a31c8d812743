#include "toml/keys.h"

#include "gtest/gtest.h"

namespace crible {
namespace {

const std::vector<std::string_view> kKnown = {"phrase", "reason", "then",
                                              "must_pass", "id"};
constexpr Alias kAliases[] = {{"motif", "reason"}, {"alors", "then"}};

TEST(DidYouMean, FindsTheNearWord) {
  EXPECT_EQ(DidYouMean("phrases", kKnown), "phrase");
  EXPECT_EQ(DidYouMean("phrsae", kKnown), "phrase");  // a swap
  EXPECT_EQ(DidYouMean("mustpass", kKnown), "must_pass");
  EXPECT_EQ(DidYouMean("tehn", kKnown), "then");
  EXPECT_EQ(DidYouMean("motif", kKnown, kAliases), "reason");
  EXPECT_EQ(DidYouMean("motif", {"phrase"}, kAliases), std::nullopt);
}

TEST(DidYouMean, GuessesNothingFarAway) {
  EXPECT_EQ(DidYouMean("weather", kKnown), std::nullopt);
  EXPECT_EQ(DidYouMean("xy", kKnown), std::nullopt);
  EXPECT_EQ(DidYouMean("", kKnown), std::nullopt);
  EXPECT_EQ(DidYouMean(std::string(100000, 'a'), kKnown), std::nullopt);
}

TEST(CheckKeys, TellsEachUnknownKey) {
  const Document document =
      ReadDocument("a.toml", "[[rule]]\nphrases = 1\nid = 2\nmotif = 3\n");
  std::vector<Issue> issues;
  CheckKeys(document.Tables("rule")[0], kKnown, "a.toml", &issues, kAliases,
            "unless.");
  ASSERT_EQ(issues.size(), 2u);
  EXPECT_EQ(
      FormatIssue(issues[0], UiLanguage::kEnglish),
      "a.toml:2:1: “unless.phrases” does not exist: write “unless.phrase”."
      "");
  EXPECT_EQ(FormatIssue(issues[1], UiLanguage::kFrench),
            "a.toml:4:1: «\u00a0unless.motif\u00a0» n'existe pas\u00a0: "
            "écrivez «\u00a0unless.reason\u00a0».");
}

}  // namespace
}  // namespace crible
