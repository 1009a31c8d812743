#include "rules/pattern_book.h"

#include <gtest/gtest.h>

#include <random>

#include "rules/rule_maker.h"

namespace crible {
namespace {

constexpr int64_t kBudget = int64_t{64} << 20;

TEST(PatternBookTest, EqualPatternsAreOne) {
  PatternBook book;
  EXPECT_EQ(book.Add("prêt", Field::kBody, ViewKind::kRead, 0, kBudget).pattern,
            0u);
  EXPECT_EQ(
      book.Add("prêt", Field::kBody, ViewKind::kPlain, 1, kBudget).pattern, 1u);
  EXPECT_EQ(book.Add("prêt", Field::kBody, ViewKind::kRead, 2, kBudget).pattern,
            0u);
  EXPECT_EQ(book.patterns()[0].leaves, (std::vector<uint32_t>{0, 2}));
}

TEST(PatternBookTest, PatternsAreFoundByFieldAndView) {
  PatternBook book;
  book.Add("\\bviagra\\b", Field::kBody, ViewKind::kRead, 0, kBudget);
  book.Add("\\bviagra\\b", Field::kAuthorName, ViewKind::kRead, 1, kBudget);
  book.Add("viagra|argent", Field::kBody, ViewKind::kRead, 2, kBudget);
  book.Add("[a-f]+", Field::kBody, ViewKind::kSkeleton, 3, kBudget);
  EXPECT_EQ(book.patterns()[3].rate, 1);  // nothing to wait for
  for (uint32_t pattern = 0; pattern < 3; ++pattern) book.WaitFor(pattern, 0);
  ASSERT_TRUE(book.Build());
  ASSERT_EQ(book.filters().size(), 3u);
  EXPECT_TRUE(book.filters()[0].waits());
  EXPECT_EQ(book.filters()[0].by_part.size(), 2u);
  EXPECT_TRUE(book.filters()[1].waits());
  EXPECT_FALSE(book.filters()[2].waits());
  std::vector<uint32_t> found;
  book.filters()[0].keys.Find(
      HashRun("viagra"), [&](uint32_t id, uint32_t) { found.push_back(id); });
  EXPECT_EQ(found, std::vector<uint32_t>{0});
}

TEST(PatternBookTest, MayMatchDeniesWhatLacksAClause) {
  PatternBook book;
  book.Add("\\b(gagnez|touchez) \\d+ (euros|dollars)\\b", Field::kBody,
           ViewKind::kRead, 0, kBudget);
  ASSERT_TRUE(book.Build());
  TextRuns runs;
  const auto may_match = [&](std::string_view text) {
    runs.Read(text);
    return book.MayMatch(book.first_check(0), runs);
  };
  EXPECT_TRUE(may_match("gagnez 40 dollars"));
  EXPECT_TRUE(may_match("40 dollars, touchez les"));
  EXPECT_FALSE(may_match("40 dollars, touchez"));  // a space after it
  EXPECT_FALSE(may_match("gagnez 40 sous"));
  EXPECT_FALSE(may_match("gagnez des euros"));
}

TEST(PatternBookTest, ReTwoIsMadeWhenAskedFor) {
  PatternBook book;
  book.Add("a+b", Field::kBody, ViewKind::kRead, 0, kBudget);
  ASSERT_TRUE(book.Build());
  const RE2& re = book.re(0);
  EXPECT_TRUE(RE2::PartialMatch("xaab", re));
  EXPECT_EQ(&re, &book.re(0));
}

TEST(PatternBookTest, RefusesWithReTwosWords) {
  PatternBook book;
  const auto added = book.Add("a(", Field::kBody, ViewKind::kRead, 0, kBudget);
  EXPECT_EQ(added.error, "missing ): a(");
  EXPECT_FALSE(book.Add("\\pL{900}", Field::kBody, ViewKind::kRead, 0, 8000)
                   .error.empty());
}

// RE2 without memory for its automaton goes on slowly; it never says "no match"
// for want of memory.
TEST(PatternBookTest, LackOfMemoryIsNoMiss) {
  const Rule rule = RuleOf({Regex({"(a|b)*a(a|b){14}cdc"}, ViewKind::kPlain)});
  std::vector<Issue> issues;
  const auto set =
      RuleSet::Compile({rule}, {.regex_memory_bytes = 20000}, &issues);
  ASSERT_NE(set, nullptr) << FormatIssue(issues.at(0), UiLanguage::kEnglish);
  std::mt19937 random(9);
  std::string body;
  while (body.size() < 20000) body += "ab"[random() % 2];
  TestComment hit(body + "a" + std::string(14, 'b') + "cdc");
  TestComment miss(body + "b" + std::string(14, 'b') + "cdc");
  RuleScratch scratch;
  Evidence evidence;
  set->Match(miss.Input(*set), &scratch, &evidence);
  EXPECT_EQ(evidence.hits.size(), 0u);
  set->Match(hit.Input(*set), &scratch, &evidence);
  EXPECT_EQ(evidence.hits.size(), 1u);
}

}  // namespace
}  // namespace crible
