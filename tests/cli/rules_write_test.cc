// Commands that write rule files: fmt, new, import.

#include "cli/rules_fmt.h"
#include "cli/rules_folder.h"
#include "cli/rules_import.h"
#include "cli/rules_new.h"
#include "cli/rules_sample.h"
#include "gmock/gmock.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kUgly[] = "[[rule]]\nthen=\"hold\"\nid=\"a\"\n";
constexpr char kFair[] =
    "[[rule]]\nid         = \"a\"\nthen       = \"hold\"\n";

using RulesFmt = RulesFolder;

TEST_F(RulesFmt, FormatsInPlaceAndChecksWithoutWriting) {
  Write("rules/ugly.toml", kUgly);
  const std::string path = models_ + "/rules/ugly.toml";
  EXPECT_EQ(RunRulesFmt({.files = {path}, .check = true}, NewIo()),
            kExitFindings);
  EXPECT_EQ(Printed(),
            "MODELS/rules/ugly.toml\n"
            "1 of 1 file(s) to format, 0 left as they are\n");
  EXPECT_EQ(Read("rules/ugly.toml"), kUgly);
  EXPECT_EQ(RunRulesFmt({.files = {path}}, NewIo()), kExitOk);
  EXPECT_EQ(Read("rules/ugly.toml"), kFair);
  EXPECT_EQ(RunRulesFmt({.files = {path}, .check = true}, NewIo()), kExitOk);
  EXPECT_EQ(Printed(), "0 of 1 file(s) to format, 0 left as they are\n");
}

TEST_F(RulesFmt, TakesAllFilesOfTheFolderAndLeavesBrokenOnesAlone) {
  Write("rules/ugly.toml", kUgly);
  Write("rules/broken.toml", "[[rule]]\nid = \n");
  for (const auto& [language, name] : {std::pair{UiLanguage::kFrench, "fmt.fr"},
                                       {UiLanguage::kEnglish, "fmt.en"}}) {
    EXPECT_EQ(RunRulesFmt({.models = models_, .check = true}, NewIo(language)),
              kExitFindings);
    ExpectPrinted(name);
  }
  EXPECT_EQ(RunRulesFmt({.models = models_}, NewIo()), kExitFindings);
  EXPECT_EQ(Read("rules/broken.toml"), "[[rule]]\nid = \n");
  EXPECT_EQ(Read("rules/ugly.toml"), kFair);
  EXPECT_EQ(RunRulesFmt({.files = {models_ + "/none.toml"}}, NewIo()),
            kExitFailed);
}

using RulesNew = RulesFolder;

constexpr char kFrenchAnswers[] =
    "Voyance par téléphone\ngrand voyant\nretour affectif\n\n3\n"
    "Un grand voyant règle tout\n\nLa voyance au théâtre\n\n";

TEST_F(RulesNew, AsksShowsAndAddsAfterAYes) {
  const std::string before = Read("rules/test.toml");
  EXPECT_EQ(RunRulesNew({.models = models_, .file = "rules/test.toml"},
                        NewIo(UiLanguage::kFrench,
                              std::string(kFrenchAnswers) + "oui\n")),
            kExitOk);
  ExpectPrinted("new.fr");
  const std::string after = Read("rules/test.toml");
  EXPECT_TRUE(after.starts_with(before));
  EXPECT_THAT(after, HasSubstr("\n\n[[rule]]\nid         = \"voyance-par-"));
  EXPECT_EQ(IssuesOf(*LoadBundleFolder(models_, {})), "");
}

TEST_F(RulesNew, AsksForTheFileAndMakesIt) {
  const std::string answers =
      "Fortune tellers\ngreat seer\n\n1\nA great seer mends all\n\n"
      "Plays at the theatre\n\n../etc\nNo Name\nseers\nyes\n";
  EXPECT_EQ(RunRulesNew({.models = models_, .ground = "spam"},
                        NewIo(UiLanguage::kEnglish, answers)),
            kExitOk);
  ExpectPrinted("new.en");
  EXPECT_TRUE(Read("rules/seers.toml").starts_with("[[rule]]\n"));
  // The same again: another id, nothing replaced.
  EXPECT_EQ(
      RunRulesNew({.models = models_}, NewIo(UiLanguage::kEnglish, answers)),
      kExitOk);
  EXPECT_THAT(Read("rules/seers.toml"), HasSubstr("\"fortune-tellers-2\""));
  EXPECT_THAT(Read("rules/seers.toml"), HasSubstr("\"fortune-tellers\""));
}

