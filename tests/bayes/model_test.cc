#include "bayes/model.h"

#include <algorithm>

#include "gtest/gtest.h"
#include "tests/bayes/sample.h"
#include "tests/support/status_matchers.h"

namespace crible {
namespace {

constexpr char kSmallFile[] = R"(crible-model 1
category = spam
stratum.en = 10 10
stratum.fr = 10 30
words = 1.5
characters = 0.5
shape = 1
length = 0.25
bias = -1
slope = 0.75
offset = 0.125
innocence_cap = -0.5
rule_gamma = 0.5
rule_family_cap = 3
known_tokens_min = 2
note = trained on nothing real
[words]
article	+120	en 0 8 fr 1 20
credit	en 5 0 fr 6 1
credit rapide	-31	fr 4 0
[characters]
_cre	en 5 1 fr 6 2
[shape]
first:merci	fr 2 3
links:none	en 2 9 fr 3 28
)";

std::string Replaced(std::string from, std::string to) {
  std::string file = kSmallFile;
  const size_t at = file.find(from);
  EXPECT_NE(at, file.npos) << from;
  return at == file.npos ? file : file.replace(at, from.size(), to);
}

TEST(Model, WritesTheCanonicalFile) {
  EXPECT_EQ(WriteModel(SmallModel()), kSmallFile);
  Model shuffled = SmallModel();
  std::reverse(shuffled.tokens.begin(), shuffled.tokens.end());
  EXPECT_EQ(WriteModel(shuffled), kSmallFile);
}

TEST(Model, ReadsWhatItWrote) {
  const auto model = ReadModel("spam.model", kSmallFile);
  CRIBLE_ASSERT_OK(model);
  EXPECT_EQ(*model, SmallModel());
}

TEST(Model, KeepsEveryDigitOfACoefficient) {
  Model model = SmallModel();
  model.coefficients.slope = 0.1 + 0.2;
  const auto read = ReadModel("m", WriteModel(model));
  CRIBLE_ASSERT_OK(read);
  EXPECT_EQ(read->coefficients.slope, 0.1 + 0.2);
}

TEST(Model, RefusesWithThePlace) {
  struct Case {
    std::string file;
    const char* want;
  };
  const Case cases[] = {
      {"", "spam.model:1: a model begins with"},
      {"crible-model 2\n", "spam.model:1: a model begins with"},
      {Replaced("category = spam", "category = Sp am"), "spam.model:2:"},
      {Replaced("stratum.fr", "stratum.en"), "spam.model:4: strata ascend"},
      {Replaced("stratum.fr = 10 30", "stratum.fr = 10"), "spam.model:4:"},
      {Replaced("stratum.fr = 10 30", "stratum.fr = 10 -3"), "spam.model:4:"},
      {Replaced("stratum.fr = 10 30", "stratum.F = 1 3"), "spam.model:4:"},
      {Replaced("stratum.en = 10 10\nstratum.fr = 10 30\n", ""),
       "spam.model:3: `stratum.NAME"},
      {Replaced("slope = 0.75", "slope = -1"), "spam.model:10: `slope` is"},
      {Replaced("slope = 0.75", "slope = nan"), "spam.model:10: `slope` is"},
      {Replaced("slope = 0.75", "slope = 1e999"), "spam.model:10:"},
      {Replaced("bias = -1\n", ""), "spam.model:9: `bias = …` should"},
      {Replaced("known_tokens_min = 2", "known_tokens_min = 2.5"),
       "spam.model:15:"},
      {Replaced("note = ", "remark = "), "spam.model:16: `note = …`"},
      {Replaced("note = ", "note = \xff"), "spam.model:16: at most"},
      {Replaced("\t+120", "\t+40000"), "spam.model:18: a correction"},
      {Replaced("\t+120", "\t+0"), "spam.model:18: a correction"},
      {Replaced("\t+120", "\t+-5"), "spam.model:18: a correction"},
      {Replaced("\t+120", "\t120"), "spam.model:18:"},
      {Replaced("+120\ten 0 8", "+120\ten 0 11"),
       "spam.model:18: more documents"},
      {Replaced("+120\ten 0 8", "+120\tde 0 8"),
       "spam.model:18: no stratum"},
      {Replaced("en 0 8 fr 1 20", "fr 1 20 en 0 8"),
       "spam.model:18: no stratum of the header, or not"},
      {Replaced("en 0 8 fr 1 20", "en 0 0 fr 1 20"), "spam.model:18: two"},
      {Replaced("en 0 8 fr 1 20", "en 0 1 fr 1 0"),
       "spam.model:18: a token of fewer"},
      {Replaced("en 0 8 fr 1 20", "en 0 8 fr 1"), "spam.model:18: a count"},
      {Replaced("credit\t", "article\t"), "spam.model:19: tokens ascend"},
      {Replaced("credit\t", "covid19\t"), "spam.model:19: this is no token"},
      {Replaced("credit\t", "a@b\t"), "spam.model:19: this is no token"},
      {Replaced("credit\t", "credit "), "spam.model:19: a token, a tab"},
      {Replaced("[characters]\n", ""), "spam.model:21: "},
      {Replaced("[shape]\n", ""), "spam.model:23: "},
      {std::string(kSmallFile, sizeof kSmallFile - 6),
       "the last line has no end; the file was cut"},
      {std::string(kSmallFile).substr(0, 300) + "\n", "spam.model:"},
      {std::string(kModelFileBytesMax + 1, 'x'), "larger than"},
  };
  for (const Case& c : cases) {
    EXPECT_THAT(ReadModel("spam.model", c.file),
                StatusIs(absl::StatusCode::kInvalidArgument, c.want))
        << c.want;
  }
}

TEST(Model, SaysWhatATokenIs) {
  struct Case {
    FeatureGroup group;
    std::string text;
    bool want;
  };
  const Case cases[] = {
      {FeatureGroup::kWords, "pret", true},
      {FeatureGroup::kWords, "offre de", true},
      {FeatureGroup::kWords, "<number> euros", true},
      {FeatureGroup::kWords, "", false},
      {FeatureGroup::kWords, "covid19", false},
      {FeatureGroup::kWords, "a.b", false},
      {FeatureGroup::kWords, "a@b", false},
      {FeatureGroup::kWords, "a\tb", false},
      {FeatureGroup::kWords, "first:a", false},
      {FeatureGroup::kWords, std::string(kModelTokenBytesMax + 1, 'a'), false},
      {FeatureGroup::kCharacters, "_pre", true},
      {FeatureGroup::kCharacters, "a b", false},
      {FeatureGroup::kCharacters, "\xc3", false},
      {FeatureGroup::kShape, "links:many", true},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(IsModelToken(c.group, c.text), c.want) << c.text;
  }
}

TEST(Model, NamesStrata) {
  EXPECT_EQ(LanguageStratum("fr"), "fr");
  EXPECT_EQ(LanguageStratum("en"), "en");
  EXPECT_EQ(LanguageStratum("de"), "other");
  EXPECT_EQ(LanguageStratum("und"), "other");
  EXPECT_TRUE(IsStratumName("fr-tweets"));
  for (const char* name : {"", "-fr", "fr-", "FR", "fr 1", "fr_x"}) {
    EXPECT_FALSE(IsStratumName(name)) << name;
  }
}

}  // namespace
}  // namespace crible
