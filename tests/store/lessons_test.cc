// What becomes a lesson, and what ends one.

#include <algorithm>

#include "store/store_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class LessonContract : public StoreContract {
 protected:
  // "1 accepted review:ann", in the order of comments.
  std::vector<std::string> Lessons(LessonFilter filter = {}) {
    filter.site = "demo";
    const auto lessons = store_->ListLessons(filter);
    EXPECT_THAT(lessons, IsOk());
    std::vector<std::string> lines;
    for (const Lesson& lesson : *lessons) {
      std::string line = fmt::format(
          "{} {} {}", lesson.comment.substr(20),
          lesson.label == LessonLabel::kAccepted ? "accepted" : "refused",
          lesson.source);
      if (!lesson.ground.empty()) line += " " + lesson.ground;
      if (!lesson.category.empty()) line += " =" + lesson.category;
      lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  }
  int64_t Changes() {
    const auto sites = store_->ListLearning();
    EXPECT_THAT(sites, IsOk());
    return sites->empty() ? 0 : sites->at(0).changes;
  }
  absl::StatusOr<uint64_t> ImportOne(int i, LessonLabel label,
                                     const std::string& category = "") {
    Import import{
        .comment = Decision(i,
                            label == LessonLabel::kAccepted ? Verdict::kAccept
                                                            : Verdict::kReject,
                            "zoe"),
        .source = "import:archive",
        .label = label,
        .category = category,
        .decided_by = "an editor",
        .decided = kStart};
    import.comment.content.clear();
    return store_->Apply(By("importer"), std::move(import));
  }
};
INSTANTIATE_TEST_SUITE_P(All, LessonContract, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(LessonContract, AResolutionIsOneAndItsUndoEndsIt) {
  Record(Decision(1));
  const auto first = Resolve(1, Outcome::kReject);
  CRIBLE_ASSERT_OK(first);
  EXPECT_THAT(Lessons(), ElementsAre("1 refused review:ann insult"));
  const int64_t changes = Changes();
  CRIBLE_ASSERT_OK(store_->Apply(By("ann"), Undo{.resolution = *first}));
  EXPECT_THAT(Lessons(), IsEmpty());
  EXPECT_GT(Changes(), changes);
}

TEST_P(LessonContract, WhatIsRestrictedTeachesNothing) {
  const auto restrict_it = [&](int i, bool restricts) {
    CRIBLE_ASSERT_OK(store_->Apply(
        By("dpo"), Restriction{.comment = Name(i), .restricts = restricts}));
  };
  const auto teach = [&](int i) {
    CRIBLE_ASSERT_OK(store_->Apply(By("bob"), Teaching{.comment = Name(i),
                                                       .source = "teach:bob",
                                                       .category = "abuse"}));
  };
  for (const int i : {1, 2}) {
    Record(Decision(i, Verdict::kHold, i == 1 ? "zoe" : "max"));
    CRIBLE_ASSERT_OK(Resolve(i, Outcome::kReject));
  }
  restrict_it(1, true);
  EXPECT_THAT(Lessons(), ElementsAre("2 refused review:ann insult"));
  teach(1);
  EXPECT_THAT(Lessons(), ElementsAre("2 refused review:ann insult"));
  restrict_it(1, false);
  EXPECT_THAT(Lessons(), ElementsAre("2 refused review:ann insult"));
  teach(1);
  EXPECT_THAT(Lessons(), ElementsAre("1 accepted teach:bob =abuse",
                                     "2 refused review:ann insult"));
  // Nor does what an author writes who is.
  CRIBLE_ASSERT_OK(store_->Apply(
      By("dpo"),
      AuthorWishes{.site = "demo", .author_id = "zoe", .restricted = true}));
  Record(Decision(3, Verdict::kHold, "zoe"));
  teach(3);
  EXPECT_THAT(Lessons(), ElementsAre("1 accepted teach:bob =abuse",
                                     "2 refused review:ann insult"));
}

TEST_P(LessonContract, WhatWaitsForItsErasureTeachesNothing) {
  Record(Decision(1, Verdict::kHold, "zoe"));
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kReject));
  CRIBLE_ASSERT_OK(
      store_->Apply(By("legal"), LegalHold{.site = "demo",
                                           .author_id = "zoe",
                                           .until = kStart + absl::Hours(24)}));
  const auto erased =
      store_->Erase(By("dpo"), {.site = "demo", .author_ids = {"zoe"}});
  CRIBLE_ASSERT_OK(erased);
  EXPECT_THAT(erased->waiting, ElementsAre(Name(1)));
  EXPECT_THAT(Lessons(), IsEmpty());
}

