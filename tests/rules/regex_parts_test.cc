#include "rules/regex_parts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "re2/re2.h"
#include "rules/pattern.h"
#include "rules/random_patterns.h"
#include "rules/regex_count.h"
#include "rules/text_runs.h"

namespace crible {
namespace {

// "chien, porc / truie": the parts of each clause.
std::string Parts(const std::string& pattern) {
  std::string out;
  for (const PartClause& clause : PartClauses(*ParseRegex(pattern))) {
    if (!out.empty()) out += " / ";
    for (size_t i = 0; i < clause.parts.size(); ++i) {
      out += (i > 0 ? ", " : "") + clause.parts[i];
    }
  }
  return out;
}

TEST(RegexPartsTest, Table) {
  const struct {
    const char* pattern;
    const char* want;
  } kCases[] = {
      {"viagra", "viagra"},
      {"Viagra", "viagra"},
      {"(un|une) ?(porc|chien)s?", "chien, porc"},
      {"\\b(je|tu) (mange|bois)\\b", "je bois, je mange, tu bois, tu mange"},
      {"porc.*chien", "chien / porc"},
      {"gang ?raped", "raped / gang"},
      {"(gang ?raped|violated)", "raped, violated"},
      {"[Cc]ode", "code"},
      {"(abc){2}", "abcabc"},
      {"(abc)+", "abc"},
      {"été", "été"},
      {"(?i)abc", "abc"},
      // Nothing that would tell.
      {"ab", ""},
      {"(porc|ab)", ""},
      {"(porc)?", ""},
      {"porc|.", ""},
      {"\\w{9}", ""},
  };
  for (const auto& c : kCases) EXPECT_EQ(Parts(c.pattern), c.want) << c.pattern;
}

// What a pattern matches holds a part of each clause, as TextRuns sees it.
TEST(RegexPartsTest, EveryMatchHoldsThem) {
  std::mt19937 random(6);
  size_t checked = 0;
  for (int i = 0; i < 12000; ++i) {
    const std::string pattern = RandomPattern(&random);
    const auto node = ParseRegex(pattern);
    if (!node) continue;
    const auto clauses = PartClauses(*node);
    const size_t stops = StopsOf(*node);
    if (clauses.empty() && stops == 0) continue;
    const RE2 re(pattern, PatternOptions());
    for (int t = 0; t < 30; ++t) {
      const std::string text = RandomWords(&random);
      if (!RE2::PartialMatch(text, re)) continue;
      TextRuns runs;
      runs.Read(text);
      EXPECT_GE(runs.stops(), stops) << pattern << "\n" << text;
      for (const PartClause& clause : clauses) {
        ++checked;
        EXPECT_TRUE(std::any_of(clause.parts.begin(), clause.parts.end(),
                                [&](const std::string& part) {
                                  const auto triples =
                                      TextRuns::TriplesOf(part);
                                  return runs.MayHaveAnyPart(triples.data(), 1);
                                }))
            << pattern << "\n"
            << text << "\n"
            << Parts(pattern);
      }
    }
  }
  EXPECT_GT(checked, 2000u);
}

}  // namespace
}  // namespace crible
