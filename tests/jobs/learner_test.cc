#include "jobs/learner.h"

#include "base/files.h"
#include "engine/site_layers.h"
#include "jobs/lesson_fixture.h"

namespace crible {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class LearnerTest : public LessonTest {
 protected:
  LearnerTest() {
    const std::string folder = folder_ / "models";
    std::filesystem::create_directories(folder + "/reference");
    EXPECT_THAT(
        WriteFile(folder + "/reference/all.jsonl",
                  "{\"id\":\"1\",\"body\":\"Un article du jour\",\"label\":"
                  "\"ham\",\"lang\":\"fr\"}\n"),
        IsOk());
    Start();
  }
  void Start() {
    learner_ = std::make_unique<Learner>(
        store_.get(), &engine_, folder_ / "models", Learner::Options());
  }
  // Comments about watches, refused as spam, and others, accepted.
  void TeachWatches(int from, int to) {
    for (int i = from; i < to; ++i) {
      Teach(i, {.body = fmt::format("belle montre {} du credit", i),
                .category = "spam",
                .author = fmt::format("{}", i)});
      Teach(1000 + i, {.body = fmt::format("un article {} du velo", i),
                       .author = fmt::format("a {}", i)});
    }
  }
  double ScoreOf(const std::string& body) {
    Moderation moderation;
    NoFacts facts;
    Comment comment;
    comment.site = "demo";
    comment.body = body;
    engine_.Moderate(comment, &facts, kLessonStart, &moderation);
    return moderation.decision.scores[kSpam].model;
  }
  SiteLearning Learning() { return store_->ListLearning()->at(0); }

  Engine engine_{bundle_};
  std::unique_ptr<Learner> learner_;
  const absl::Time now_ = kLessonStart + absl::Hours(2);
  const std::string montre_ = "une montre avec du credit";
};

TEST_F(LearnerTest, LearnsByItselfOnceThereIsEnough) {
  TeachWatches(0, 20);
  const double before = ScoreOf(montre_);
  EXPECT_THAT(learner_->Run(now_), IsEmpty());  // 40 lessons
  TeachWatches(20, 40);
  EXPECT_THAT(learner_->Run(now_ + absl::Seconds(1)), IsEmpty());  // not yet
  const auto news = learner_->Run(now_ + absl::Hours(1));
  ASSERT_THAT(news, SizeIs(1));
  EXPECT_TRUE(news[0].learned) << news[0].why.en;
  EXPECT_GT(ScoreOf(montre_), before);
  EXPECT_NE(engine_.bundle()->hash, bundle_->hash);
  EXPECT_EQ(engine_.bundle()->files_hash, bundle_->files_hash);
  EXPECT_EQ(engine_.bundle()->layers.find("demo")->second.hash, news[0].hash);
  // Nothing new, nothing to do.
  EXPECT_THAT(learner_->Run(now_ + absl::Hours(2)), IsEmpty());
}

TEST_F(LearnerTest, GoesBackInOneStepAndStaysThere) {
  TeachWatches(0, 40);
  ASSERT_THAT(learner_->Run(now_), SizeIs(1));
  const std::string first = engine_.bundle()->hash;
  TeachWatches(40, 80);
  ASSERT_THAT(learner_->Run(now_ + absl::Hours(1)), SizeIs(1));
  EXPECT_NE(engine_.bundle()->hash, first);
  CRIBLE_ASSERT_OK(
      store_->Apply(By("ann"), LayerChange{.site = "demo", .back = true}));
  TeachWatches(80, 100);
  EXPECT_THAT(learner_->Run(now_ + absl::Hours(2)), IsEmpty());
  EXPECT_EQ(engine_.bundle()->hash, first);
  CRIBLE_ASSERT_OK(
      store_->Apply(By("ann"), LayerChange{.site = "demo", .back = true}));
  EXPECT_THAT(learner_->Run(now_ + absl::Hours(3)), IsEmpty());
  EXPECT_EQ(engine_.bundle()->hash, bundle_->hash);
}

TEST_F(LearnerTest, UnlearnsAtTheNextLook) {
  TeachWatches(0, 40);
  ASSERT_THAT(learner_->Run(now_), SizeIs(1));
  const std::string learned = engine_.bundle()->hash;
  // Whatever a later lesson would say, the layer in force loses what is gone.
  for (int i = 0; i < 20; ++i)
    CRIBLE_ASSERT_OK(store_->Apply(By("cms"), Withdrawal{LessonName(i)}));
  EXPECT_THAT(learner_->Run(now_ + absl::Seconds(1)), IsEmpty());
  EXPECT_NE(engine_.bundle()->hash, learned);
  EXPECT_EQ(WriteLayer(*engine_.bundle()->layers.find("demo")->second.counts),
            Bytes(store_.get(), Learning().upto));
}

TEST_F(LearnerTest, ANewServerLoadsWhatIsInForce) {
  TeachWatches(0, 40);
  ASSERT_THAT(learner_->Run(now_), SizeIs(1));
  const std::string learned = engine_.bundle()->hash;
  engine_.Activate(bundle_);
  Start();
  CRIBLE_ASSERT_OK(learner_->LoadLayers());
  EXPECT_EQ(engine_.bundle()->hash, learned);
}

TEST_F(LearnerTest, WhatWouldBeWorseDoesNotGoLive) {
  for (int i = 0; i < 60; ++i) {
    Teach(i, {.body = fmt::format("un article du jour {} credit", i),
              .category = "spam",
              .author = fmt::format("{}", i)});
    Teach(1000 + i, {.body = fmt::format("du velo {}", i),
                     .author = fmt::format("{}", i)});
  }
  std::string reference;
  for (int i = 0; i < 5; ++i) {
    reference += fmt::format(
        "{{\"id\":\"{}\",\"body\":\"Un article du jour credit "
        "credit\",\"label\":\"ham\",\"lang\":\"fr\"}}\n",
        i);
  }
  CRIBLE_ASSERT_OK(
      WriteFile((folder_ / "models") + "/reference/all.jsonl", reference));
  const auto candidate =
      TrainCandidate(store_.get(), *bundle_, folder_ / "models", "demo");
  CRIBLE_ASSERT_OK(candidate);
  const auto news = learner_->Run(now_);
  ASSERT_THAT(news, SizeIs(1));
  EXPECT_EQ(news[0].learned, candidate->check.passes);
  EXPECT_FALSE(news[0].learned);
  EXPECT_FALSE(news[0].why.fr.empty());
  EXPECT_EQ(Learning().upto, 0u);
  EXPECT_EQ(engine_.bundle()->hash, bundle_->hash);
  // Said once, not every ten minutes.
  EXPECT_THAT(learner_->Run(now_ + absl::Hours(1)), IsEmpty());
}

TEST_F(LearnerTest, ACandidateNeedsLessonsAndAReferenceSet) {
  EXPECT_EQ(TrainCandidate(store_.get(), *bundle_, folder_ / "models", "demo")
                .status()
                .code(),
            absl::StatusCode::kNotFound);
  TeachWatches(0, 1);
  EXPECT_EQ(TrainCandidate(store_.get(), *bundle_, folder_ / "none", "demo")
                .status()
                .code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace crible
