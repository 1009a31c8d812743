#include <string>

#include "gtest/gtest.h"
#include "policy/ground.h"

namespace crible {
namespace {

constexpr std::string_view kWhole = R"([[ground]]
id = "insult"
label.fr = "Insulte"
label.en = "Insult"
author_text = { fr = "Restez courtois.", en = "Stay civil." }
clause = "4.2"
legal = true
retention = "4 months"
lane = "first"
)";

TEST(GroundFile, ReadsAGround) {
  const GroundFile file = ReadGrounds("g", kWhole);
  EXPECT_TRUE(file.issues.empty());
  const Ground& ground = file.grounds.at("insult");
  EXPECT_EQ(ground.id, "insult");
  EXPECT_EQ(ground.label.fr, "Insulte");
  EXPECT_EQ(ground.author_text.en, "Stay civil.");
  EXPECT_EQ(ground.clause, "4.2");
  EXPECT_TRUE(ground.legal);
  EXPECT_EQ(ground.retention, absl::Hours(24 * 120));
  EXPECT_EQ(ground.lane, Lane::kFirst);
}

TEST(GroundFile, DefaultsAreContractualAndNormal) {
  const GroundFile file =
      ReadGrounds("g",
                  "[[ground]]\nid = 'x'\nlabel.fr = 'a'\nauthor_text.fr = 'b'\n"
                  "retention = '3 mois'\n");
  EXPECT_TRUE(file.issues.empty());
  const Ground& ground = file.grounds.at("x");
  EXPECT_FALSE(ground.legal);
  EXPECT_EQ(ground.lane, Lane::kNormal);
  EXPECT_EQ(ground.label.en, "a") << "one language is enough";
}

TEST(GroundFile, AnEmptyFileHasNoGrounds) {
  const GroundFile file = ReadGrounds("g", "");
  EXPECT_TRUE(file.grounds.empty());
  EXPECT_TRUE(file.issues.empty());
}

struct Case {
  const char* lines;  // after a good id, label, text and retention
  const char* issue;
};

TEST(GroundFile, Mistakes) {
  const Case kCases[] = {
      {"lane = 'fast'",
       "g:6:8: lane wants \"normal\", \"first\" or \"urgent\", not “fast”."},
      {"legal = 'yes'", "g:6:9: legal wants true or false, not “yes”."},
      {"clause = 4.2", "g:6:10: clause wants a text, not 4.2."},
      {"texte = 'x'", "g:6:1: “texte” does not exist: write “author_text”."},
      {"[[ground]]\nid = 'x'\nlabel.fr = 'a'\nauthor_text.fr = 'b'\n"
       "retention = '1 d'",
       "g:7:6: The id “x” exists already, above."},
      {"[[ground]]\nid = 'Été'\nlabel.fr = 'a'\nauthor_text.fr = 'b'\n"
       "retention = '1 d'",
       "g:7:6: id wants lower-case letters without accents, digits, _ or -, "
       "not “Été”."},
      {"[[ground]]\nid = 'y'\nlabel = 'a'\nauthor_text.de = 'b'\n"
       "retention = '10m'",
       "g:8:9: label wants a language: label.fr = \"…\", not “a”.\n"
       "g:9:13: “author_text.de” does not exist: write fr or en.\n"
       "g:10:13: retention wants a duration of six years at most, as \"4 "
       "months\", not “10m”."},
      {"[[ground]]",
       "g:6:1: This [[ground]] has no id.\n"
       "g:6:1: This [[ground]] has no label.\n"
       "g:6:1: This [[ground]] has no author_text.\n"
       "g:6:1: This [[ground]] has no retention."},
      {"[[grond]]", "g:6:1: The block “grond” does not exist: write “ground”."},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.lines);
    const GroundFile file = ReadGrounds(
        "g", std::string("[[ground]]\nid = 'x'\nlabel.fr = 'a'\n"
                         "author_text.fr = 'b'\nretention = '3 months'\n") +
                 c.lines);
    std::string issues;
    for (const Issue& issue : file.issues) {
      if (!issues.empty()) issues += '\n';
      issues += FormatIssue(issue, UiLanguage::kEnglish);
    }
    EXPECT_EQ(issues, c.issue);
  }
}

}  // namespace
}  // namespace crible
