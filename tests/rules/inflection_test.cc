#include "rules/inflection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace crible {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAreArray;

TEST(InflectionTest, WholeListsOfForms) {
  const struct {
    const char* word;
    std::vector<std::string> want;
  } kCases[] = {
      {"con", {"con", "cons", "conne", "connes"}},
      {"idiot", {"idiot", "idiots", "idiote", "idiotes"}},
      {"fou", {"fou", "fous", "folle", "folles"}},
      {"loser", {"loser", "losers", "losere", "loseres"}},
      {"sportif", {"sportif", "sportifs", "sportive", "sportives"}},
      {"heureux", {"heureux", "heureuse", "heureuses"}},
      {"attardé", {"attarde", "attardes", "attardee", "attardees"}},
      {"attarde", {"attarde", "attardes"}},
      {"salope", {"salope", "salopes"}},
      {"prêt", {"pret", "prets"}},
      {"prix", {"prix"}},
      {"box", {"box", "boxes"}},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(WordForms(c.word), UnorderedElementsAreArray(c.want)) << c.word;
  }
}

TEST(InflectionTest, FormsThatMustBeThere) {
  const struct {
    const char* word;
    const char* form;
  } kCases[] = {
      // French plural, feminine, masculine.
      {"menteur", "menteuse"},
      {"menteur", "menteuses"},
      {"menteuse", "menteurs"},
      {"salaud", "salauds"},
      {"connard", "connardes"},
      {"connarde", "connards"},
      {"animal", "animaux"},
      {"animaux", "animal"},
      {"journal", "journaux"},
      {"cerveau", "cerveaux"},
      {"cerveaux", "cerveau"},
      {"cheveu", "cheveux"},
      {"dangereux", "dangereuses"},
      {"agressif", "agressives"},
      {"agressive", "agressif"},
      {"boucher", "bouchères"},
      {"policier", "policiere"},
      {"policière", "policiers"},
      {"citoyen", "citoyenne"},
      {"algérien", "algeriennes"},
      {"musulman", "musulmane"},
      {"chinois", "chinoises"},
      {"français", "francaise"},
      {"directeur", "directrice"},
      {"directrice", "directeurs"},
      {"cochon", "cochonne"},
      {"abruti", "abruties"},
      {"vendu", "vendue"},
      {"taré", "tarees"},
      {"tarés", "tare"},
      {"retraités", "retraitee"},
      {"travail", "travaux"},
      {"noir", "noires"},
      {"crétin", "cretine"},
      {"expert", "expertes"},
      {"prêts", "pret"},
      {"crédits", "credit"},
      {"placements", "placement"},
      // English plural and back.
      {"scammer", "scammers"},
      {"bitch", "bitches"},
      {"pussy", "pussies"},
      {"pussies", "pussy"},
      {"boss", "bosses"},
      {"boy", "boys"},
      {"woman", "women"},
      {"loans", "loan"},
      {"thief", "thieves"},
      {"bitcoin", "bitcoins"},
  };
  for (const auto& c : kCases) {
    // Forms are folded: "bouchères" is "boucheres".
    std::string form = c.form;
    if (form == "bouchères") form = "boucheres";
    EXPECT_THAT(WordForms(c.word), Contains(form)) << c.word;
  }
}

TEST(InflectionTest, FormsThatWouldCatchInnocentWords) {
  const struct {
    const char* word;
    const char* form;
  } kCases[] = {
      {"salaud", "salope"},    {"prêt", "prete"},       {"bit", "bite"},
      {"hat", "hate"},         {"port", "porte"},       {"cours", "cour"},
      {"mois", "moi"},         {"fils", "fil"},         {"bras", "bra"},
      {"pardon", "pardonne"},  {"medecin", "medecine"}, {"person", "personne"},
      {"attarde", "attardee"}, {"année", "anne"},       {"maison", "maisonne"},
      {"appel", "appelle"},    {"temps", "temp"},       {"don", "donne"},
      {"plan", "plane"},       {"nation", "nationne"},  {"moment", "momente"},
      {"profit", "profite"},   {"projet", "projette"},  {"news", "new"},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(WordForms(c.word), Not(Contains(c.form))) << c.word;
  }
}

TEST(InflectionTest, GrammarAndNumbersHaveOnlyThemselves) {
  for (const char* word : {"de", "les", "pour", "the", "you", "500", "1er",
                           "co2", "vous", "plus", "jamais", "this", "was"}) {
    EXPECT_THAT(WordForms(word), ElementsAre(word));
  }
}

TEST(InflectionTest, FormsAreFoldedDifferentAndFew) {
  for (const char* word : {"étrangère", "agréée", "directeur", "attardées",
                           "cœur", "œil", "naïf", "animaux", "professeur"}) {
    const auto forms = WordForms(word);
    EXPECT_LE(forms.size(), 12u) << word;
    const std::set<std::string> different(forms.begin(), forms.end());
    EXPECT_THAT(different, SizeIs(forms.size())) << word;
    for (const auto& form : forms) {
      for (const char c : form) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
    }
  }
}

}  // namespace
}  // namespace crible
