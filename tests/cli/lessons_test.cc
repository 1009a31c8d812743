#include "cli/lessons.h"

#include "cli/data_fixture.h"
#include "cli/import.h"

namespace crible {
namespace {

using testing::HasSubstr;
using testing::Not;

class LessonsCommandTest : public DataTest {
 protected:
  LessonsCommandTest() {
    std::string archive;
    for (int i = 0; i < 40; ++i) {
      archive +=
          fmt::format(R"({{"id": "s{0}", "body": "belle montre {0} du credit",)"
                      R"( "author_id": "s{0}", "decision": "spam"}})"
                      "\n"
                      R"({{"id": "h{0}", "body": "un article {0} du velo",)"
                      R"( "author_id": "h{0}", "decision": "accepted"}})"
                      "\n",
                      i);
    }
    Write("old.jsonl", archive);
    EXPECT_EQ(RunImport({.file = folder_ / "old.jsonl",
                         .site = "demo",
                         .data = {.data = Data()}},
                        NewIo()),
              kExitOk)
        << err_.str();
  }
  LessonsOptions Options() {
    return {.data = {.data = Data()}, .models = Models(), .site = "demo"};
  }
  std::string Layer() {
    EXPECT_EQ(RunLessonsLayer(Options(), NewIo()), kExitOk) << err_.str();
    return out_.str();
  }
};

TEST_F(LessonsCommandTest, FromTheArchiveToALayerAndBack) {
  EXPECT_EQ(Layer(), "crible-layer 1\n");
  EXPECT_EQ(RunLessonsList(Options(), NewIo()), kExitOk);
  EXPECT_THAT(out_.str(),
              HasSubstr("import:old.jsonl  80 lessons, 40 of them"));
  EXPECT_THAT(out_.str(), HasSubstr("nothing is learned yet"));

  EXPECT_EQ(RunLessonsActivate(Options(), NewIo()), kExitOk) << out_.str();
  EXPECT_THAT(out_.str(), HasSubstr("is live"));
  EXPECT_THAT(out_.str(), HasSubstr("without: 0 innocent"));
  const std::string learned = Layer();
  EXPECT_THAT(learned, HasSubstr("words\tmontre\t"));

  EXPECT_EQ(RunLessonsRollback(Options(), NewIo()), kExitOk);
  EXPECT_EQ(Layer(), "crible-layer 1\n");
  EXPECT_EQ(RunLessonsList(Options(), NewIo(UiLanguage::kFrench)), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("lessons activate"));
  EXPECT_EQ(RunLessonsActivate(Options(), NewIo()), kExitOk);
  EXPECT_EQ(Layer(), learned);
}

TEST_F(LessonsCommandTest, WhoTaughtAWordAndTakingItBack) {
  RunLessonsActivate(Options(), NewIo());
  LessonsOptions word = Options();
  word.word = "montre";
  EXPECT_EQ(RunLessonsToken(word, NewIo()), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("sites/demo/comments/s"));
  EXPECT_THAT(out_.str(), HasSubstr("refused, spam  import:old.jsonl"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("comments/h")));
  word.word = "inconnu";
  EXPECT_EQ(RunLessonsToken(word, NewIo(UiLanguage::kFrench)), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("ne vient d'aucune leçon"));

  LessonsOptions source = Options();
  source.source = "import:old.jsonl";
  EXPECT_EQ(RunLessonsDropSource(source, NewIo()), kExitOk);
  EXPECT_EQ(Layer(), "crible-layer 1\n");
  EXPECT_EQ(RunLessonsDropSource(source, NewIo()), kExitFailed);
}

TEST_F(LessonsCommandTest, TeachesOneComment) {
  LessonsOptions teach = Options();
  teach.comment = "h1";
  teach.said = "spam";
  EXPECT_EQ(RunLessonsTeach(teach, NewIo()), kExitOk) << err_.str();
  LessonsOptions list = Options();
  list.source = "teach:" + LocalSubject();
  EXPECT_EQ(RunLessonsList(list, NewIo()), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("sites/demo/comments/h1  refused, spam"));
  teach.comment = "sites/demo/comments/h1";
  teach.said = "accepted";
  EXPECT_EQ(RunLessonsTeach(teach, NewIo()), kExitOk) << err_.str();
  EXPECT_EQ(RunLessonsList(list, NewIo()), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("h1  accepted"));
  teach.ground = "spam";
  EXPECT_EQ(RunLessonsTeach(teach, NewIo()), kExitFailed);
  teach = Options();
  teach.comment = "nobody's";
  teach.said = "spam";
  EXPECT_EQ(RunLessonsTeach(teach, NewIo()), kExitFailed);
}

TEST_F(LessonsCommandTest, ASiteWithoutLessons) {
  LessonsOptions other = Options();
  other.site = "other";
  EXPECT_EQ(RunLessonsList(other, NewIo()), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("other: no lessons"));
  EXPECT_EQ(RunLessonsActivate(other, NewIo()), kExitFailed);
  EXPECT_EQ(RunLessonsRollback(other, NewIo()), kExitFailed);
}

}  // namespace
}  // namespace crible
