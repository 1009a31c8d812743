#include "bayes/word_classes.h"

#include <set>
#include <string>
#include <string_view>

#include "bayes/model.h"
#include "gtest/gtest.h"
#include "text/text.h"

namespace crible {
namespace {

std::string_view NameOf(std::string_view word) {
  return WordClassName(WordClassOf(HashWord(word)));
}

TEST(WordClasses, AreTheSameInBothLanguages) {
  const struct {
    std::string_view french, english, name;
  } kPairs[] = {
      {"gratuit", "free", "class:free"},
      {"chaine", "channel", "class:page"},
      {"regardez", "watch", "class:see"},
      {"abonnez", "subscribe", "class:follow"},
      {"appelez", "call", "class:contact"},
      {"argent", "money", "class:money"},
      {"pilules", "pills", "class:med"},
      {"emploi", "job", "class:job"},
      {"voyante", "psychic", "class:magic"},
  };
  for (const auto& pair : kPairs) {
    EXPECT_EQ(NameOf(pair.french), pair.name) << pair.french;
    EXPECT_EQ(NameOf(pair.english), pair.name) << pair.english;
  }
}

TEST(WordClasses, LeaveOrdinaryWordsAlone) {
  for (const std::string_view word :
       {"paris", "president", "the", "est", "maire", "woman", "musulman", ""}) {
    EXPECT_EQ(WordClassOf(HashWord(word)), kNoWordClass) << word;
  }
}

TEST(WordClasses, HaveNamesThatAModelMayHold) {
  std::set<std::string> names;
  for (WordClass a = 1; a <= kWordClasses; ++a) {
    names.emplace(WordClassName(a));
    for (WordClass b = 1; b <= kWordClasses; ++b) {
      names.emplace(WordClassPairName(a, b));
    }
  }
  EXPECT_EQ(names.size(), kWordClasses * (kWordClasses + 1));
  for (const std::string& name : names) {
    EXPECT_TRUE(IsModelToken(FeatureGroup::kShape, name)) << name;
  }
}

}  // namespace
}  // namespace crible