TEST_F(RulesNew, WritesNothingWithoutAYesOrWithAMistake) {
  const std::string before = Read("rules/test.toml");
  const std::string answers = kFrenchAnswers;
  const struct {
    const char* name;
    std::string input;
    int code;
  } kCases[] = {
      {"no", answers + "non\n", kExitFindings},
      {"end before the yes", answers, kExitFailed},
      {"end before the last answer", answers.substr(0, 60), kExitFailed},
      {"nothing", "", kExitFailed},
      {"an example that the rule does not hit",
       "Voyance\ngrand voyant\n\n3\nUn bon médium\n\nLe théâtre\n\noui\n",
       kExitFindings},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(RunRulesNew({.models = models_, .file = "test"},
                          NewIo(UiLanguage::kFrench, c.input)),
              c.code)
        << c.name;
    EXPECT_EQ(Read("rules/test.toml"), before) << c.name;
  }
  EXPECT_THAT(Printed(), HasSubstr("La règle n'est pas écrite"));
  EXPECT_EQ(RunRulesNew({.models = models_, .file = "../x"}, NewIo()),
            kExitFailed);
}

using RulesImport = RulesFolder;

constexpr char kKeywords[] =
    "grand voyant\ncornichon;3\nCornichon\n10.0.0.*\nviagra-pas-cher.test\n"
    "train\nle\n";

TEST_F(RulesImport, WritesListsAndRulesAndSaysWhatIsTooFrequent) {
  Write("words.txt", kKeywords);
  std::string sample;
  for (int i = 0; i < 20; ++i) {
    sample += i % 4 == 0 ? "{\"body\": \"Les trains ont du retard\"}\n"
                         : "{\"body\": \"Bravo à tous\"}\n";
  }
  Write("sample.jsonl", sample + "{\"body\": \"viagra-pas-cher.test\"}\n");
  RulesImportOptions options{.models = models_,
                             .file = models_ + "/words.txt",
                             .name = "Voyants",
                             .ground = "spam",
                             .on = models_ + "/sample.jsonl"};
  EXPECT_EQ(RunRulesImport(options, NewIo(UiLanguage::kFrench)), kExitOk);
  ExpectPrinted("import.fr");
  EXPECT_EQ(Read("lists/voyants.txt"), "grand voyant\ncornichon\ntrain\n");
  EXPECT_EQ(Read("lists/voyants-domains.txt"), "viagra-pas-cher.test\n");
  EXPECT_EQ(IssuesOf(*LoadBundleFolder(models_, {})), "");

  Write("words.txt", "sorcier\n");
  EXPECT_EQ(RunRulesImport(options, NewIo()), kExitFailed);
  ExpectPrinted("import-exists.en");
  EXPECT_EQ(Read("lists/voyants.txt"), "grand voyant\ncornichon\ntrain\n");
  options.force = true;
  EXPECT_EQ(RunRulesImport(options, NewIo()), kExitOk);
  EXPECT_EQ(Read("lists/voyants.txt"), "sorcier\n");
}

TEST_F(RulesImport, RefusesWhatItCannotUse) {
  Write("empty.txt", "# nothing\n");
  Write("words.txt", "sorcier\n");
  Write("bad.jsonl", "not json secret\n");
  const std::string words = models_ + "/words.txt";
  const RulesImportOptions kCases[] = {
      {.models = models_, .file = models_ + "/none.txt"},
      {.models = models_, .file = models_ + "/empty.txt"},
      {.models = models_, .file = words, .name = "!"},
      {.models = models_, .file = words, .category = "Not A Category"},
      {.models = models_, .file = words, .ground = "unknown"},
      {.models = models_, .file = words, .on = models_ + "/none.jsonl"},
      {.models = models_, .file = words, .on = models_ + "/bad.jsonl"},
  };
  for (const RulesImportOptions& options : kCases) {
    EXPECT_EQ(RunRulesImport(options, NewIo()), kExitFailed) << options.file;
    EXPECT_EQ(Read("lists/words.txt"), "(no file)");
    EXPECT_EQ(Read("rules/words.toml"), "(no file)");
    EXPECT_EQ(Printed().find("secret"), std::string::npos);
  }
}

TEST(ListSample, CountsCommentsThatHoldALineInAnyForm) {
  ListSample sample("taré\ngrand voyant\nabsent\n", "exemple.test\n");
  const auto add = [&](std::string_view body) {
    const Comment comment{.body = body};
    sample.Add(comment);
  };
  add("Quels tarés, mais quels tarés");
  add("De grands voyants !");
  add("voyant grand");
  add("TARÉ https://www.a.exemple.test/x");
  add("https://autre.test");
  std::vector<std::string> found;
  for (const auto& line : sample.Found())
    found.push_back(line.text + " " + std::to_string(line.comments));
  EXPECT_THAT(found, ElementsAre("taré 2", "grand voyant 1", "exemple.test 1"));
  EXPECT_EQ(sample.comments(), 5u);
  EXPECT_EQ(sample.comments_found(), 3u);
}

}  // namespace
}  // namespace crible
