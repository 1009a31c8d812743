#include <gtest/gtest.h>

#include "re2/re2.h"
#include "rules/pattern.h"
#include "rules/random_patterns.h"
#include "rules/regex_program.h"
#include "rules/text_runs.h"

namespace crible {
namespace {

constexpr int64_t kSteps = int64_t{1} << 40;

RegexFound Find(const std::string& pattern, std::string_view text,
                RegexMatch* match, uint32_t from = 0) {
  RegexPrograms programs;
  const auto program = programs.Add(*ParseRegex(pattern));
  programs.FinishBuilding();
  RegexScratch scratch{.stack = {}, .steps_left = kSteps};
  return programs.Find(*program, {text}, from, &scratch, match);
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
      // Half of the time with what is known of the text beforehand.
      TextRuns runs;
      runs.Read(text);
      RegexText read{text};
      if (t % 2 == 0) read = {text, &runs.begins(), &runs.digit_bits()};
      const RegexFound found =
          programs.Find(*program, read, from, &scratch, &match);
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
      ASSERT_EQ(
          RegexPrograms::NextStart(*program, read, match.begin, match.begin),
          match.begin);
      ASSERT_TRUE(programs.MayEnter(*program, read, match.begin));
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

TEST(RegexMatcherTest, NextStart) {
  const std::string text = "ab 12 b, 9b\xC3\xA9 b2";
  TextRuns runs;
  runs.Read(text);
  const struct {
    const char* pattern;
    std::vector<uint32_t> starts;
  } kCases[] = {
      {"\\b(b|ab)\\b", {0, 6, 14}},
      {"\\bab", {0}},
      {"\\d+", {3, 4, 9, 15}},
      {"\\d2", {3}},
      {"b\\d", {14}},
      {"[,é]", {7, 11}},
      {"^b", {0}},
      {"x?", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}},
  };
  for (const auto& c : kCases) {
    RegexPrograms programs;
    const auto program = programs.Add(*ParseRegex(c.pattern));
    for (const bool known : {false, true}) {
      RegexText read{text};
      if (known) read = {text, &runs.begins(), &runs.digit_bits()};
      std::vector<uint32_t> starts;
      uint32_t at = 0;
      while ((at = RegexPrograms::NextStart(*program, read, at, UINT32_MAX)) !=
             RegexPrograms::kNowhere) {
        starts.push_back(at++);
      }
      EXPECT_EQ(starts, c.starts) << c.pattern << known;
    }
  }
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
  EXPECT_EQ(programs.Find(*program, {text}, 0, &scratch, &match),
            RegexFound::kGaveUp);
  EXPECT_EQ(scratch.steps_left, 0);
  EXPECT_EQ(programs.Find(*program, {text}, 0, &scratch, &match),
            RegexFound::kGaveUp);
}

}  // namespace
}  // namespace crible
