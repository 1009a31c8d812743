#include "rules/regex_reach.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "re2/re2.h"
#include "rules/pattern.h"
#include "rules/random_patterns.h"
#include "rules/text_runs.h"

namespace crible {
namespace {

constexpr uint32_t kEndless = RegexReach::kEndless;

TEST(RegexReachTest, Table) {
  const struct {
    const char* pattern;
    uint32_t min, max;
  } kCases[] = {
      {"\\bviagra\\b", 0, 0},
      {"\\bxylophone\\b.{0,40}\\b(je|tu)\\b", 0, 0},
      {"\\b(je|tu)\\b.{0,40}\\bxylophone\\b", 2, 42},
      {"\\b(je|tu) (\\w{3} )?xylophone\\b", 0, 7},
      {"\\bé? ?xylophone\\b", 0, 2},
      {"\\w+ xylophone\\b", 2, kEndless},
      {"\\b(très )*xylophone\\b", 0, kEndless},
      {"\\b(xylophone |trombone ){2}", 0, 10},
      {"\\d{2,3} ?€", 2, 4},
      {"\\b\\d+xylophone\\b", 1, kEndless},
      {"(?i)\\b(a )?xylophone\\b", 0, 2},
  };
  for (const auto& c : kCases) {
    const auto node = ParseRegex(c.pattern);
    const auto clauses = RegexClauses(*node);
    ASSERT_FALSE(clauses.empty()) << c.pattern;
    const RegexReach reach = ReachOf(*node, clauses[0]);
    EXPECT_EQ(reach.min, c.min) << c.pattern;
    EXPECT_EQ(reach.max, c.max) << c.pattern;
  }
}

TEST(RegexReachTest, DigitsAndPartsStandAnywhere) {
  for (const char* pattern : {"\\d[a-z]{3}", "[a-z]viagra"}) {
    const auto node = ParseRegex(pattern);
    const RegexReach reach = ReachOf(*node, RegexClauses(*node)[0]);
    EXPECT_EQ(reach.min, 0u);
    EXPECT_EQ(reach.max, kEndless);
  }
}

// Whether the runs have an atom of the clause within reach of a match that
// begins there, or one that may be anywhere.
bool IsInReach(const TextRuns& runs, const RegexClause& clause,
               const RegexReach& reach, uint32_t begin) {
  for (const RegexAtom& atom : clause.atoms) {
    for (const auto& [hash, at] : runs.things()) {
      if (hash != atom.Hash()) continue;
      if (at == TextRuns::kAnywhere) return true;
      const uint32_t bytes = runs.is_ascii() ? 1 : 4;
      if (at >= begin + reach.min && at <= begin + reach.max * bytes) {
        return true;
      }
    }
  }
  return false;
}

TEST(RegexReachTest, EveryMatchHasAnAtomInReach) {
  std::mt19937 random(6);
  size_t checked = 0;
  for (int i = 0; i < 8000; ++i) {
    const std::string pattern = RandomPattern(&random);
    const auto node = ParseRegex(pattern);
    if (!node) continue;
    const auto clauses = RegexClauses(*node);
    if (clauses.empty() || clauses[0].has_part) continue;
    const RegexReach reach = ReachOf(*node, clauses[0]);
    const RE2 re(pattern, PatternOptions());
    for (int t = 0; t < 20; ++t) {
      const std::string text = RandomWords(&random);
      TextRuns runs;
      runs.Read(text);
      re2::StringPiece match;
      for (size_t from = 0; from <= text.size(); ++from) {
        if (!re.Match(text, from, text.size(), RE2::UNANCHORED, &match, 1)) {
          break;
        }
        from = static_cast<size_t>(match.data() - text.data());
        ++checked;
        EXPECT_TRUE(
            IsInReach(runs, clauses[0], reach, static_cast<uint32_t>(from)))
            << pattern << "\n"
            << text << "\nat " << from << ", reach " << reach.min << " to "
            << reach.max;
      }
    }
  }
  EXPECT_GT(checked, 3000u);
}

TEST(RegexReachTest, DeepNestingIsQuick) {
  std::string pattern = "xylophone";
  for (int i = 0; i < 90; ++i) pattern = "(" + pattern + ")?";
  pattern = "\\bviagra " + pattern;
  const auto node = ParseRegex(pattern);
  ASSERT_TRUE(node);
  EXPECT_EQ(ReachOf(*node, RegexClauses(*node)[0]).min, 0u);
}

}  // namespace
}  // namespace crible
