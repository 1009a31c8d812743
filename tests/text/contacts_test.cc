#include "text/contacts.h"

#include <string>
#include <vector>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "text/spoken_number.h"
#include "text_test_support.h"

namespace crible {
namespace {

using ::testing::ElementsAreArray;

// "kind value", with "!" when disguised.
std::vector<std::string> Contacts(std::string_view source) {
  Text text;
  AnalyzeText(source, BodyFormat::kPlain, {}, &text);
  std::vector<std::string> all;
  for (const Contact& contact : text.contacts()) {
    all.push_back(fmt::format("{} {}{}", ContactKindName(contact.kind),
                              contact.value, contact.disguised ? "!" : ""));
  }
  return all;
}

struct ContactCase {
  const char* source;
  std::vector<std::string> want;
};

TEST(ContactsTest, Emails) {
  const ContactCase kCases[] = {
      {"jean.pret@exemple.test", {"email jean.pret@exemple.test"}},
      {"Jean.PRET+x@Exemple.TEST.", {"email jean.pret+x@exemple.test"}},
      {"jean @ gmail.com", {"email jean@gmail.com!"}},
      {"jean (at) site . com", {"email jean@site.com!"}},
      {"jean[at]site[dot]com", {"email jean@site.com!"}},
      {"jean arobase site point fr", {"email jean@site.fr!"}},
      {"contact at site dot com", {"email contact@site.com!"}},
      {"jean at gmail . com", {"email jean@gmail.com!"}},
      {"jean arobase gmail", {"email jean@gmail!"}},
      {"ｊｅａｎ＠ｅｘｅｍｐｌｅ．ｔｅｓｔ", {"email jean@exemple.test"}},
      {"look at site.com", {}},
      {"il est at home", {}},
      {"@jean merci", {}},
      {"jean@", {}},
      {"a@b", {}},
      {"s@lope", {}},
  };
  for (const ContactCase& c : kCases) {
    EXPECT_THAT(Contacts(c.source), ElementsAreArray(c.want)) << c.source;
  }
}

TEST(ContactsTest, Telephones) {
  const ContactCase kCases[] = {
      {"06 12 34 56 78", {"telephone +33612345678"}},
      {"06.12.34.56.78", {"telephone +33612345678"}},
      {"06-12-34-56-78", {"telephone +33612345678"}},
      {"0612345678", {"telephone +33612345678"}},
      {"+33 6 12 34 56 78", {"telephone +33612345678"}},
      {"+33 (0)6 12 34 56 78", {"telephone +33612345678"}},
      {"(+33) 6 12 34 56 78", {"telephone +33612345678"}},
      {"0033 6 12 34 56 78", {"telephone +33612345678"}},
      {"0033612345678", {"telephone +33612345678"}},
      {"01 99 00 12 34 ou 06 39 98 12 34",
       {"telephone +33199001234", "telephone +33639981234"}},
      {"01 99 00 12 34 / 06 39 98 12 34",
       {"telephone +33199001234", "telephone +33639981234"}},
      {"O6 12 34 56 78", {"telephone +33612345678!"}},
      {"０６ １２ ３４ ５６ ７８", {"telephone +33612345678"}},
      {"zéro six douze trente-quatre cinquante-six soixante-dix-huit",
       {"telephone +33612345678!"}},
      {"zero 6 douze 34 cinquante six 78", {"telephone +33612345678!"}},
      {"+229 01 00 00 00 00", {"telephone +2290100000000"}},
      {"00229 01 00 00 00 00", {"telephone +2290100000000"}},
      {"+1 555 010 0142", {"telephone +15550100142"}},
      {"(212) 555-0142", {"telephone +12125550142"}},
      {"212-555-0142", {"telephone +12125550142"}},
      {"212.555.0142", {"telephone +12125550142"}},
      {"call 212 555 0142", {"telephone +12125550142"}},
      {"1-212-555-0142", {"telephone +12125550142"}},
      {"07700 900123", {"telephone +447700900123"}},
      {"020 7946 0958", {"telephone +442079460958"}},
      {"five five five two one two zero one four two",
       {"telephone 5552120142!"}},
      {"whatsapp +229 01 00 00 00 00", {"whatsapp +2290100000000"}},
      {"mon WhatsApp : 01 00 00 00 00", {"whatsapp +33100000000"}},
  };
  for (const ContactCase& c : kCases) {
    EXPECT_THAT(Contacts(c.source), ElementsAreArray(c.want)) << c.source;
  }
}

TEST(ContactsTest, NumbersThatAreNone) {
  for (const char* source : {"2 000 000 000",
                             "12 345 678 euros",
                             "12/05/2023",
                             "2023-05-12",
                             "12.05.2023 20:30",
                             "SIRET 123 456 789 00012",
                             "SIREN 123 456 789",
                             "FR76 3000 6000 0112 3456 7890 189",
                             "ISBN 978-2-07-036822-8",
                             "978-2-07-036822-8",
                             "2-07-036822-8",
                             "0-19-852663-6",
                             "2019 2020 2021 2022",
                             "01 02 03 04 05",
                             "3-0, 2-1, 4-4, 1-0",
                             "article 0123456780",
                             "réf. 0612345678",
                             "0612345678 €",
                             "1 234 567,89",
                             "de 1914 à 1918",
                             "loi 78-17 du 6 janvier 1978",
                             "10000000000",
                             "3,14159265358979",
                             "0.1234567890",
                             "192.168.100.200",
                             "tirage du loto : 05 12 23 34 45",
                             "1789 1830 1848 1871",
                             "100 000 000 000",
                             "50 000 000 contre 30 000 000",
                             "123456789012345678",
                             "un deux trois quatre cinq",
                             "quatre-vingt-dix-neuf ans",
                             "20h30 21h45",
                             "2022/2023 et 2023/2024",
                             "le 06 12 2023",
                             "+12 %",
                             "75001 75002 75003",
                             "4-4-2 ou 4-3-3",
                             "06 12",
                             "n° 12345678",
                             "0000000000"}) {
    EXPECT_THAT(Contacts(source), ElementsAreArray(std::vector<std::string>()))
        << source;
  }
}

TEST(ContactsTest, Messengers) {
  const ContactCase kCases[] = {
      {"https://wa.me/33612345678", {"whatsapp +33612345678"}},
      {"https://api.whatsapp.com/send?phone=33612345678",
       {"whatsapp +33612345678"}},
      {"t.me/nom_x", {"telegram @nom_x"}},
      {"télégram @nom", {"telegram @nom"}},
      {"écris-moi sur telegram : @nom.x", {"telegram @nom.x"}},
      {"snap : marie75", {"messenger @marie75"}},
      {"snap: x_y", {"messenger @x_y"}},
      {"ajoute mon insta marie_75", {"messenger @marie_75"}},
      {"instagram @marie", {"messenger @marie"}},
      {"discord marie#1234", {"messenger @marie"}},
      {"message @nom_exemple on IG", {"messenger @nom_exemple"}},
      {"rejoignez @nom_exemple sur Telegram", {"telegram @nom_exemple"}},
      {"@jean tu as vu le signal", {}},
      {"kik: lolo99", {"messenger @lolo99"}},
      {"Signal : problème technique ici", {}},
      {"un signal fort", {}},
      {"il a snap sa veste", {}},
      {"discord interdit en 2024", {}},
      {"un télégramme arrivé hier", {}},
      {"Instagram: une photo de lui", {}},
  };
  for (const ContactCase& c : kCases) {
    EXPECT_THAT(Contacts(c.source), ElementsAreArray(c.want)) << c.source;
  }
}

TEST(ContactsTest, Place) {
  const std::string source = "Appelez le 06 12 34 56 78 vite";
  Text text;
  AnalyzeText(source, BodyFormat::kPlain, {}, &text);
  ASSERT_EQ(text.contacts().size(), 1u);
  const Contact& contact = text.contacts()[0];
  EXPECT_EQ(source.substr(contact.source_begin,
                          contact.source_end - contact.source_begin),
            "06 12 34 56 78");
  EXPECT_EQ(text.Read(text.words()[contact.next_word]), "vite");
}

TEST(SpokenNumberTest, AddsUp) {
  const struct {
    std::vector<uint32_t> words;
    const char* want;
  } kCases[] = {
      {{0, 6, 12}, "0612"},   {{30, 4}, "34"}, {{60, 10, 8}, "78"},
      {{4, 20, 10, 9}, "99"}, {{4, 20}, "80"}, {{20, 1}, "21"},
      {{60, 11}, "71"},       {{70, 5}, "75"}, {{30, 4, 20, 12}, "342012"},
      {{20, 30}, "2030"},     {{10, 7}, "17"}, {{6, 6, 6}, "666"},
  };
  for (const auto& c : kCases) {
    SpokenNumber number;
    for (const uint32_t word : c.words) number.AddWord(word);
    EXPECT_EQ(number.Digits(), c.want);
  }
}

}  // namespace
}  // namespace crible
