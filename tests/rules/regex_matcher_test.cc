#include <gtest/gtest.h>

#include "re2/re2.h"
#include "rules/pattern.h"
#include "rules/random_patterns.h"
#include "rules/regex_program.h"

namespace crible {
namespace {

constexpr int64_t kSteps = int64_t{1} << 40;

RegexFound Find(const std::string& pattern, std::string_view text,
                RegexMatch* match, uint32_t from = 0) {
  RegexPrograms programs;
  const auto program = programs.Add(*ParseRegex(pattern));
  programs.FinishBuilding();
  RegexScratch scratch{.stack = {}, .steps_left = kSteps};
  return programs.Find(*program, text, from, &scratch, match);
}

TEST(RegexMatcherTest, Table) {
  const struct {
    const char* pattern;
    const char* text;
    int begin, end;  // -1: not found
  } kCases[] = {
      {"b", "abc", 1, 2},
      {"\\bidiots?\\b", "des idiots", 4, 10},
      {"\\bcon\\b", "conne con", 6, 9},
      {"a|ab", "ab", 0, 1},  // the first that the pattern prefers
      {"ab|a", "ab", 0, 2},
      {"a.*c", "abcbc", 0, 5},
      {"a.*?c", "abcbc", 0, 3},
      {"(tu|vous) (\\w+ ){0,3}con", "vous etes tres con", 0, 18},
      {"[^.!?]{0,3}x", "ab.éèx", 3, 8},
      {"^a", "ba", -1, 0},
      {"a$", "ab a", 3, 4},
      {"€ ?\\d{2,3}", "€ 1234", 0, 7},
      {"x*", "ab", 0, 0},
      {"(des|aux|les|une) ?chats", "les chats", 0, 9},
      {"(a|b|c|d|)e", "xe", 1, 2},
  };
  for (const auto& c : kCases) {
    RegexMatch match;
    const RegexFound found = Find(c.pattern, c.text, &match);
    ASSERT_EQ(found, c.begin < 0 ? RegexFound::kNo : RegexFound::kYes)
        << c.pattern;
    if (c.begin < 0) continue;
    EXPECT_EQ(match.begin, uint32_t(c.begin)) << c.pattern;
    EXPECT_EQ(match.end, uint32_t(c.end)) << c.pattern;
  }
}

// RE2's meaning to the byte: every match of random patterns in random texts.
TEST(RegexMatcherTest, AgreesWithReTwo) {
  std::mt19937 random(11);
  RegexPrograms programs;
  size_t compared = 0, found_count = 0;
  for (int i = 0; i < 6000; ++i) {
    const std::string pattern = RandomPattern(&random);
    const auto node = ParseRegex(pattern);
    if (!node) continue;
    const auto program = programs.Add(*node);
    if (!program) continue;
    const RE2 re(pattern, PatternOptions());
    ASSERT_TRUE(re.ok()) << pattern;
    for (int t = 0; t < 12; ++t) {
      const std::string text = RandomWords(&random);
      const auto from =
          static_cast<uint32_t>(t % 3 == 0 ? random() % (text.size() + 1) : 0);
      RegexScratch scratch{.stack = {}, .steps_left = kSteps};
      RegexMatch match;
      const RegexFound found =
          programs.Find(*program, text, from, &scratch, &match);
      if (found == RegexFound::kGaveUp) continue;
      ++compared;
      re2::StringPiece want;
      const bool matches =
          re.Match(text, from, text.size(), RE2::UNANCHORED, &want, 1);
      ASSERT_EQ(found == RegexFound::kYes, matches)
          << pattern << "\n"
          << text << "\nfrom " << from;
      if (!matches) continue;
      ++found_count;
      ASSERT_EQ(match.begin, uint32_t(want.data() - text.data()))
          << pattern << "\n"
          << text;
      ASSERT_EQ(match.end - match.begin, want.size()) << pattern << "\n"
                                                      << text;
    }
  }
  EXPECT_GT(compared, 40000u);
  EXPECT_GT(found_count, 10000u);
}

TEST(RegexMatcherTest, GivesUpOnSlowTexts) {
  RegexMatch match;
  EXPECT_EQ(Find("(a|aa)*b", std::string(5000, 'a'), &match),
            RegexFound::kGaveUp);
  // Within one comment's share of steps.
  RegexPrograms programs;
  const auto program = programs.Add(*ParseRegex("\\w+x"));
  RegexScratch scratch{.stack = {}, .steps_left = 300};
  const std::string text(200, 'a');
  EXPECT_EQ(programs.Find(*program, text, 0, &scratch, &match),
            RegexFound::kGaveUp);
  EXPECT_EQ(scratch.steps_left, 0);
  EXPECT_EQ(programs.Find(*program, text, 0, &scratch, &match),
            RegexFound::kGaveUp);
}

}  // namespace
}  // namespace crible
