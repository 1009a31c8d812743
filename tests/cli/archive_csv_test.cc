#include "cli/archive_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ArchiveCsvTest : public ArchiveTest {};

TEST_F(ArchiveCsvTest, QuotesLineBreaksAndDelimiters) {
  for (const char delimiter : {',', ';', '\t'}) {
    std::string bytes =
        "\xEF\xBB\xBFid;body;decision\r\n"
        "1;\"Un \"\"bon\"\" texte;\nsur deux lignes\";accepted\r\n"
        "2;sans guillemets;spam\n"
        "\n"
        "3;fin;refused";
    for (char& c : bytes)
      if (c == ';') c = delimiter;
    CRIBLE_ASSERT_OK(Read("a.csv", bytes));
    EXPECT_THAT(problems_, IsEmpty());
    ASSERT_THAT(comments_, SizeIs(3));
    EXPECT_EQ(comments_[0].body, std::string("Un \"bon\" texte") + delimiter +
                                     "\nsur deux lignes");
    EXPECT_EQ(comments_[0].line, 2u);
    EXPECT_EQ(comments_[1].line, 4u);
    EXPECT_EQ(comments_[1].id, "2");
    EXPECT_EQ(Decided(comments_[1]), "refused =spam");
    EXPECT_EQ(comments_[2].body, "fin");
  }
}

TEST_F(ArchiveCsvTest, AColumnMap) {
  CRIBLE_ASSERT_OK(Read("a.csv",
                        "texte,statut,motif\nbof,oui,\nnul,non,insult\n",
                        {.columns = {{"body", "texte"},
                                     {"decision", "statut"},
                                     {"ground", "motif"}},
                         .words = {{"oui", "accepted"}, {"non", "refused"}}}));
  ASSERT_THAT(comments_, SizeIs(2));
  EXPECT_EQ(Decided(comments_[0]), "accepted");
  EXPECT_EQ(Decided(comments_[1]), "refused insult");
}

TEST_F(ArchiveCsvTest, SaysWhichColumnsThereAre) {
  const absl::Status no_body = Read("a.csv", "texte,statut\nbof,oui\n");
  EXPECT_THAT(std::string(no_body.message()), HasSubstr("texte, statut"));
  EXPECT_THAT(std::string(no_body.message()), HasSubstr("--map body="));
  const absl::Status no_such =
      Read("a.csv", "body\nbof\n", {.columns = {{"ground", "motif"}}});
  EXPECT_THAT(std::string(no_such.message()), HasSubstr("motif"));
}

TEST_F(ArchiveCsvTest, TellsTheLineOfAShortRecord) {
  CRIBLE_ASSERT_OK(Read("a.csv", "id,body\n1,\"a\nb\"\n2\n3,c,d\n4,e\n"));
  EXPECT_THAT(problems_, ElementsAre("4: 1 fields instead of 2",
                                     "5: 3 fields instead of 2"));
  EXPECT_THAT(comments_, SizeIs(2));
}

TEST_F(ArchiveCsvTest, EveryFieldIsUtf8) {
  CRIBLE_ASSERT_OK(Read("a.csv", "body,author\n\xE9t\xE9,a\nb,Zo\xE9\n"));
  EXPECT_THAT(problems_,
              ElementsAre("2: this is not UTF-8", "3: this is not UTF-8"));
}

TEST_F(ArchiveCsvTest, AnEmptyFileAndAnUnclosedQuote) {
  CRIBLE_ASSERT_OK(Read("a.csv", ""));
  EXPECT_THAT(comments_, IsEmpty());
  CRIBLE_ASSERT_OK(Read("a.csv", "id,body\n1,\"never closed\n2,b\n"));
  EXPECT_THAT(comments_, SizeIs(1));
}

}  // namespace
}  // namespace crible
