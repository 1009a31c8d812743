// The commands as a user sees them: what goes in, what comes out, how they end.

#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "base/files.h"
#include "base/json.h"
#include "cli/case_test.h"
#include "cli/command.h"
#include "cli/comment_row.h"
#include "cli/decision_json.h"
#include "cli/explain.h"
#include "cli/moderate.h"
#include "cli/policy_show.h"
#include "cli/progress.h"
#include "cli/rules_check.h"
#include "fmt/core.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status_matchers.h"
#include "support/test_bundle.h"

namespace crible {
namespace {

using testing::HasSubstr;
using testing::Not;

class CommandsTest : public testing::Test {
 protected:
  CommandsTest()
      : models_(testing::TempDir() + "/commands_" +
                std::to_string(::getpid())) {
    std::filesystem::create_directories(models_ + "/rules");
    Write("rules/test.toml", kTwoRules);
    Write("grounds.toml", kSpamGround);
  }
  ~CommandsTest() override { std::filesystem::remove_all(models_); }

  void Write(const std::string& path, std::string_view bytes) {
    CRIBLE_ASSERT_OK(WriteFile(models_ + "/" + path, bytes));
  }
  Io NewIo(UiLanguage language = UiLanguage::kEnglish) {
    out_.str("");
    err_.str("");
    return {.in = in_, .out = out_, .err = err_, .language = language};
  }
  int Moderate(const std::string& lines, ModerateOptions options = {}) {
    in_.clear();
    in_.str(lines);
    options.models = models_;
    return RunModerate(options, NewIo());
  }

