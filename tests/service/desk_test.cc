#include "service/desk.h"

#include "service/event_message.h"
#include "service/review_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using DeskTest = ReviewFixture;

TEST_F(DeskTest, AReportHasAReceiptAndAnAnswer) {
  Send("1", kFine);
  v1::ReportCommentRequest request;
  request.set_name(CommentName("1"));
  request.set_ground("insult");
  request.set_text("I feel insulted");
  request.mutable_reporter()->set_email("reader@example.test");
  v1::Event receipt;
  ASSERT_TRUE(IsOk(desk_.ReportComment(request, "cms", &receipt)));
  EXPECT_EQ(receipt.kind(), v1::EVENT_KIND_REPORT);
  EXPECT_EQ(receipt.ground(), "insult");
  const v1::ReviewItem item = Get("1");
  EXPECT_EQ(item.queue(), v1::REVIEW_QUEUE_REPORTED);
  EXPECT_EQ(item.report_count(), 1u);
  EXPECT_EQ(item.history(0).detail().note(), "I feel insulted");
  EXPECT_EQ(item.history(0).detail().reporter().email(), "reader@example.test");
  v1::ReviewItem resolved;
  ASSERT_TRUE(IsOk(Resolve("1", v1::OUTCOME_KEEP, &resolved)));
  EXPECT_EQ(resolved.state(), v1::COMMENT_STATE_ACCEPTED);
}

