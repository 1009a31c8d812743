#include "engine/case_file.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/test_bundle.h"

namespace crible {
namespace {

using testing::HasSubstr;

std::string IssuesOfFile(std::string_view bytes) {
  std::string all;
  for (const Issue& issue : ReadCaseFile("x.toml", bytes).issues) {
    all += FormatIssue(issue, UiLanguage::kEnglish) + "\n";
  }
  return all;
}

TEST(CaseFile, ReadsEveryKey) {
  const CaseFile file = ReadCaseFile("x.toml", R"toml(
[[case]]
name = "one"
family = "loans"
lang = "fr"
tell_lang = true
body = "Bonjour <b>vous</b>"
format = "html"
want = ["hold", "reject"]
look = true
ground = "spam"
author.name = "Zoé"
author.comments = 3
author.age_days = 2
article.title = "Titre"
article.tags = ["auto"]
parent.text = "Non."
honeypot = true
hour = "22:30"
times = 5
authors = 2
)toml");
  ASSERT_TRUE(file.issues.empty()) << file.issues[0].message.en;
  ASSERT_EQ(file.cases.size(), 1u);
  const Case& c = file.cases[0];
  EXPECT_EQ(c.want, (std::vector<Verdict>{Verdict::kHold, Verdict::kReject}));
  EXPECT_EQ(c.minute_of_day, 22 * 60 + 30);
  const absl::Time now = CaseTime(c);
  const CaseComment comment(c, now);
  EXPECT_EQ(comment.comment.language, "fr");
  EXPECT_EQ(comment.comment.format, BodyFormat::kHtml);
  EXPECT_EQ(comment.comment.author.created, now - absl::Hours(48));
  EXPECT_EQ(comment.comment.author.comments, 3u);
  ASSERT_NE(comment.comment.article, nullptr);
  EXPECT_EQ(comment.comment.article->tags.size(), 1u);
  EXPECT_EQ(comment.comment.parent.text, "Non.");
}

TEST(CaseFile, SaysAllThatIsWrongAtItsPlace) {
  const std::string issues = IssuesOfFile(
      "[[case]]\nnam = \"a\"\nwant = \"held\"\n\n[[case]]\nname = \"b\"\nbody "
      "= 3\n"
      "format = \"rtf\"\nhour = \"late\"\ntimes = -1\n\n[[cases]]\nname = "
      "\"c\"\n");
  for (const char* part :
       {"x.toml:2:1: ", "x.toml:3:", "“held” is no verdict",
        "x.toml:7:", "“format” is", "“hour” is written",
        "x.toml:10:", "“want” is missing", "write [[case]]"}) {
    EXPECT_THAT(issues, HasSubstr(part));
  }
}

TEST(RunCase, ComparesVerdictGroundAndRule) {
  const Engine engine(TwoRulesBundle());
  Moderation m;
  Case c;
  c.body = "Voici une offre de prêt honnête, écrivez : a@exemple.test";
  c.want = {Verdict::kHold};
  c.ground = "spam";
  c.rule = "test/offer";
  EXPECT_TRUE(RunCase(engine, c, &m).passed)
      << RunCase(engine, c, &m).failure.en;
  c.rule = "test/short-link";
  EXPECT_EQ(RunCase(engine, c, &m).failure.en,
            "rule test/short-link is no reason");
  c.want = {Verdict::kAccept};
  EXPECT_EQ(RunCase(engine, c, &m).failure.en, "want accept, got hold");
  c.body = "\xff";
  EXPECT_FALSE(RunCase(engine, c, &m).passed);
}

TEST(RunCase, CountsRepeatsOfOneCaseOnly) {
  const Engine engine(
      BundleOf({{"rules/f.toml",
                 "[[rule]]\nid = \"flood\"\ncategory = \"spam\"\nground = "
                 "\"spam\"\nthen = \"hold\"\n"
                 "repeats = { of = \"text\", min = 5, within = \"10 min\", "
                 "authors_max = 2 }\n"
                 "reason.en = \"{count} times in {window} by {authors}\"\n"
                 "must_match = [{ body = \"win five hundred a day, write to me "
                 "quickly\", times = 5 }]\n"
                 "must_pass = [{ body = \"win five hundred a day, write to me "
                 "quickly\", times = 4 }]\n"},
                {"grounds.toml", kSpamGround}}));
  Moderation m;
  Case c;
  c.body = "Gagnez beaucoup chaque jour, contactez-moi vite";
  c.want = {Verdict::kHold};
  c.times = 5;
  EXPECT_TRUE(RunCase(engine, c, &m).passed)
      << RunCase(engine, c, &m).failure.en;
  c.times = 4;
  EXPECT_FALSE(RunCase(engine, c, &m).passed);
  c.times = 5;
  c.authors = 5;  // condolences by many people are no flood
  EXPECT_FALSE(RunCase(engine, c, &m).passed);
}

}  // namespace
}  // namespace crible
