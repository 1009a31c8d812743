#include "rules/regex_atoms.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "re2/re2.h"
#include "rules/pattern.h"
#include "rules/random_patterns.h"
#include "rules/text_runs.h"

namespace crible {
namespace {

// "idiot conne / tu es": the atoms of each clause, sorted.
std::string Clauses(const std::string& pattern) {
  std::string out;
  for (const RegexClause& clause : RegexClauses(*ParseRegex(pattern))) {
    if (!out.empty()) out += " / ";
    std::vector<std::string> atoms;
    for (const auto& atom : clause.atoms) atoms.push_back(FormatAtom(atom));
    std::sort(atoms.begin(), atoms.end());
    for (size_t i = 0; i < atoms.size(); ++i) {
      out += (i > 0 ? ", " : "") + atoms[i];
    }
  }
  return out;
}

TEST(RegexAtomsTest, Table) {
  const struct {
    const char* pattern;
    const char* want;
  } kCases[] = {
      {"\\bviagra\\b", "viagra"},
      {"\\bviagra", "viagr*"},
      {"viagra", "*viagra*"},
      {"\\bidiote?s?\\b", "idiot, idiote, idiotes, idiots"},
      {"\\b(chat|chien)\\b", "chat, chien"},
      {"\\bgagn\\w+ \\d+ (euros|dollars)\\b", "dollars, euros / gag* / #"},
      {"\\byou\\b.{0,40}\\bidiot\\b", "idiot / you"},
      // Two words that follow one another are rarer than either.
      {"\\btu es\\b", "tu es"},
      {"\\bj\\W?ai\\b", "j ai, jai"},
      {"\\d ?€", "€ / #"},
      {"\\b\\d+ euros\\b", "euros / #"},
      {"\\b\\d+euros\\b", "euros / #"},
      {"\\b0[67]( ?\\d\\d){4}\\b", "06, 06*, 07, 07* / ##########"},
      {"\\d{4} \\d{4}", "########"},
      {"\\b(\\w ){3,}", "??? / ??"},
      {"\\b\\w\\W\\w\\b", "??"},
      {"[😂🤣]", "😂, 🤣"},
      {"\\b[Cc]ommente\\b", "commente"},
      {"(?i)\\bviagra\\b", "viagra"},
      {"\\bété\\b", "é / t"},
      // Nothing that would tell.
      {"[a-z]{9,}", ""},
      {"ab", ""},
      {"\\bviagra|x", ""},
      {"(viagra)?", ""},
      {"\\bviagra\\b|.", ""},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Clauses(c.pattern), c.want) << c.pattern;
  }
}

TEST(RegexAtomsTest, TheRarestClauseIsFirst) {
  for (const char* pattern : {"\\b(je|tu|il) \\w+ \\bxylophone\\b",
                              "\\bxylophone\\b.*\\b(je|tu|il)\\b"}) {
    const auto clauses = RegexClauses(*ParseRegex(pattern));
    ASSERT_EQ(clauses.size(), 2u) << pattern;
    EXPECT_EQ(FormatAtom(clauses[0].atoms[0]), "xylophone");
    EXPECT_LT(clauses[0].rate, 0.01);
    EXPECT_GT(clauses[1].rate, 0.1);
  }
}

bool Holds(const RegexAtom& atom, const TextRuns& runs, std::string text) {
  if (atom.kind != RegexAtom::Kind::kPart) {
    return std::any_of(runs.things().begin(), runs.things().end(),
                       [&](const TextRuns::Thing& thing) {
                         return thing.hash == atom.Hash();
                       });
  }
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text.find(atom.text) != std::string::npos;
}

// What a pattern matches holds an atom of each of its clauses.
TEST(RegexAtomsTest, EveryMatchHoldsThem) {
  std::mt19937 random(5);
  size_t checked = 0;
  for (int i = 0; i < 8000; ++i) {
    const std::string pattern = RandomPattern(&random);
    const auto node = ParseRegex(pattern);
    if (!node) continue;
    const auto clauses = RegexClauses(*node);
    if (clauses.empty()) continue;
    const RE2 re(pattern, PatternOptions());
    for (int t = 0; t < 20; ++t) {
      const std::string text = RandomWords(&random);
      if (!RE2::PartialMatch(text, re)) continue;
      TextRuns runs;
      runs.Read(text);
      for (const RegexClause& clause : clauses) {
        ++checked;
        EXPECT_TRUE(std::any_of(
            clause.atoms.begin(), clause.atoms.end(),
            [&](const RegexAtom& atom) { return Holds(atom, runs, text); }))
            << pattern << "\n"
            << text << "\n"
            << Clauses(pattern);
      }
    }
  }
  EXPECT_GT(checked, 3000u);
}

}  // namespace
}  // namespace crible
