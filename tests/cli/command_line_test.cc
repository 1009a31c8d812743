#include "cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace crible {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

struct Greeting {
  std::string whom;
  std::string tone = "plain";
  std::vector<std::string> words;
  int times = 1;
  bool loud = false;
};

// A line with one command, `greet`, and a group with one, `rules list`.
class CommandLineTest : public testing::Test {
 protected:
  int Run(std::vector<const char*> words,
          UiLanguage language = UiLanguage::kEnglish) {
    out_.str("");
    err_.str("");
    const Io io{.in = in_, .out = out_, .err = err_, .language = language};
    CommandLine line(io);
    Command greet = line.Add("greet", {"salue", "say hello"});
    greet.Value({"NOM", "NAME"}, &greeting_.whom, {"qui", "whom"}).Required();
    greet.Value("--tone", &greeting_.tone, {"ton", "tone"})
        .OneOf({"plain", "warm"});
    greet.Value("--words", &greeting_.words, {"mots", "words"}).SplitAtCommas();
    greet.Value("--times", &greeting_.times, {"fois", "times"}).Between(1, 9);
    greet.Flag("--loud", &greeting_.loud, {"fort", "loudly"});
    greet.Runs([](const Io& io) {
      io.out << "hello";
      return kExitFindings;
    });
    Command rules = line.Add("rules", {"règles", "rules"});
    rules.Add("list", {"liste", "list"}).Runs([](const Io&) {
      return kExitOk;
    });
    words.insert(words.begin(), "crible");
    return line.Run(static_cast<int>(words.size()), words.data());
  }

  Greeting greeting_;
  std::istringstream in_;
  std::ostringstream out_, err_;
};

TEST_F(CommandLineTest, RunsTheCommandWithItsValues) {
  EXPECT_EQ(Run({"greet", "Ada", "--tone", "warm", "--words=a,b", "--times",
                 "3", "--loud"}),
            kExitFindings);
  EXPECT_EQ(out_.str(), "hello");
  EXPECT_EQ(greeting_.whom, "Ada");
  EXPECT_EQ(greeting_.tone, "warm");
  EXPECT_THAT(greeting_.words, ElementsAre("a", "b"));
  EXPECT_EQ(greeting_.times, 3);
  EXPECT_TRUE(greeting_.loud);
}

TEST_F(CommandLineTest, KeepsTheDefaults) {
  EXPECT_EQ(Run({"greet", "Ada"}), kExitFindings);
  EXPECT_EQ(greeting_.tone, "plain");
  EXPECT_EQ(greeting_.times, 1);
  EXPECT_FALSE(greeting_.loud);
}

TEST_F(CommandLineTest, FindsCommandsWithinGroups) {
  EXPECT_EQ(Run({"rules", "list"}), kExitOk);
  EXPECT_EQ(Run({"rules"}), kExitFailed);
  EXPECT_EQ(Run({}), kExitFailed);
}

TEST_F(CommandLineTest, SaysMistakesInTheLanguageOfTheUser) {
  const struct {
    std::vector<const char*> words;
    const char* en;
    const char* fr;
  } kCases[] = {
      {{}, "A subcommand is required", "il manque une commande"},
      {{"greet"}, "NAME is required", "NOM est obligatoire"},
      {{"greet", "Ada", "--times", "10"},
       "not in range",
       "10 n'est pas entre 1 et 9"},
      {{"greet", "Ada", "--tone", "cold"}, "cold not in", "n'est pas parmi"},
      {{"greet", "Ada", "--quiet"}, "not expected", "argument inattendu"},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(Run(test.words), kExitFailed);
    EXPECT_THAT(err_.str(), HasSubstr(test.en));
    EXPECT_EQ(Run(test.words, UiLanguage::kFrench), kExitFailed);
    EXPECT_THAT(err_.str(), HasSubstr(test.fr));
    EXPECT_EQ(out_.str(), "");
  }
}

TEST_F(CommandLineTest, HelpNamesEveryOptionInBothLanguages) {
  EXPECT_EQ(Run({"greet", "--help"}), kExitOk);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("NAME"), HasSubstr("--tone"),
                                HasSubstr("loudly")));
  EXPECT_EQ(Run({"greet", "--help"}, UiLanguage::kFrench), kExitOk);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("Utilisation"), HasSubstr("NOM"),
                                HasSubstr("(obligatoire)")));
}

TEST(ChooseLanguageTest, TheOptionWinsOverTheLocale) {
  setenv("LC_ALL", "fr_FR.UTF-8", 1);
  const char* locale[] = {"crible", "serve"};
  EXPECT_EQ(ChooseLanguage(2, locale), UiLanguage::kFrench);
  const char* apart[] = {"crible", "--lang", "en"};
  EXPECT_EQ(ChooseLanguage(3, apart), UiLanguage::kEnglish);
  const char* joined[] = {"crible", "serve", "--lang=en"};
  EXPECT_EQ(ChooseLanguage(3, joined), UiLanguage::kEnglish);
  setenv("LC_ALL", "de_DE.UTF-8", 1);
  EXPECT_EQ(ChooseLanguage(2, locale), UiLanguage::kEnglish);
  unsetenv("LC_ALL");
}

}  // namespace
}  // namespace crible
