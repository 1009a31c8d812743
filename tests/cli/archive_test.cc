#include "cli/archive.h"

#include "cli/archive_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST_F(ArchiveTest, ReadsJsonLinesWithAllFields) {
  CRIBLE_ASSERT_OK(Read(
      "a.jsonl",
      R"({"id": 7, "site": "lyon", "body": "Bravo", "format": "html",)"
      R"( "author_id": "u1", "author": "Zoé", "author_email": "z@exemple.test",)"
      R"( "author_url": "https://z.test", "author_address": "192.0.2.1",)"
      R"( "article": "vote", "title": "Le vote", "url": "https://a.test/vote",)"
      R"( "parent": "Et vous ?", "lang": "fr", "date": "2026-11-02 10:20:30",)"
      R"( "decision": "refusé", "ground": "insult", "by": "ann",)"
      R"( "at": "2026-11-02T11:00:00Z"})"
      "\n\n"));
  EXPECT_THAT(problems_, IsEmpty());
  ASSERT_THAT(comments_, SizeIs(1));
  const ArchiveComment& it = comments_[0];
  EXPECT_EQ(it.line, 1u);
  EXPECT_EQ(it.id, "7");
  EXPECT_EQ(it.site, "lyon");
  EXPECT_EQ(it.body, "Bravo");
  EXPECT_EQ(it.format, BodyFormat::kHtml);
  EXPECT_EQ(it.author_id, "u1");
  EXPECT_EQ(it.author_name, "Zoé");
  EXPECT_EQ(it.author_email, "z@exemple.test");
  EXPECT_EQ(it.author_url, "https://z.test");
  EXPECT_EQ(it.author_address, "192.0.2.1");
  EXPECT_EQ(it.article, "vote");
  EXPECT_EQ(it.title, "Le vote");
  EXPECT_EQ(it.url, "https://a.test/vote");
  EXPECT_EQ(it.parent, "Et vous ?");
  EXPECT_EQ(it.language, "fr");
  EXPECT_EQ(absl::ToUnixSeconds(it.written), 1793614830);
  EXPECT_EQ(Decided(it), "refused insult");
  EXPECT_EQ(it.decided_by, "ann");
  EXPECT_EQ(it.decided - it.written, absl::Seconds(39 * 60 + 30));
}

TEST_F(ArchiveTest, WordsOfDecisions) {
  const struct {
    std::string word, want;
  } kCases[] = {{"accepted", "accepted"},    {"PUBLIÉ", "accepted"},
                {"Accepté", "accepted"},     {"ham", "accepted"},
                {"rejected", "refused"},     {"supprimé", "refused"},
                {"trash", "refused"},        {"spam", "refused =spam"},
                {"abuse", "refused =abuse"}, {"pending", "none"},
                {"En attente", "none"},      {"", "none"},
                {"validé modo", "accepted"}};
  for (const auto& it : kCases) {
    SCOPED_TRACE(it.word);
    CRIBLE_ASSERT_OK(Read(
        "a.jsonl", fmt::format(R"({{"body": "a", "decision": "{}"}})", it.word),
        {.words = {{"validé modo", "accepted"}}}));
    ASSERT_THAT(comments_, SizeIs(1));
    EXPECT_EQ(Decided(comments_[0]), it.want);
  }
}

TEST_F(ArchiveTest, ReadsLabelledFiles) {
  CRIBLE_ASSERT_OK(Read("a.jsonl", R"({"body": "a", "label": "ham"})"
                                   "\n"
                                   R"({"body": "b", "label": "spam"})"));
  ASSERT_THAT(comments_, SizeIs(2));
  EXPECT_EQ(Decided(comments_[0]), "accepted");
  EXPECT_EQ(Decided(comments_[1]), "refused =spam");
}

TEST_F(ArchiveTest, TellsTheLineOfWhatCannotBeRead) {
  CRIBLE_ASSERT_OK(Read(
      "a.jsonl",
      "{\"body\": \"fine\"}\n"
      "no json\n"
      "{\"body\": \" \"}\n"
      "{\"body\": \"a secret text\", \"decision\": \"maybe\"}\n"
      "{\"body\": \"b\", \"date\": \"yesterday\"}\n"
      "{\"body\": \"b\", \"format\": \"rtf\"}\n"
      "{\"body\": \"b\", \"decision\": \"accepted\", \"ground\": \"spam\"}\n" +
          fmt::format("{{\"body\": \"{}\"}}\n", std::string(70000, 'x')) +
          "{\"body\": \"also fine\"}\n"));
  EXPECT_THAT(comments_, SizeIs(2));
  EXPECT_THAT(problems_,
              ElementsAre(HasSubstr("2: not valid JSON"), "3: no text",
                          HasSubstr("4: unknown decision \"maybe\""),
                          HasSubstr("5: \"date\" is no time"),
                          HasSubstr("6: \"format\""), HasSubstr("7: a ground"),
                          HasSubstr("8: the text has 70000 bytes")));
  for (const std::string& problem : problems_)
    EXPECT_THAT(problem, testing::Not(HasSubstr("secret")));
}

TEST_F(ArchiveTest, OtherNamesOfKeys) {
  CRIBLE_ASSERT_OK(
      Read("a.jsonl", R"({"texte": "a", "auteur": {"nom": "z"}})",
           {.columns = {{"body", "texte"}, {"author", "auteur.nom"}}}));
  ASSERT_THAT(comments_, SizeIs(1));
  EXPECT_EQ(comments_[0].body, "a");
  EXPECT_EQ(comments_[0].author_name, "z");
}

TEST_F(ArchiveTest, AFileThatIsNotThere) {
  EXPECT_FALSE(ArchiveReader({})
                   .Read(
                       folder_ / "none.jsonl", [](ArchiveComment*) {},
                       [](const ArchiveProblem&) {})
                   .ok());
}

}  // namespace
}  // namespace crible
