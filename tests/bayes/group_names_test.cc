#include "bayes/group_names.h"

#include <string_view>

#include "gtest/gtest.h"
#include "text/text.h"

namespace crible {
namespace {

TEST(GroupNames, HoldBothLanguagesWithTheirForms) {
  for (const std::string_view word :
       {"women",       "femmes",     "muslim",    "muslims",  "musulmane",
        "musulmanes",  "juif",       "juives",    "jews",     "gay",
        "gays",        "lesbiennes", "trans",     "disabled", "handicape",
        "handicapees", "immigrants", "immigrees", "refugees", "algeriennes",
        "turks",       "roms",       "white",     "blanches"}) {
    EXPECT_TRUE(IsGroupName(HashWord(word))) << word;
  }
}

TEST(GroupNames, HoldNeitherSlursNorOrdinaryWords) {
  for (const std::string_view word :
       {"bougnoule", "nigger", "faggot", "pd", "retarded", "terroriste",
        "criminals", "retraite", "malade", "polish", "people", ""}) {
    EXPECT_FALSE(IsGroupName(HashWord(word))) << word;
  }
}

TEST(GroupNames, SomeAreNamesInCapitalsOnly) {
  EXPECT_TRUE(IsGroupNameInCapitals(HashWord("poles")));
  EXPECT_FALSE(IsGroupName(HashWord("poles")));
  EXPECT_FALSE(IsGroupNameInCapitals(HashWord("women")));
}

TEST(GroupNames, PeopleAreCompanionsOfAName) {
  for (const std::string_view word : {"people", "personnes", "gens"}) {
    EXPECT_TRUE(IsGroupCompanion(HashWord(word))) << word;
    EXPECT_FALSE(IsGroupName(HashWord(word))) << word;
  }
  EXPECT_FALSE(IsGroupCompanion(HashWord("women")));
}

}  // namespace
}  // namespace crible