TEST_P(LessonContract, TheLatestOfACommentHoldsAndWhatWasBeforeComesBack) {
  Record(Decision(1));
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kAccept));
  CRIBLE_ASSERT_OK(store_->Apply(By("cms"), Notice{.comment = Name(1)}));
  const auto second = Resolve(1, Outcome::kReject, "bob");
  CRIBLE_ASSERT_OK(second);
  EXPECT_THAT(Lessons(), ElementsAre("1 refused review:bob insult"));
  CRIBLE_ASSERT_OK(store_->Apply(By("bob"), Undo{.resolution = *second}));
  EXPECT_THAT(Lessons(), ElementsAre("1 accepted review:ann"));
}

TEST_P(LessonContract, HandingOnTeachesNothing) {
  Record(Decision(1));
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kHandOn));
  EXPECT_THAT(Lessons(), IsEmpty());
}

TEST_P(LessonContract, HoldsTheTextOfTheComment) {
  Record(Decision(1));
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kAccept));
  const auto lessons = store_->ListLessons({.site = "demo"});
  CRIBLE_ASSERT_OK(lessons);
  EXPECT_EQ(lessons->at(0).payload, "payload 1");
  EXPECT_EQ(lessons->at(0).subject, "ann");
  EXPECT_EQ(lessons->at(0).time, kStart + absl::Hours(1));
  EXPECT_THAT(*store_->ListLessons({.site = "other"}), IsEmpty());
}

TEST_P(LessonContract, FeedbackIsOneWhereItSaysWhatIsRight) {
  const struct {
    Verdict verdict;
    FeedbackKind kind;
    std::string ground;
    std::string want;  // "" for none
  } kCases[] = {
      {Verdict::kAccept, FeedbackKind::kWrongDecision, "", "refused"},
      {Verdict::kAccept, FeedbackKind::kRightDecision, "", "accepted"},
      {Verdict::kAccept, FeedbackKind::kWrongDecision, "spam", "refused"},
      {Verdict::kReject, FeedbackKind::kWrongDecision, "", "accepted"},
      {Verdict::kReject, FeedbackKind::kRightDecision, "", "refused"},
      {Verdict::kReject, FeedbackKind::kWrongReason, "", ""},
      {Verdict::kHold, FeedbackKind::kWrongDecision, "", ""},
      {Verdict::kHold, FeedbackKind::kRightDecision, "spam", "refused"}};
  int i = 0;
  for (const auto& it : kCases) {
    SCOPED_TRACE(++i);
    Record(Decision(i, it.verdict));
    const auto before = Lessons();
    CRIBLE_ASSERT_OK(store_->Apply(
        By("cms"),
        Feedback{.comment = Name(i), .kind = it.kind, .ground = it.ground}));
    auto after = Lessons();
    if (it.want.empty()) {
      EXPECT_EQ(after, before);
      continue;
    }
    const std::string want =
        fmt::format("{} {} feedback:cms{}{}", i, it.want,
                    it.ground.empty() ? "" : " ", it.ground);
    EXPECT_THAT(after, testing::Contains(want));
  }
}

