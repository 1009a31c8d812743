#include "cli/import.h"

#include "cli/data_fixture.h"
#include "crible/v1/comment_record.pb.h"

namespace crible {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class ImportTest : public DataTest {
 protected:
  ImportOptions Options(const std::string& file) {
    return {.file = folder_ / file,
            .site = "demo",
            .data = {.data = Data()},
            .models = Models()};
  }
};

constexpr char kArchive[] =
    R"({"id": "a-1", "body": "Bravo", "author_id": "u1", "author": "Zoé",)"
    R"( "article": "vote", "title": "Le vote", "decision": "accepted",)"
    R"( "date": "2026-11-02"})"
    "\n"
    R"({"id": "two words", "body": "Un prêt", "decision": "spam", "by": "ann",)"
    R"( "at": "2026-11-03"})"
    "\n"
    R"({"body": "Bof", "decision": "refused", "site": "other"})"
    "\n"
    R"({"body": "Plus tard"})"
    "\n";

TEST_F(ImportTest, KeepsCommentsWithWhatWasDecided) {
  Write("a.jsonl", kArchive);
  EXPECT_EQ(RunImport(Options("a.jsonl"), NewIo()), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("import:a.jsonl: 1 accepted, 2 refused (1 "
                                    "of them without a ground) imported; 0 "
                                    "already known, 1 without a decision"));
  const auto store = Look();
  const auto comment = store->FindComment("sites/demo/comments/a-1");
  CRIBLE_ASSERT_OK(comment);
  ASSERT_TRUE(*comment);
  EXPECT_EQ((*comment)->state, CommentState::kAccepted);
  EXPECT_EQ((*comment)->article, "sites/demo/articles/vote");
  v1::CommentRecord record;
  ASSERT_TRUE(record.ParseFromString((*comment)->payload));
  EXPECT_EQ(record.comment().body(), "Bravo");
  EXPECT_EQ(record.comment().author().display_name(), "Zoé");
  EXPECT_EQ(record.article().title(), "Le vote");
  EXPECT_EQ(record.comment().create_time().seconds(), 1793577600);

  const auto lessons = store->ListLessons({.site = "demo"});
  CRIBLE_ASSERT_OK(lessons);
  ASSERT_THAT(*lessons, SizeIs(2));
  for (const Lesson& lesson : *lessons) {
    EXPECT_EQ(lesson.source, "import:a.jsonl");
    if (lesson.label == LessonLabel::kAccepted) continue;
    EXPECT_EQ(lesson.category, "spam");
    EXPECT_EQ(lesson.subject, "ann");
    // An id with a space is none: it gets one that it always gets.
    EXPECT_THAT(lesson.comment, HasSubstr("sites/demo/comments/x-"));
  }
  EXPECT_THAT(*store->ListLessons({.site = "other"}), SizeIs(1));
}

TEST_F(ImportTest, TheSameFileAgainChangesNothing) {
  Write("a.jsonl", kArchive);
  RunImport(Options("a.jsonl"), NewIo());
  EXPECT_EQ(RunImport(Options("a.jsonl"), NewIo(UiLanguage::kFrench)), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("0 acceptés, 0 refusés"));
  EXPECT_THAT(out_.str(), HasSubstr("3 déjà connus"));
}

TEST_F(ImportTest, NotBesideAServerOnSqlite) {
  const auto serving = OpenStore({.folder = Data()});
  CRIBLE_ASSERT_OK(serving);
  Write("a.jsonl", kArchive);
  EXPECT_EQ(RunImport(Options("a.jsonl"), NewIo()), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("another process has it open"));
}

TEST_F(ImportTest, BadLinesAreToldAndTheOthersImported) {
  Write("a.jsonl",
        std::string(kArchive) + "nothing\n" +
            R"({"body": "x", "site": "No Site", "decision": "ham"})");
  ImportOptions options = Options("a.jsonl");
  options.source = "desk";
  EXPECT_EQ(RunImport(options, NewIo()), kExitFindings);
  EXPECT_THAT(out_.str(), HasSubstr("import:desk: 1 accepted"));
  EXPECT_THAT(out_.str(), HasSubstr("2 unreadable"));
  EXPECT_THAT(err_.str(), HasSubstr("a.jsonl:5: not valid JSON"));
  EXPECT_THAT(err_.str(), HasSubstr("a.jsonl:6: \"site\""));
}

TEST_F(ImportTest, TellsTwentyBadLinesAndCountsTheRest) {
  std::string bytes;
  for (int i = 0; i < 25; ++i) bytes += "nothing\n";
  Write("a.jsonl", bytes);
  EXPECT_EQ(RunImport(Options("a.jsonl"), NewIo()), kExitFindings);
  EXPECT_THAT(err_.str(), HasSubstr("a.jsonl:20:"));
  EXPECT_THAT(err_.str(), Not(HasSubstr("a.jsonl:21:")));
  EXPECT_THAT(err_.str(), HasSubstr("and 5 more lines"));
}

TEST_F(ImportTest, MapsColumnsAndWords) {
  Write("a.csv", "texte;statut\nBravo;Oui\nBof;non\n");
  ImportOptions options = Options("a.csv");
  options.map = {"body=texte", "decision=statut"};
  options.means = {"oui=accepted", "non=refused"};
  EXPECT_EQ(RunImport(options, NewIo()), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("1 accepted, 1 refused"));
}

TEST_F(ImportTest, RefusesWhatItCannotDo) {
  const auto fails = [&](ImportOptions options, const std::string& why) {
    EXPECT_EQ(RunImport(options, NewIo()), kExitFailed);
    EXPECT_THAT(err_.str(), HasSubstr(why));
  };
  Write("a.jsonl", kArchive);
  ImportOptions options = Options("a.jsonl");
  options.site = "No Site";
  fails(options, "--site No Site");
  options = Options("a.jsonl");
  options.map = {"texte"};
  fails(options, "must be NAME=VALUE");
  options.map = {"text=a"};
  fails(options, "no such field; there are body");
  fails(Options("none.jsonl"), "none.jsonl");
}

}  // namespace
}  // namespace crible
