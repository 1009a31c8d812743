#include "jobs/lesson_layer.h"

#include <map>
#include <random>

#include "jobs/lesson_fixture.h"

namespace crible {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(LessonTest, CountsWhatPeopleSaidAndNotWhatIsKept) {
  for (int i = 0; i < 60; ++i) {
    Teach(i, {.body = fmt::format("une montre pas chere {}", i),
              .category = i % 2 == 0 ? "spam" : "",
              .author = fmt::format("author {}", i)});
  }
  const auto layer = CountLayer(store_.get(), *bundle_, "demo", UINT64_MAX);
  CRIBLE_ASSERT_OK(layer);
  ASSERT_EQ(layer->categories.size(), 1u);
  const Counts documents = layer->categories[0].documents;
  EXPECT_LT(documents.in + documents.out, 60u);
  EXPECT_GT(documents.in + documents.out, 35u);
  EXPECT_THAT(Bytes(store_.get()), HasSubstr("words\tmontre\t"));
  EXPECT_EQ(Bytes(store_.get(), 0), "crible-layer 1\n");
}

TEST_F(LessonTest, OneSourceTeachesSoMuchAndNoMore) {
  // The cap is far off here: the store's limit is what holds it.
  for (int i = 0; i < 30; ++i) Teach(i, {.body = fmt::format("montre {}", i)});
  const auto some = store_->ListLessons({.site = "demo",
                                         .source = "import:archive",
                                         .kept = false,
                                         .lessons_max = 5});
  CRIBLE_ASSERT_OK(some);
  ASSERT_EQ(some->size(), 5u);
  const auto all = store_->ListLessons({.site = "demo", .kept = false});
  for (size_t i = 0; i < 5; ++i)
    EXPECT_EQ(some->at(i).hash, all->at(i).hash);  // the smallest
}

TEST_F(LessonTest, TellsWhichLessonsTaughtAWord) {
  for (int i = 0; i < 60; ++i) {
    Teach(i, {.body = fmt::format("une montre {}", i),
              .category = "spam",
              .author = fmt::format("{}", i),
              .source = i < 30 ? "import:a" : "import:b"});
  }
  Teach(99, {.body = "rien de tel", .author = "zoe"});
  const auto found =
      LessonsOfToken(store_.get(), *bundle_, "demo", UINT64_MAX, "une montre");
  CRIBLE_ASSERT_OK(found);
  EXPECT_GT(found->size(), 30u);
  std::map<std::string, int> sources;
  for (const TokenLesson& it : *found) {
    ++sources[it.lesson.source];
    EXPECT_EQ(it.category, "spam");
    EXPECT_EQ(it.lesson.payload, "");
  }
  EXPECT_EQ(sources.size(), 2u);
  EXPECT_TRUE(
      LessonsOfToken(store_.get(), *bundle_, "demo", UINT64_MAX, "inconnu")
          ->empty());
}

TEST_F(LessonTest, TakingASourceBackRestoresTheBytes) {
  const auto teach = [&](int from, int to, const std::string& source) {
    for (int i = from; i < to; ++i) {
      Teach(i, {.body = fmt::format("{} montre {}", source, i % 7),
                .category = i % 3 == 0 ? "spam" : "",
                .author = fmt::format("{}", i),
                .source = source});
    }
  };
  teach(0, 60, "import:good");
  const std::string before = Bytes(store_.get());
  teach(60, 120, "import:bad");
  EXPECT_NE(Bytes(store_.get()), before);
  CRIBLE_ASSERT_OK(store_->Apply(
      By("ann"), SourceDrop{.site = "demo", .source = "import:bad"}));
  EXPECT_EQ(Bytes(store_.get()), before);
}

// A store in which comments came and went, were resolved, undone, withdrawn,
// edited and forgotten, against one that only ever saw what is left.
class UnlearningTest : public LessonTest {
 protected:
  static constexpr int kComments = 60;

  size_t Pick(size_t n) { return random_() % n; }

  std::string RandomBody() {
    static const std::vector<std::string> kWords = {
        "montre", "credit", "merci", "idiot", "gratuit",
        "vote",   "impot",  "velo",  "bravo", "whatsapp"};
    std::string body;
    for (size_t w = 0; w < 2 + Pick(6); ++w)
      body += kWords[Pick(kWords.size())] + " ";
    return body;
  }

  void Decide(int i) {
    const std::string body = RandomBody();
    const std::string author = fmt::format("{}", Pick(25));
    v1::CommentRecord record;
    record.mutable_comment()->set_body(body);
    record.mutable_comment()->mutable_author()->set_id(author);
    const auto commit =
        store_->Record({.site = "demo",
                        .comment = LessonName(i),
                        .author_id = author,
                        .body = body,
                        .content = fmt::format("{}", ++wordings_),
                        .verdict = Verdict::kHold,
                        .time = kLessonStart,
                        .payload = record.SerializeAsString()});
    EXPECT_THAT(commit->Wait(), IsOk());
    live_.erase(i);
  }
  // What a person says now, if the item is open.
  void Resolve(int i) {
    const auto item = store_->GetItem(LessonName(i));
    if (!item.ok() || !item->open) return;
    const bool refuses = Pick(2) == 0;
    const auto token = store_->Apply(
        By("ann"),
        Resolution{.comment = LessonName(i),
                   .version = item->version,
                   .outcome = refuses ? Outcome::kReject : Outcome::kAccept,
                   .ground = refuses ? "spam" : ""});
    if (!token.ok()) return;
    const auto comment = store_->FindComment(LessonName(i));
    v1::CommentRecord record;
    record.ParseFromString((*comment)->payload);
    resolved_[i] = *token;
    live_[i] = {.body = record.comment().body(),
                .category = refuses ? "spam" : "",
                .author = record.comment().author().id()};
  }
  void Undo(int i) {
    if (!resolved_.contains(i)) return;
    const auto undone =
        store_->Apply(By("ann"), crible::Undo{.resolution = resolved_[i]});
    if (undone.ok()) live_.erase(i);
  }
  void Withdraw(int i) {
    const auto gone =
        store_->Apply(By("cms"), Withdrawal{.comment = LessonName(i)});
    if (gone.ok()) live_.erase(i);
  }

  std::mt19937 random_{20261127};
  int wordings_ = 0;
  std::map<int, uint64_t> resolved_;
  std::map<int, SaidLesson> live_;
};

TEST_F(UnlearningTest, RandomLivesLeaveNoTrace) {
  size_t bytes = 0;
  for (int round = 0; round < 12; ++round) {
    for (int step = 0; step < 150; ++step) {
      const int i = static_cast<int>(Pick(kComments));
      switch (Pick(6)) {
        case 0:
          Decide(i);
          break;
        case 1:
        case 2:
        case 3:
          Resolve(i);
          break;
        case 4:
          Undo(i);
          break;
        case 5:
          if (Pick(4) == 0) Withdraw(i);
          break;
      }
    }
    const auto clean = OpenIn(fmt::format("clean {}", round));
    for (const auto& [i, said] : live_) {
      SaidLesson lesson = said;
      lesson.source = "review:ann";
      Teach(clean.get(), i, lesson);
    }
    const std::string left = Bytes(store_.get());
    ASSERT_EQ(left, Bytes(clean.get())) << "round " << round;
    bytes += left.size();
  }
  EXPECT_GT(bytes, 12u * 200);
}

}  // namespace
}  // namespace crible