TEST_P(LessonContract, WithdrawalEditAndRetentionEndThem) {
  for (const int i : {1, 2, 3, 4}) {
    Record(Decision(i));
    CRIBLE_ASSERT_OK(Resolve(i, Outcome::kAccept));
  }
  CRIBLE_ASSERT_OK(store_->Apply(By("cms"), Withdrawal{.comment = Name(1)}));
  CommentDecision edited = Decision(2);
  edited.body = edited.content = "another text";
  Record(edited);
  Record(Decision(3));  // the same again
  EXPECT_THAT(Lessons(),
              ElementsAre("3 accepted review:ann", "4 accepted review:ann"));
  const int64_t changes = Changes();
  CRIBLE_ASSERT_OK(
      store_->Prune(Retention(), kStart + absl::Hours(24 * 400), 100));
  EXPECT_THAT(Lessons(), IsEmpty());
  EXPECT_GT(Changes(), changes);
}

TEST_P(LessonContract, AnImportIsAKnownCommentOfItsAuthor) {
  const auto token = ImportOne(1, LessonLabel::kRefused, "spam");
  CRIBLE_ASSERT_OK(token);
  CRIBLE_ASSERT_OK(ImportOne(2, LessonLabel::kAccepted));
  EXPECT_THAT(Lessons(), ElementsAre("1 refused import:archive =spam",
                                     "2 accepted import:archive"));
  EXPECT_EQ(Comment(1).state, CommentState::kRefused);
  EXPECT_EQ(Comment(1).payload, "payload 1");
  EXPECT_EQ(Author("zoe").comments, 2u);
  EXPECT_EQ(Author("zoe").refused, 1u);
  EXPECT_TRUE(Listed({.site = "demo"}).empty());
  EXPECT_EQ(ImportOne(1, LessonLabel::kAccepted).status().code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(store_->VerifyLog(""), IsOk());
}

TEST_P(LessonContract, AnImportIsInTheCommentsHistoryAndNoNewsOfTheSite) {
  CRIBLE_ASSERT_OK(ImportOne(1, LessonLabel::kAccepted));
  EXPECT_THAT(*store_->ReadEvents({.site = "demo"}, 0, 10), IsEmpty());
  const auto history = store_->ReadEvents({.comment = Name(1)}, 0, 10);
  CRIBLE_ASSERT_OK(history);
  ASSERT_EQ(history->size(), 1u);
  EXPECT_EQ(history->at(0).kind, EventKind::kImport);
}

TEST_P(LessonContract, AnImportStaysALessonWhenTheSiteSendsTheCommentAgain) {
  CRIBLE_ASSERT_OK(ImportOne(1, LessonLabel::kAccepted));
  Record(Decision(1, Verdict::kAccept, "zoe"));
  EXPECT_THAT(Lessons(), ElementsAre("1 accepted import:archive"));
  CommentDecision edited = Decision(1, Verdict::kAccept, "zoe");
  edited.body = edited.content = "another text";
  Record(edited);
  EXPECT_THAT(Lessons(), IsEmpty());
}

TEST_P(LessonContract, AnImportIsForgottenInItsTime) {
  CRIBLE_ASSERT_OK(ImportOne(1, LessonLabel::kAccepted));
  CRIBLE_ASSERT_OK(
      store_->Prune(Retention(), kStart + absl::Hours(24 * 95), 100));
  EXPECT_THAT(Lessons(), IsEmpty());
  EXPECT_EQ(*store_->FindComment(Name(1)), std::nullopt);
}

TEST_P(LessonContract, TeachingAndTakingASourceBack) {
  CRIBLE_ASSERT_OK(ImportOne(1, LessonLabel::kAccepted));
  CRIBLE_ASSERT_OK(ImportOne(2, LessonLabel::kAccepted));
  CRIBLE_ASSERT_OK(
      store_->Apply(By("uid 7"), Teaching{.comment = Name(1),
                                          .source = "teach:uid 7",
                                          .label = LessonLabel::kRefused,
                                          .category = "spam"}));
  EXPECT_THAT(Lessons(), ElementsAre("1 refused teach:uid 7 =spam",
                                     "2 accepted import:archive"));
  CRIBLE_ASSERT_OK(store_->Apply(
      By("uid 7"), SourceDrop{.site = "demo", .source = "teach:uid 7"}));
  EXPECT_THAT(Lessons(), ElementsAre("1 accepted import:archive",
                                     "2 accepted import:archive"));
  CRIBLE_ASSERT_OK(store_->Apply(
      By("uid 7"), SourceDrop{.site = "demo", .source = "import:archive"}));
  EXPECT_THAT(Lessons(), IsEmpty());
  EXPECT_EQ(store_
                ->Apply(By("uid 7"),
                        SourceDrop{.site = "demo", .source = "import:archive"})
                .status()
                .code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(store_->Apply(By("uid 7"), Teaching{.comment = "nobody's"})
                .status()
                .code(),
            absl::StatusCode::kNotFound);
}

TEST_P(LessonContract, ListsBySourceTokenAndWhetherKept) {
  for (int i = 1; i <= 80; ++i)
    CRIBLE_ASSERT_OK(ImportOne(i, LessonLabel::kAccepted));
  const auto all = store_->ListLessons({.site = "demo", .texts = false});
  CRIBLE_ASSERT_OK(all);
  ASSERT_EQ(all->size(), 80u);
  EXPECT_TRUE(std::is_sorted(
      all->begin(), all->end(),
      [](const Lesson& a, const Lesson& b) { return a.hash < b.hash; }));
  const size_t kept = Lessons({.kept = true}).size();
  EXPECT_GT(kept, 0u);
  EXPECT_EQ(kept + Lessons({.kept = false}).size(), 80u);
  EXPECT_EQ(Lessons({.lessons_max = 7}).size(), 7u);
  EXPECT_THAT(Lessons({.source = "review:ann"}), IsEmpty());
  EXPECT_EQ(Lessons({.source = "import:archive"}).size(), 80u);
  EXPECT_EQ(Lessons({.upto = 5}).size(), 5u);
  const auto sources = store_->ListLessonSources("demo");
  CRIBLE_ASSERT_OK(sources);
  ASSERT_EQ(sources->size(), 1u);
  EXPECT_EQ(sources->at(0).lessons, 80);
  EXPECT_EQ(sources->at(0).refused, 0);
  EXPECT_EQ(sources->at(0).last, kStart);
  EXPECT_EQ(sources->at(0).last_event, 80u);
}

TEST_P(LessonContract, ALayerLearnsOnAndGoesBackInOneStep) {
  CRIBLE_ASSERT_OK(ImportOne(1, LessonLabel::kAccepted));
  EXPECT_EQ(store_->Apply(By("job"), LayerChange{.site = "demo", .back = true})
                .status()
                .code(),
            absl::StatusCode::kFailedPrecondition);
  for (const uint64_t upto : {uint64_t{1}, uint64_t{5}}) {
    CRIBLE_ASSERT_OK(store_->Apply(
        By("job"), LayerChange{.site = "demo", .upto = upto, .hash = "abc"}));
  }
  auto learning = store_->ListLearning();
  CRIBLE_ASSERT_OK(learning);
  EXPECT_EQ(learning->at(0).upto, 5u);
  EXPECT_FALSE(learning->at(0).held);
  const auto back =
      store_->Apply(By("ann"), LayerChange{.site = "demo", .back = true});
  CRIBLE_ASSERT_OK(back);
  learning = store_->ListLearning();
  EXPECT_EQ(learning->at(0).upto, 1u);
  EXPECT_TRUE(learning->at(0).held);
  const auto event = store_->FindEvent(*back);
  CRIBLE_ASSERT_OK(event);
  EXPECT_EQ((*event)->kind, EventKind::kLayer);
  EXPECT_EQ((*event)->refers, 1u);
  EXPECT_THAT(store_->VerifyLog(""), IsOk());
}

}  // namespace
}  // namespace crible
