#include "rules/regex_atoms.h"

#include <gtest/gtest.h>

#include "rules/pattern.h"

namespace crible {
namespace {

using Clauses = std::vector<std::vector<std::string>>;

TEST(RegexAtomsTest, Table) {
  const struct {
    const char* pattern;
    ViewKind view;
    Clauses want;
  } kCases[] = {
      {"viagra", ViewKind::kRead, {{"viagra"}}},
      {"\\byou\\b.{0,40}\\bidiot\\b", ViewKind::kRead, {{"idiot"}, {"you"}}},
      {"gagnez \\d+ (euros|dollars)",
       ViewKind::kRead,
       {{"gagnez "}, {" dollars", " euros"}}},
      {"cat|dog", ViewKind::kRead, {{"cat", "dog"}}},
      // Without a literal of three bytes it runs on every text.
      {"[a-z]{9,}", ViewKind::kRead, {}},
      {"ab", ViewKind::kRead, {}},
      {"viagra|x", ViewKind::kRead, {}},
      {"(viagra)?", ViewKind::kRead, {}},
      // In the plain view only ASCII is sure to be lowered alike.
      {"(?i)DÉJÀ VU", ViewKind::kPlain, {{" vu"}}},
      {"(?i)été", ViewKind::kPlain, {}},
      {"выигрыш", ViewKind::kRead, {{"выигрыш"}}},
      {"выигрыш", ViewKind::kPlain, {}},
      {"\u0130stanbul", ViewKind::kPlain, {}},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(RegexAtoms(c.pattern, c.view), c.want) << c.pattern;
  }
}

// What is no pattern has no atoms; the caller complains of it.
TEST(RegexAtomsTest, RefusedPatternsHaveNone) {
  for (const char* pattern : {"(", "[z-a]", "\\1", "a{2000}", "(?=x)"}) {
    EXPECT_TRUE(RegexAtoms(pattern, ViewKind::kRead).empty());
  }
}

}  // namespace
}  // namespace crible
