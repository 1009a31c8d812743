#include "service/statement.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status_matchers.h"

namespace crible {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class StatementTest : public testing::Test {
 protected:
  StatementTest() {
    comment_ = {.name = "sites/demo/comments/1",
                .state = CommentState::kRefused};
    v1::Comment& sent = *record_.mutable_comment();
    sent.set_body("Bande d'idiots");
    sent.mutable_author()->set_id("zoe");
    record_.mutable_article()->set_title("Le budget");
    record_.mutable_decision()->set_verdict(v1::VERDICT_REJECT);
    record_.mutable_decision()->mutable_decide_time()->set_seconds(
        1'700'000'000);
    ground_ = {.id = "insult",
               .label = {"Insulte", "Insult"},
               .author_text = {"Votre commentaire attaque quelqu'un.",
                               "Your comment attacks somebody."},
               .clause = "4.2"};
    facts_ = {.comment = &comment_,
              .record = &record_,
              .ground = &ground_,
              .ground_id = "insult"};
  }
  void ByPerson() {
    facts_.resolution = Event{.kind = EventKind::kResolution,
                              .time = absl::FromUnixSeconds(1'700'003'600),
                              .code = static_cast<int>(Outcome::kReject)};
    comment_.resolution = 7;
  }

  StoredComment comment_;
  v1::CommentRecord record_;
  Ground ground_;
  StatementFacts facts_;
};

TEST_F(StatementTest, SaysByWhatItWasFoundAndByWhatDecided) {
  const struct {
    bool by_person, reported;
    v1::Verdict verdict;
    v1::FoundBy found;
    v1::DecidedBy decided;
    const char* fr;
    const char* en;
  } kCases[] = {
      {false, false, v1::VERDICT_REJECT, v1::FOUND_BY_TOOL, v1::DECIDED_BY_TOOL,
       "par notre outil, de notre propre initiative, et la "
       "décision a été prise automatiquement",
       "by our tool, on our own initiative, and the decision was taken "
       "automatically"},
      {true, false, v1::VERDICT_HOLD, v1::FOUND_BY_TOOL, v1::DECIDED_BY_PERSON,
       "par notre outil, de notre propre initiative, et la décision a été "
       "prise "
       "par une personne",
       "by our tool, on our own initiative, and the decision was taken by a "
       "person"},
      {true, false, v1::VERDICT_ACCEPT, v1::FOUND_BY_PERSON,
       v1::DECIDED_BY_PERSON, "par une personne de notre équipe",
       "by a person of our team"},
      {true, true, v1::VERDICT_ACCEPT, v1::FOUND_BY_NOTICE,
       v1::DECIDED_BY_PERSON, "à la suite d'un signalement",
       "after a reader's report"},
  };
  for (const auto& one : kCases) {
    facts_.resolution.reset();
    if (one.by_person) ByPerson();
    facts_.reported = one.reported;
    record_.mutable_decision()->set_verdict(one.verdict);
    const auto statement = MakeStatement(facts_);
    ASSERT_THAT(statement, IsOk());
    EXPECT_EQ(statement->found_by(), one.found);
    EXPECT_EQ(statement->decided_by(), one.decided);
    EXPECT_THAT(statement->texts(0).text(), HasSubstr(one.fr));
    EXPECT_THAT(statement->texts(1).text(), HasSubstr(one.en));
    EXPECT_EQ(statement->measure(), one.verdict == v1::VERDICT_ACCEPT
                                        ? v1::MEASURE_REMOVED
                                        : v1::MEASURE_NOT_PUBLISHED);
  }
}

TEST_F(StatementTest, IsOfTheCharterUnlessAPersonChoseTheLaw) {
  auto statement = MakeStatement(facts_);
  ASSERT_THAT(statement, IsOk());
  EXPECT_THAT(statement->texts(0).text(),
              HasSubstr("attaque quelqu'un. (charte, article 4.2)"));
  EXPECT_THAT(statement->texts(0).text(), HasSubstr("sous « Le budget »"));
  EXPECT_THAT(statement->texts(0).text(), HasSubstr("14/11/2023"));
  ground_.legal = true;
  EXPECT_FALSE(MakeStatement(facts_)->legal());  // the tool never does
  ByPerson();
  statement = MakeStatement(facts_);
  EXPECT_TRUE(statement->legal());
  EXPECT_THAT(statement->texts(1).text(), HasSubstr("a ground of law"));
  facts_.ground = nullptr;
  facts_.ground_id = "";
  EXPECT_THAT(MakeStatement(facts_)->texts(0).text(),
              HasSubstr("ne respecte pas la charte"));
}

TEST_F(StatementTest, IsNotOwedToAll) {
  const auto refused = [&] {
    return MakeStatement(facts_).status().code() ==
           absl::StatusCode::kFailedPrecondition;
  };
  EXPECT_FALSE(refused());
  for (const CommentState state :
       {CommentState::kWaiting, CommentState::kAccepted,
        CommentState::kWithdrawn}) {
    comment_.state = state;
    EXPECT_TRUE(refused());
  }
  comment_.state = CommentState::kRefused;
  ground_.statement = false;  // massive deceptive advertising
  EXPECT_TRUE(refused());
  ground_.statement = true;
  record_.mutable_comment()->mutable_author()->clear_id();
  EXPECT_TRUE(refused());  // nobody to reach
  record_.mutable_comment()->mutable_author()->set_email("a@b.test");
  EXPECT_FALSE(refused());
  facts_.resolution = Event{.kind = EventKind::kRemovalOrder};
  EXPECT_TRUE(refused());
}

TEST_F(StatementTest, ANoticeHasAReceiptAndAnAnswer) {
  const Event notice{.token = 12,
                     .kind = EventKind::kNotice,
                     .time = absl::FromUnixSeconds(1'700'000'000),
                     .site = "demo"};
  const auto receipt = MakeNoticeAnswer(notice, std::nullopt, nullptr);
  EXPECT_FALSE(receipt.answered());
  EXPECT_EQ(receipt.name(), "sites/demo/events/12");
  EXPECT_THAT(receipt.texts(0).text(), HasSubstr("référence 12"));
  Event answer{.kind = EventKind::kResolution,
               .time = notice.time + absl::Hours(1),
               .code = static_cast<int>(Outcome::kReject)};
  const auto followed = MakeNoticeAnswer(notice, answer, &ground_);
  EXPECT_EQ(followed.decided_by(), v1::DECIDED_BY_PERSON);
  EXPECT_THAT(followed.texts(0).text(), HasSubstr("Motif : Insulte."));
  answer.code = static_cast<int>(Outcome::kKeep);
  const auto kept = MakeNoticeAnswer(notice, answer, nullptr);
  EXPECT_THAT(kept.texts(1).text(), HasSubstr("stays online"));
}

TEST_F(StatementTest, UrgentCommentsHaveHelpAtHand) {
  EXPECT_THAT(AidTexts(Lane::kFirst, {"distress"}), IsEmpty());
  const auto care = AidTexts(Lane::kUrgent, {"insult", "distress"});
  ASSERT_EQ(care.size(), 2u);
  EXPECT_THAT(care[0].text(), HasSubstr("3114"));
  const auto threat = AidTexts(Lane::kUrgent, {"threat"});
  EXPECT_THAT(threat[0].text(), HasSubstr("Pharos"));
  EXPECT_THAT(threat[1].text(), Not(HasSubstr("3114")));
}

}  // namespace
}  // namespace crible
