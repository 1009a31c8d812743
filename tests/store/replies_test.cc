// A refusal that takes the answers along, and what is known of an author.

#include "store/store_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class RepliesTest : public StoreContract {
 protected:
  // 1 is answered by 2 (accepted), 3 (held) and 4 (refused), 2 by 5, 4 by 6.
  void SetUp() override {
    StoreContract::SetUp();
    if (IsSkipped()) return;
    Answer(1, 0, Verdict::kHold);
    Answer(2, 1, Verdict::kAccept);
    Answer(3, 1, Verdict::kHold);
    Answer(4, 1, Verdict::kReject);
    Answer(5, 2, Verdict::kAccept);
    Answer(6, 4, Verdict::kAccept);
  }
  void Answer(int i, int to, Verdict verdict) {
    CommentDecision decision = Decision(i, verdict, "zoe");
    if (to != 0) decision.parent = Name(to);
    Record(decision);
  }
  absl::StatusOr<uint64_t> Refuse(int i) {
    return store_->Apply(By("ann"), Resolution{.comment = Name(i),
                                               .version = Item(i).version,
                                               .outcome = Outcome::kReject,
                                               .ground = "insult",
                                               .with_replies = true});
  }
  std::string States() {
    std::string states;
    for (int i = 1; i <= 6; ++i)
      states += std::to_string(static_cast<int>(Comment(i).state));
    return states;
  }
};
INSTANTIATE_TEST_SUITE_P(All, RepliesTest, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(RepliesTest, GoWithTheRefusalAndComeBackWithItsUndo) {
  const auto names = store_->ListReplies(Name(1));
  CRIBLE_ASSERT_OK(names);
  EXPECT_THAT(*names, ElementsAre(Name(2), Name(3), Name(5), Name(6)));
  EXPECT_EQ(States(), "121322");
  const KnownAuthor before = Author("zoe");
  const auto refusal = Refuse(1);
  CRIBLE_ASSERT_OK(refusal);
  EXPECT_EQ(States(), "355355");
  EXPECT_THAT(Listed({.site = "demo"}), IsEmpty());
  EXPECT_EQ(Author("zoe").refused, before.refused + 1);
  EXPECT_EQ(Author("zoe").accepted, 0u);
  const auto events = store_->ReadEvents({.cause = *refusal}, 0, 10);
  CRIBLE_ASSERT_OK(events);
  ASSERT_THAT(*events, SizeIs(4));
  EXPECT_EQ((*events)[0].comment, Name(2));
  EXPECT_EQ((*events)[0].code, static_cast<int>(Outcome::kSetAside));
  EXPECT_EQ((*events)[0].ground, "thread");
  EXPECT_EQ((*events)[0].refers, *refusal);
  EXPECT_EQ(Comment(2).resolution, (*events)[0].token);

  CRIBLE_ASSERT_OK(store_->Apply(By("ann"), Undo{.resolution = *refusal}));
  EXPECT_EQ(States(), "121322");
  EXPECT_THAT(Listed({.site = "demo"}), ElementsAre("1", "3"));
  EXPECT_EQ(Author("zoe").accepted, before.accepted);
  EXPECT_EQ(Author("zoe").refused, before.refused);
  EXPECT_EQ(Comment(2).resolution, 0u);
  CRIBLE_ASSERT_OK(store_->VerifyLog(""));
}

TEST_P(RepliesTest, OneCanBeSavedAndStaysSaved) {
  const auto refusal = Refuse(1);
  CRIBLE_ASSERT_OK(refusal);
  CRIBLE_ASSERT_OK(
      store_->Apply(By("ann"), Undo{.resolution = Comment(2).resolution}));
  EXPECT_EQ(Comment(2).state, CommentState::kAccepted);
  EXPECT_FALSE(Item(2).open);
  CRIBLE_ASSERT_OK(store_->Apply(By("ann"), Undo{.resolution = *refusal}));
  EXPECT_EQ(States(), "121322");
}

TEST_P(RepliesTest, StayWhenNobodyAsksForThem) {
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kReject));
  EXPECT_EQ(States(), "321322");
}

TEST_P(RepliesTest, ACircleEnds) {
  CommentDecision circle = Decision(1, Verdict::kHold, "zoe");
  circle.parent = Name(5);
  circle.content = "edited";
  Record(circle);
  CRIBLE_ASSERT_OK(Refuse(1));
  EXPECT_EQ(States(), "355355");
}

TEST_P(RepliesTest, AnAuthorsLineTellsFiguresAndLastComments) {
  Record(Decision(7, Verdict::kHold, "max"));
  CRIBLE_ASSERT_OK(Resolve(3, Outcome::kReject));
  CRIBLE_ASSERT_OK(store_->Apply(
      By("ann"), AuthorStatusSetting{.site = "demo",
                                     .author_id = "zoe",
                                     .status = AuthorStatus::kMuted,
                                     .until = kStart + absl::Hours(24)}));
  const auto line = store_->FindAuthor("demo", "zoe", 3, kStart);
  CRIBLE_ASSERT_OK(line);
  EXPECT_EQ(line->known.comments, 6u);
  EXPECT_EQ(line->known.accepted, 3u);
  EXPECT_EQ(line->known.refused, 2u);
  EXPECT_EQ(line->waiting, 1u);
  EXPECT_EQ(line->known.first_seen, kStart + absl::Seconds(1));
  EXPECT_EQ(line->known.status, AuthorStatus::kMuted);
  EXPECT_EQ(line->status_until, kStart + absl::Hours(24));
  std::vector<std::string> names;
  for (const StoredComment& comment : line->comments)
    names.push_back(comment.name);
  EXPECT_THAT(names, ElementsAre(Name(6), Name(5), Name(4)));
  EXPECT_EQ(line->comments[0].payload, "payload 6");
  EXPECT_EQ(store_->FindAuthor("demo", "zoe", 3, kStart + absl::Hours(25))
                ->known.status,
            AuthorStatus::kNormal);
  for (const char* site : {"demo", "other"}) {
    EXPECT_THAT(
        store_->FindAuthor(site, site[0] == 'o' ? "zoe" : "ida", 3, kStart),
        StatusIs(absl::StatusCode::kNotFound, "author"));
  }
}

}  // namespace
}  // namespace crible