TEST_F(DeskTest, AReportedThreatIsUrgentAndSaysSo) {
  const Engine engine{TestBundle("", R"(
[[ground]]
id = "threat"
label.fr = "Menace"
label.en = "Threat"
author_text.fr = "Votre commentaire menace."
author_text.en = "Your comment threatens."
retention = "15 months"
lane = "urgent"
)")};
  Desk desk(&engine, &clock_, store_.get());
  Reviewer reviewer(&engine, &clock_, store_.get());
  const auto report = [&](const std::string& id, const std::string& ground) {
    v1::ReportCommentRequest request;
    request.set_name(CommentName(id));
    request.set_ground(ground);
    v1::Event receipt;
    ASSERT_TRUE(IsOk(desk.ReportComment(request, "cms", &receipt)));
  };
  Send("1", kFine);
  Send("2", kFine);
  report("1", "no such ground");
  report("2", "threat");
  report("2", "no such ground");
  v1::ListReviewItemsRequest request;
  request.set_parent("sites/demo");
  request.add_reason_languages("fr");
  request.add_reason_languages("en");
  v1::ListReviewItemsResponse response;
  ASSERT_TRUE(IsOk(reviewer.List(request, &response)));
  ASSERT_EQ(response.items_size(), 2);
  const v1::ReviewItem& first = response.items(0);
  EXPECT_EQ(first.name(), ItemName("2"));
  EXPECT_EQ(first.lane(), v1::LANE_URGENT);
  EXPECT_EQ(first.order_texts(0).text(), "signalé 2 fois (Menace) · 0 min");
  EXPECT_EQ(first.order_texts(1).text(), "reported 2 times (Threat) · 0 min");
  EXPECT_EQ(response.items(1).lane(), v1::LANE_NORMAL);
  EXPECT_EQ(response.items(1).order_texts(1).text(), "reported once · 0 min");
  const auto alarms = store_->TakeAlarms(clock_.Now(), absl::Minutes(1), 9);
  CRIBLE_ASSERT_OK(alarms);
  ASSERT_EQ(alarms->size(), 1u);
  EXPECT_THAT((*alarms)[0].grounds, ElementsAre("threat"));
}

TEST_F(DeskTest, WithdrawsAndNotesPublication) {
  Send("1", kHeld);
  v1::WithdrawCommentRequest request;
  request.set_name(CommentName("1"));
  v1::Event event;
  ASSERT_TRUE(IsOk(desk_.WithdrawComment(request, "cms", &event)));
  EXPECT_EQ(event.kind(), v1::EVENT_KIND_WITHDRAWAL);
  EXPECT_EQ(ReasonOf(desk_.WithdrawComment(request, "cms", &event)), "NOT_NOW");
  Send("2", kFine);
  v1::NotePublicationRequest publication;
  publication.set_name(CommentName("2"));
  ASSERT_TRUE(IsOk(desk_.NotePublication(publication, "cms", &event)));
  EXPECT_EQ(event.kind(), v1::EVENT_KIND_PUBLICATION);
  publication.set_removed(true);
  ASSERT_TRUE(IsOk(desk_.NotePublication(publication, "cms", &event)));
  EXPECT_EQ(event.kind(), v1::EVENT_KIND_REMOVAL);
}

TEST_F(DeskTest, AnArticleUnderPriorReviewHoldsAtOnceAndForATime) {
  EXPECT_EQ(Send("1", kFine).verdict(), v1::VERDICT_ACCEPT);
  v1::SetArticleModeRequest request;
  request.set_name("sites/demo/articles/a");
  request.set_mode(v1::ARTICLE_MODE_BEFORE);
  request.mutable_until_time()->set_seconds(
      absl::ToUnixSeconds(clock_.Now() + absl::Hours(8)));
  v1::Event event;
  ASSERT_TRUE(IsOk(desk_.SetArticleMode(request, "desk", &event)));
  EXPECT_EQ(event.article(), "sites/demo/articles/a");
  EXPECT_EQ(event.article_mode(), v1::ARTICLE_MODE_BEFORE);
  const v1::Decision held = Send("2", "Bonjour à vous");
  EXPECT_EQ(held.verdict(), v1::VERDICT_HOLD);
  EXPECT_EQ(held.facts().article_mode(), v1::ARTICLE_MODE_BEFORE);
  EXPECT_EQ(held.reasons(0).code(), "publication_before");
  clock_.Advance(absl::Hours(9));
  EXPECT_EQ(Send("3", "Bonsoir à vous").verdict(), v1::VERDICT_ACCEPT);
}

TEST_F(DeskTest, AnAuthorsStatusHoldsWhatTheyWrite) {
  v1::SetAuthorStatusRequest request;
  request.set_parent("sites/demo");
  request.set_author_id("zoe");
  request.set_status(v1::AUTHOR_STATUS_MUTED);
  v1::Event event;
  ASSERT_TRUE(IsOk(desk_.SetAuthorStatus(request, "ann", &event)));
  EXPECT_EQ(event.author_status(), v1::AUTHOR_STATUS_MUTED);
  EXPECT_EQ(event.detail().author_id(), "zoe");
  const v1::Decision held = Send("1", kFine);
  EXPECT_EQ(held.verdict(), v1::VERDICT_HOLD);
  EXPECT_EQ(held.reasons(0).code(), "author_status");
  EXPECT_EQ(Send("2", kFine, "max").verdict(), v1::VERDICT_ACCEPT);
}

TEST_F(DeskTest, EventsAreReadOnFromAToken) {
  Send("1", kHeld);
  v1::ReviewItem item;
  ASSERT_TRUE(IsOk(Resolve("1", v1::OUTCOME_REJECT, &item)));
  v1::ListDecisionEventsRequest request;
  request.set_parent("sites/demo");
  request.set_page_size(1);
  std::vector<v1::EventKind> kinds;
  for (int page = 0; page < 4; ++page) {
    v1::ListDecisionEventsResponse response;
    ASSERT_TRUE(IsOk(desk_.ListDecisionEvents(request, &response)));
    for (const auto& event : response.events()) kinds.push_back(event.kind());
    request.set_resume_token(response.resume_token());
  }
  EXPECT_THAT(kinds,
              ElementsAre(v1::EVENT_KIND_SIGHTING, v1::EVENT_KIND_RESOLUTION));
  request.set_resume_token("");
  request.set_page_size(0);
  request.set_include_decisions(true);
  v1::ListDecisionEventsResponse all;
  ASSERT_TRUE(IsOk(desk_.ListDecisionEvents(request, &all)));
  ASSERT_EQ(all.events_size(), 3);
  EXPECT_EQ(all.events(0).verdict(), v1::VERDICT_HOLD);
}

TEST_F(DeskTest, FeedbackChangesNothing) {
  Send("1", kHeld);
  v1::SubmitFeedbackRequest request;
  request.set_name(CommentName("1"));
  request.set_kind(v1::FEEDBACK_KIND_WRONG_REASON);
  request.set_note("no loan");
  v1::Event event;
  ASSERT_TRUE(IsOk(desk_.SubmitFeedback(request, "ann", &event)));
  EXPECT_EQ(event.feedback(), v1::FEEDBACK_KIND_WRONG_REASON);
  EXPECT_EQ(event.detail().note(), "no loan");
  EXPECT_EQ(Get("1").state(), v1::COMMENT_STATE_WAITING);
}

TEST_F(DeskTest, RefusesWhatIsWrongOrUnknown) {
  v1::Event event;
  v1::ReportCommentRequest report;
  report.set_name("sites/demo/articles/1");
  report.set_text(std::string(8193, 'x'));
  const RpcStatus wrong = desk_.ReportComment(report, "cms", &event);
  EXPECT_EQ(ReasonOf(wrong), "INVALID_FIELD");
  EXPECT_THAT(wrong.message(), HasSubstr("name"));
  report.set_name(CommentName("1"));
  report.clear_text();
  EXPECT_EQ(ReasonOf(desk_.ReportComment(report, "cms", &event)),
            "UNKNOWN_NAME");
  v1::SetArticleModeRequest mode;
  mode.set_name("sites/demo/articles/a");
  EXPECT_THAT(desk_.SetArticleMode(mode, "cms", &event).message(),
              HasSubstr("mode"));
  v1::ListDecisionEventsRequest list;
  list.set_parent("sites/demo");
  list.set_resume_token("made up");
  v1::ListDecisionEventsResponse response;
  EXPECT_EQ(ReasonOf(desk_.ListDecisionEvents(list, &response)),
            "INVALID_FIELD");
}

TEST(EventNames, AreReadAsTheyAreWritten) {
  EXPECT_EQ(EventName("demo", 42), "sites/demo/events/42");
  EXPECT_EQ(ParseEventName("sites/demo/events/42"), 42u);
  EXPECT_EQ(ParseEventName("sites/demo/events/x"), std::nullopt);
  EXPECT_EQ(ParseEventName("sites/demo/comments/42"), std::nullopt);
  EXPECT_EQ(FromResumeToken(ToResumeToken(77)), 77u);
  EXPECT_EQ(FromResumeToken("77"), std::nullopt);
}

}  // namespace
}  // namespace crible
