#include "signals/persons.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

using testing::ElementsAre;

// Names as they are found, a guess with a question mark.
std::vector<std::string> Names(const Comment& comment) {
  Text text;
  const WordSet no_vocabulary;
  AnalyzeText(comment.body, comment.format, no_vocabulary, &text);
  std::vector<std::string> names;
  for (const Person& person : FindPersons(comment, text))
    names.push_back(person.name + (person.certain ? "" : "?"));
  return names;
}

TEST(Persons, AreFoundByTheFormOfTheirNames) {
  const struct {
    std::string body;
    std::vector<std::string> want;
  } kCases[] = {
      {"rien à dire", {}},
      {"Jean Dupont est un menteur", {"dupont"}},
      {"ce menteur de Jean Dupont", {"dupont"}},
      {"Mme Dupont devrait partir, M. Leroy aussi", {"dupont", "leroy"}},
      {"demandez à madame Dupont", {"dupont"}},
      {"Monsieur le maire, partez !", {}},
      {"honte à Dupont", {"dupont?"}},
      {"La France va mal", {"france?"}},
      {"La mairie de Jean-Pierre de La Tour", {"tour"}},
      {"l'avis de François Étienne", {"etienne"}},
      {"@kevin59 tu ne sais rien", {"kevin59"}},
      {"JEAN DUPONT MENTEUR", {}},
      {"Merci Paris", {"paris?"}},
      {"J'y étais en 2019", {}},
      {"what would Mr. Smith say, or Jane Brown", {"smith", "brown"}},
      {"écrivez à jean.dupont@exemple.test", {}},
  };
  for (const auto& test : kCases) {
    SCOPED_TRACE(test.body);
    EXPECT_EQ(Names({.body = test.body}), test.want);
  }
}

TEST(Persons, WhoIsAnsweredIsMeant) {
  EXPECT_THAT(Names({.body = "tais-toi", .parent = {.author = "Zoé Martin"}}),
              ElementsAre("martin"));
}

TEST(Persons, TheArticleSaysWhoAWordIs) {
  const Article article{
      .title = "Le maire Jean Dupont démissionne",
      .standfirst = "Sa rivale, Mme Leroy, se réjouit à Lyon"};
  EXPECT_THAT(Names({.body = "bon débarras dupont", .article = &article}),
              ElementsAre("dupont"));
  EXPECT_THAT(Names({.body = "VIVE LEROY", .article = &article}),
              ElementsAre("leroy"));
  EXPECT_THAT(Names({.body = "on est mieux à Lyon", .article = &article}),
              ElementsAre("lyon?"));
}

TEST(Persons, TheCertainOnesComeFirstAndThereIsALimit) {
  EXPECT_THAT(Names({.body = "pour Nantes, écoutez Jean Dupont et Dupont"}),
              ElementsAre("dupont", "nantes?"));
  std::string many = "voyez";
  for (char c = 'a'; c < 'a' + 20; ++c) many += std::string(" et Xe") + c + "o";
  EXPECT_EQ(Names({.body = many}).size(), kPersonsMax);
}

// Sixty different texts at one person have that person in common.
TEST(Persons, ARaidHasOneTarget) {
  const Article article{.title = "Le maire Jean Dupont démissionne"};
  for (const char* body :
       {"Dupont, tu vas le regretter", "jean dupont = vendu", "@Dupont honte",
        "Quel lâche ce Dupont", "M. Dupont ne mérite rien de mieux",
        "on sait où tu habites dupont"}) {
    SCOPED_TRACE(body);
    const auto names = Names({.body = body, .article = &article});
    EXPECT_EQ(std::count(names.begin(), names.end(), "dupont"), 1);
  }
}

}  // namespace
}  // namespace crible