  const std::string models_;
  std::istringstream in_;
  std::ostringstream out_, err_;
};

TEST_F(CommandsTest, ModerateAnswersOneLineARowInOrder) {
  EXPECT_EQ(
      Moderate(
          R"({"id": "a", "body": "Bravo !"})"
          "\n"
          R"({"id": 7, "body": "offre de prêt : jean@exemple.test", "other": [1]})"
          "\n"),
      kExitOk);
  std::istringstream lines(out_.str());
  std::string line;
  JsonReader json;
  std::getline(lines, line);
  CRIBLE_ASSERT_OK(json.Parse(line));
  EXPECT_EQ(**json.Text("id"), "a");
  EXPECT_EQ(**json.Text("verdict"), "accept");
  EXPECT_EQ(**json.Bool("look"), false);
  EXPECT_GE(**json.Number("spam_probability"), 0);
  EXPECT_GE(**json.Number("abuse_probability"), 0);
  std::getline(lines, line);
  CRIBLE_ASSERT_OK(json.Parse(line));
  EXPECT_EQ(**json.Number("id"), 7);
  EXPECT_EQ(**json.Text("verdict"), "hold");
  EXPECT_THAT(line, HasSubstr("\"rule\":\"test/offer\""));
  EXPECT_EQ((**json.Text("bundle")).size(), 64u);
}

TEST_F(CommandsTest, ModerateSaysWhichLineIsBadWithoutItsText) {
  EXPECT_EQ(
      Moderate("{\"body\": \"secret\", \"author\": [1]}\nnot json secret\n\n"
               "{\"body\": \"  \"}\n{\"body\": \"Bravo\"}\n"),
      kExitFindings);
  EXPECT_THAT(out_.str(), HasSubstr("{\"line\":1,\"error\":"));
  EXPECT_THAT(out_.str(), HasSubstr("{\"line\":2,\"error\":"));
  EXPECT_THAT(out_.str(), HasSubstr("{\"line\":3,\"error\":"));
  EXPECT_THAT(out_.str(), HasSubstr("{\"line\":4,\"error\":"));
  EXPECT_THAT(out_.str(), HasSubstr("\"verdict\":\"accept\""));
  EXPECT_THAT(out_.str() + err_.str(), Not(HasSubstr("secret")));
  EXPECT_THAT(err_.str(), HasSubstr("4 bad line(s)"));
}

TEST_F(CommandsTest, ModerateGivesTheSameBytesOnAnyNumberOfThreads) {
  std::string lines;
  for (int i = 0; i < 2000; ++i) {
    lines += fmt::format("{{\"id\":{},\"body\":\"{} offre de prêt {}\"}}\n", i,
                         i, i % 3 ? "" : "a@exemple.test");
  }
  EXPECT_EQ(Moderate(lines, {.threads = 1}), kExitOk);
  const std::string one = out_.str();
  EXPECT_EQ(Moderate(lines, {.threads = 5}), kExitOk);
  EXPECT_EQ(out_.str(), one);
}

TEST_F(CommandsTest, ModerateCountsRepeatsOnlyWithTraffic) {
  Write("rules/flood.toml",
        "[[rule]]\nid = \"flood\"\ncategory = \"spam\"\nground = "
        "\"spam\"\nthen = \"hold\"\n"
        "repeats = { of = \"text\", min = 3, within = \"10 min\" }\n"
        "reason.en = \"{count} times in {window}\"\n"
        "must_match = [{ body = \"write to me quickly for a good deal\", times "
        "= 3 }]\n"
        "must_pass = [\"write to me quickly for a good deal\"]\n");
  std::string lines;
  for (int i = 0; i < 4; ++i) {
    lines += fmt::format(
        "{{\"id\":{},\"body\":\"écrivez vite pour la bonne affaire du "
        "jour\"}}\n",
        i);
  }
  Moderate(lines);
  EXPECT_THAT(out_.str(), Not(HasSubstr("\"hold\"")));
  Moderate(lines, {.traffic = true});
  EXPECT_THAT(out_.str(), HasSubstr("\"hold\""));
}

TEST_F(CommandsTest, ModerateReadsAFileThatBeginsWithAByteOrderMark) {
  EXPECT_EQ(Moderate("\xef\xbb\xbf{\"body\": \"Bravo\"}\n"), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("\"verdict\":\"accept\""));
}

TEST_F(CommandsTest, ModerateRefusesAMissingFileOrBundle) {
  EXPECT_EQ(Moderate("", {.files = {models_}}), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("cannot read " + models_));
  EXPECT_EQ(Moderate("", {.files = {"/nonexistent.jsonl"}}), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("/nonexistent.jsonl"));
  EXPECT_EQ(RunModerate({.models = "/nonexistent"}, NewIo()), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("/nonexistent"));
}

TEST_F(CommandsTest, ExplainShowsTextReasonsSumAndWhatWouldChange) {
  const ExplainOptions options{.models = models_,
                               .text = "Une offre de prêt : jean@exemple.test"};
  EXPECT_EQ(RunExplain(options, NewIo(UiLanguage::kFrench)), kExitOk);
  for (const char* part :
       {"⟦offre de prêt⟧", "RETENU", "Propose un prêt d'argent", "[test/offer]",
        "Score « spam »", "base ", "il aurait été publié"}) {
    EXPECT_THAT(out_.str(), HasSubstr(part));
  }
  EXPECT_EQ(RunExplain(options, NewIo()), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("it would have been published"));
}

TEST_F(CommandsTest, ExplainARuleConditionByCondition) {
  const ExplainOptions options{.models = models_,
                               .text = "Une offre de prêt sans contact",
                               .rule = "test/offer"};
  EXPECT_EQ(RunExplain(options, NewIo()), kExitOk);
  EXPECT_THAT(out_.str(), testing::ContainsRegex("true +phrase"));
  EXPECT_THAT(out_.str(), testing::ContainsRegex("false +contact"));
  EXPECT_THAT(out_.str(), HasSubstr("The rule does not hit."));
  EXPECT_EQ(
      RunExplain({.models = models_, .text = "x", .rule = "no/such"}, NewIo()),
      kExitFailed);
}

TEST_F(CommandsTest, ExplainRefusesBlankAndBrokenText) {
  EXPECT_EQ(RunExplain({.models = models_, .text = " "}, NewIo()), kExitFailed);
  EXPECT_EQ(RunExplain({.models = models_, .text = "a\xff"}, NewIo()),
            kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("byte 1"));
}

TEST_F(CommandsTest, RulesCheckPrintsAllMistakesAndKeepsNothing) {
  EXPECT_EQ(RunRulesCheck({.models = models_, .costs = true}, NewIo()),
            kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("2 rules"));
  EXPECT_THAT(out_.str(), HasSubstr("test/offer"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("on over 5 % of ordinary comments")));
  Write("rules/bad.toml", "[[rule]]\nid = \"x\"\nphrases = [\"y\"]\n");
  EXPECT_EQ(RunRulesCheck({.models = models_}, NewIo(UiLanguage::kFrench)),
            kExitFindings);
  EXPECT_THAT(out_.str(), HasSubstr("rules/bad.toml:3:1: "));
  EXPECT_THAT(out_.str(), HasSubstr("rien n'est chargé"));
}

TEST_F(CommandsTest, RulesCheckCostsNamesRulesThatWaitForLittle) {
  Write("rules/more.toml",
        "[[rule]]\nid = \"any-digit\"\ncategory = \"spam\"\n"
        "ground = \"spam\"\nthen = \"watch\"\nregex = '\\d[a-z]{3}'\n"
        "reason.fr = \"Chiffre et lettres\"\n"
        "reason.en = \"Digit and letters\"\n"
        "must_match = [\"Voici le 4xyz\", \"See the 5abc\"]\n"
        "must_pass = [\"Rien ici\", \"Nothing here\"]\n");
  EXPECT_EQ(RunRulesCheck({.models = models_, .costs = true}, NewIo()), kExitOk)
      << out_.str();
  EXPECT_THAT(out_.str(), HasSubstr("on over 5 % of ordinary comments"));
  EXPECT_THAT(out_.str(), HasSubstr("%  more/any-digit"));
}

TEST_F(CommandsTest, RulesCheckCoverageNamesTheRulesThatMatter) {
  std::filesystem::create_directories(models_ + "/cases");
  Write("cases/a.toml",
        "[[case]]\nname = \"a\"\nbody = \"Une offre de prêt : "
        "jean@exemple.test\"\n"
        "want = \"hold\"\n");
  EXPECT_EQ(RunRulesCheck({.models = models_, .coverage = models_ + "/cases"},
                          NewIo()),
            kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("    1  test/offer: a\n"));
  EXPECT_THAT(out_.str(), HasSubstr("    0  test/short-link\n"));
  EXPECT_THAT(out_.str(), HasSubstr("1 of 2 rules change"));
}

TEST_F(CommandsTest, TestRunsCasesAndEndsWithFindings) {
  std::filesystem::create_directories(models_ + "/cases");
  Write("cases/a.toml",
        "[[case]]\nname = \"good\"\nfamily = \"f\"\nbody = \"Bravo\"\nwant = "
        "\"accept\"\n"
        "[[case]]\nname = \"bad\"\nfamily = \"f\"\nbody = \"Bravo\"\nwant = "
        "\"hold\"\n");
  CaseTestOptions options{
      .models = models_, .paths = {models_ + "/cases"}, .families = true};
  EXPECT_EQ(RunCaseTest(options, NewIo()), kExitFindings);
  EXPECT_THAT(out_.str(), HasSubstr("a.toml:6: bad: want hold, got accept"));
  EXPECT_THAT(out_.str(), HasSubstr("1/2     f"));
  Write("known", "# still to do\nbad\n");
  options.known_failures = models_ + "/known";
  EXPECT_EQ(RunCaseTest(options, NewIo()), kExitOk);
  Write("known", "bad\ngood\n");
  EXPECT_EQ(RunCaseTest(options, NewIo()), kExitFindings);
  EXPECT_THAT(out_.str(), HasSubstr("good: passes: take it off"));
}

TEST_F(CommandsTest, PolicyShowPrintsValuesAndSources) {
  Write("policy.toml", "[group]\nspam = { hold = 0.7 }\n");
  EXPECT_EQ(RunPolicyShow({.models = models_}, NewIo()), kExitOk);
  EXPECT_THAT(out_.str(),
              testing::ContainsRegex("spam.hold +0.7 +policy.toml:2"));
  EXPECT_EQ(RunPolicyShow({.models = models_, .at = "tomorrow"}, NewIo()),
            kExitFailed);
}

TEST_F(CommandsTest, ProgressShowsOnlyOnATerminal) {
  Io io = NewIo();
  ProgressBar(io, "-").Show(10, 100);
  EXPECT_EQ(err_.str(), "");
  Io terminal{.in = in_, .out = out_, .err = err_, .err_is_terminal = true};
  ProgressBar bar(terminal, models_ + "/grounds.toml");
  bar.Show(10, 100);
  EXPECT_THAT(err_.str(), HasSubstr("10 "));
  bar.Clear();
  EXPECT_THAT(err_.str(), testing::EndsWith("\r\x1b[K"));
}

TEST(CommentRow, ReadsWhatIsKnownAndIgnoresTheRest) {
  CommentRow row;
  CRIBLE_ASSERT_OK(row.Read(
      R"({"id": 3, "body": "b", "author": "Zo", "author_url": "https://z.test", "title": "T",
          "article": "A", "parent": "P", "lang": "fr", "date": "2013-11-07T06:20:48", "x": {}})",
      /*fields=*/true));
  EXPECT_EQ(row.id_json(), "3");
  EXPECT_EQ(row.comment().author.name, "Zo");
  EXPECT_EQ(row.comment().article->title, "T");
  EXPECT_EQ(row.comment().parent.text, "P");
  CRIBLE_ASSERT_OK(row.Read(R"({"id": "q\"", "body": "b", "title": "T"})",
                            /*fields=*/false));
  EXPECT_EQ(row.id_json(), R"("q\"")");
  EXPECT_EQ(row.comment().article, nullptr);
  EXPECT_FALSE(row.Read(R"({"body": "b", "format": "rtf"})", false).ok());
}

}  // namespace
}  // namespace crible
