#include "toml/wording.h"

#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(Wording, QuotesAndCuts) {
  EXPECT_EQ(EnglishQuote("a\nb"), "“a b”");
  EXPECT_EQ(EnglishQuote(std::string(61, 'x')),
            "“" + std::string(60, 'x') + "…”");
  std::string accents;
  for (int i = 0; i < 61; ++i) accents += "é";
  EXPECT_EQ(EnglishQuote(accents), "“" + accents.substr(0, 120) + "…”");
}

TEST(Wording, ListsWithOr) {
  EXPECT_EQ(FrenchList({"a", "b", "c"}), "a, b ou c");
  EXPECT_EQ(EnglishList({"a", "b"}), "a or b");
  EXPECT_EQ(EnglishList({"a"}), "a");
  EXPECT_EQ(EnglishList({}), "");
}

TEST(Wording, FrenchSignsKeepTheirSpace) {
  const Issue issue =
      MakeIssue("f", {1, 1}, "k", {"« a » : oui ; non ?", "a: “b”"});
  EXPECT_EQ(issue.message.fr, "«\u00a0a\u00a0»\u00a0: oui\u00a0; non\u00a0?");
  EXPECT_EQ(issue.message.en, "a: “b”");
  EXPECT_EQ(issue.severity, Severity::kError);
  EXPECT_EQ(MakeWarning("f", {1, 1}, "k", {}).severity, Severity::kWarning);
}

}  // namespace
}  // namespace crible
