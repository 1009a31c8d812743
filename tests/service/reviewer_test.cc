#include "service/reviewer.h"

#include "service/review_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;

using ReviewerTest = ReviewFixture;

TEST_F(ReviewerTest, ListsWhatWaitsAndSaysWhy) {
  Send("1", kHeld);
  Send("2", kFine);
  clock_.Advance(absl::Minutes(40));
  v1::ListReviewItemsRequest request;
  request.set_parent("sites/demo");
  request.add_reason_languages("en");
  v1::ListReviewItemsResponse response;
  ASSERT_TRUE(IsOk(reviewer_.List(request, &response)));
  ASSERT_EQ(response.items_size(), 1);
  const v1::ReviewItem& item = response.items(0);
  EXPECT_EQ(item.name(), ItemName("1"));
  EXPECT_EQ(item.queue(), v1::REVIEW_QUEUE_HELD);
  EXPECT_EQ(item.state(), v1::COMMENT_STATE_WAITING);
  EXPECT_EQ(item.record().comment().body(), kHeld);
  EXPECT_EQ(item.record().decision().reasons(0).texts(0).language(), "en");
  EXPECT_EQ(item.order_texts(0).text(), "spam · 40 min");
  EXPECT_FALSE(item.has_sighting());
  EXPECT_EQ(response.next_page_token(), "");
}

TEST_F(ReviewerTest, PagesByToken) {
  for (int i = 1; i <= 5; ++i) Send(std::to_string(i), kHeld);
  v1::ListReviewItemsRequest request;
  request.set_parent("sites/demo");
  request.set_page_size(2);
  std::vector<std::string> all;
  for (int page = 0; page < 3; ++page) {
    v1::ListReviewItemsResponse response;
    ASSERT_TRUE(IsOk(reviewer_.List(request, &response)));
    for (const auto& item : response.items()) all.push_back(item.name());
    request.set_page_token(response.next_page_token());
  }
  EXPECT_EQ(request.page_token(), "");
  EXPECT_THAT(all, ElementsAre(ItemName("1"), ItemName("2"), ItemName("3"),
                               ItemName("4"), ItemName("5")));
}

TEST_F(ReviewerTest, NobodyIsToldThatChanceChoseAnItem) {
  engine_.Activate(TestBundle("[group]\nsample.accepted_looked_at = 1\n"));
  const v1::Decision decision = Send("1", kFine);
  EXPECT_TRUE(decision.look());
  EXPECT_EQ(decision.reasons(0).code(), "sample");
  v1::ListReviewItemsRequest list;
  list.set_parent("sites/demo");
  v1::ListReviewItemsResponse listed;
  ASSERT_TRUE(IsOk(reviewer_.List(list, &listed)));
  ASSERT_EQ(listed.items_size(), 1);
  EXPECT_EQ(listed.items(0).queue(), v1::REVIEW_QUEUE_LOOK);
  v1::GetReviewItemRequest get;
  get.set_name(ItemName("1"));
  get.set_explain(true);
  v1::ReviewItem item;
  ASSERT_TRUE(IsOk(reviewer_.Get(get, "ann", &item)));
  v1::ListDecisionEventsRequest events;
  events.set_parent("sites/demo");
  events.set_include_decisions(true);
  v1::ListDecisionEventsResponse told;
  ASSERT_TRUE(IsOk(desk_.ListDecisionEvents(events, &told)));
  EXPECT_GT(told.events_size(), 0);
  for (const std::string& shown :
       {listed.DebugString(), item.DebugString(), told.DebugString()})
    EXPECT_THAT(shown, Not(HasSubstr("sample"))) << shown;
}

TEST_F(ReviewerTest, OpeningIsSeeing) {
  Send("1", kHeld);
  EXPECT_EQ(Get("1", "ann").sighting().subject(), "ann");
  EXPECT_EQ(Get("1", "bob").sighting().subject(), "ann");
}

TEST_F(ReviewerTest, OnlyAnOpenedItemShowsAddresses) {
  for (const char* id : {"1", "2"}) {
    v1::ModerateCommentRequest request;
    request.set_parent("sites/demo");
    request.mutable_comment()->set_name(CommentName(id));
    request.mutable_comment()->set_body(kHeld);
    v1::Author& author = *request.mutable_comment()->mutable_author();
    author.set_id("zoe");
    author.set_email("zoe@exemple.test");
    author.set_ip_address("192.0.2.9");
    SendRequest(&moderator_, &request);
  }
  const auto shown = [](const google::protobuf::Message& message) {
    const std::string bytes = message.SerializeAsString();
    return bytes.find("zoe@exemple.test") != std::string::npos ||
           bytes.find("192.0.2.9") != std::string::npos;
  };
  v1::ListReviewItemsRequest list;
  list.set_parent("sites/demo");
  v1::ListReviewItemsResponse listed;
  ASSERT_TRUE(IsOk(reviewer_.List(list, &listed)));
  EXPECT_EQ(listed.items_size(), 2);
  EXPECT_FALSE(shown(listed));
  v1::ListSimilarItemsRequest similar;
  similar.set_name(ItemName("1"));
  v1::ListSimilarItemsResponse found;
  ASSERT_TRUE(IsOk(reviewer_.ListSimilar(similar, &found)));
  EXPECT_EQ(found.items_size(), 1);
  EXPECT_FALSE(shown(found));
  v1::GetAuthorRequest who;
  who.set_parent("sites/demo");
  who.set_author_id("zoe");
  v1::AuthorSummary summary;
  ASSERT_TRUE(IsOk(reviewer_.GetAuthor(who, &summary)));
  EXPECT_EQ(summary.comments_size(), 2);
  EXPECT_FALSE(shown(summary));
  v1::BatchResolveReviewItemsRequest batch;
  batch.set_parent("sites/demo");
  batch.set_validate_only(true);
  batch.add_requests()->set_name(ItemName("1"));
  batch.mutable_requests(0)->set_etag(listed.items(0).etag());
  batch.mutable_requests(0)->set_outcome(v1::OUTCOME_ACCEPT);
  v1::BatchResolveReviewItemsResponse preview;
  ASSERT_TRUE(IsOk(reviewer_.BatchResolve(batch, "ann", &preview)));
  EXPECT_TRUE(preview.results(0).has_item());
  EXPECT_FALSE(shown(preview));
  v1::ClaimReviewItemsRequest claim;
  claim.set_parent("sites/demo");
  v1::ClaimReviewItemsResponse claimed;
  ASSERT_TRUE(IsOk(reviewer_.Claim(claim, "ann", &claimed)));
  EXPECT_EQ(claimed.items_size(), 1);
  EXPECT_FALSE(shown(claimed));
  EXPECT_TRUE(shown(Get("1")));
  v1::ReviewItem resolved;
  ASSERT_TRUE(IsOk(Resolve("1", v1::OUTCOME_ACCEPT, &resolved)));
  EXPECT_FALSE(shown(resolved));
}

TEST_F(ReviewerTest, ExplainsWithWhatWouldHaveBeen) {
  Send("1", "Voici une offre de prêt, merci");
  v1::GetReviewItemRequest request;
  request.set_name(ItemName("1"));
  request.set_explain(true);
  request.add_reason_languages("en");
  v1::ReviewItem item;
  ASSERT_TRUE(IsOk(reviewer_.Get(request, "ann", &item)));
  ASSERT_GE(item.explanation().counterfactuals_size(), 1);
  EXPECT_EQ(item.explanation().counterfactuals(0).verdict(),
            v1::VERDICT_ACCEPT);
}

TEST_F(ReviewerTest, ResolvesAndTellsTheSecondWhoWasFirst) {
  Send("1", kHeld);
  const std::string etag = Get("1").etag();
  v1::ReviewItem item;
  ASSERT_TRUE(IsOk(Resolve("1", v1::OUTCOME_REJECT, &item, "ann", etag)));
  EXPECT_EQ(item.state(), v1::COMMENT_STATE_REFUSED);
  EXPECT_FALSE(item.open());
  EXPECT_EQ(item.resolution().outcome(), v1::OUTCOME_REJECT);
  EXPECT_EQ(item.resolution().subject(), "ann");
  EXPECT_EQ(item.resolution().detail().note(), "a note");
  const RpcStatus second = Resolve("1", v1::OUTCOME_ACCEPT, &item, "bob", etag);
  EXPECT_EQ(ReasonOf(second), "ITEM_CHANGED");
  EXPECT_THAT(second.message(), HasSubstr("reject by ann, 2023-11-14T"));
}

TEST_F(ReviewerTest, UndoesAndKeepsTheHistory) {
  Send("1", kHeld);
  v1::ReviewItem item;
  ASSERT_TRUE(IsOk(Resolve("1", v1::OUTCOME_ACCEPT, &item)));
  v1::UndoResolutionRequest undo;
  undo.set_name(item.resolution().name());
  undo.set_note("by mistake");
  ASSERT_TRUE(IsOk(reviewer_.Undo(undo, "ann", &item)));
  EXPECT_EQ(item.state(), v1::COMMENT_STATE_WAITING);
  EXPECT_TRUE(item.open());
  EXPECT_EQ(ReasonOf(reviewer_.Undo(undo, "ann", &item)), "NOT_NOW");
  undo.set_name("sites/other/events/2");
  EXPECT_EQ(ReasonOf(reviewer_.Undo(undo, "ann", &item)), "UNKNOWN_NAME");
  const v1::ReviewItem seen = Get("1");
  ASSERT_EQ(seen.history_size(), 3);
  EXPECT_EQ(seen.history(0).kind(), v1::EVENT_KIND_SIGHTING);
  EXPECT_EQ(seen.history(1).kind(), v1::EVENT_KIND_RESOLUTION);
  EXPECT_EQ(seen.history(2).kind(), v1::EVENT_KIND_UNDO);
  EXPECT_EQ(seen.history(2).refers_to(), seen.history(1).name());
}

TEST_F(ReviewerTest, ClaimsTheNextAndTheNamed) {
  for (int i = 1; i <= 3; ++i) Send(std::to_string(i), kHeld);
  v1::ClaimReviewItemsRequest request;
  request.set_parent("sites/demo");
  request.set_max_items(2);
  v1::ClaimReviewItemsResponse response;
  ASSERT_TRUE(IsOk(reviewer_.Claim(request, "ann", &response)));
  ASSERT_EQ(response.items_size(), 2);
  EXPECT_EQ(response.items(0).claim().subject(), "ann");
  request.add_names(ItemName("1"));
  request.add_names(ItemName("3"));
  v1::ClaimReviewItemsResponse others;
  ASSERT_TRUE(IsOk(reviewer_.Claim(request, "bob", &others)));
  ASSERT_EQ(others.items_size(), 1);
  EXPECT_EQ(others.items(0).name(), ItemName("3"));
  v1::ReviewItem item;
  EXPECT_EQ(ReasonOf(Resolve("1", v1::OUTCOME_ACCEPT, &item, "bob")),
            "NOT_NOW");
  clock_.Advance(absl::Minutes(3));
  EXPECT_TRUE(IsOk(Resolve("1", v1::OUTCOME_ACCEPT, &item, "bob")));
}

TEST_F(ReviewerTest, ABatchTouchesExactlyWhatItNames) {
  for (int i = 1; i <= 4; ++i) Send(std::to_string(i), kHeld);
  v1::BatchResolveReviewItemsRequest request;
  request.set_parent("sites/demo");
  for (const char* id : {"1", "2", "3"}) {
    auto* one = request.add_requests();
    one->set_name(ItemName(id));
    one->set_etag(id[0] == '2' ? "v99" : Get(id).etag());
    one->set_outcome(v1::OUTCOME_ACCEPT);
  }
  v1::BatchResolveReviewItemsResponse response;
  ASSERT_TRUE(IsOk(reviewer_.BatchResolve(request, "ann", &response)));
  EXPECT_TRUE(response.results(0).has_resolution());
  EXPECT_EQ(ReasonOf(response.results(1).error()), "ITEM_CHANGED");
  EXPECT_TRUE(response.results(2).has_resolution());
  EXPECT_THAT(Listed({}), ElementsAre("2", "4"));
  request.mutable_requests(1)->set_name(ItemName("1"));
  EXPECT_EQ(ReasonOf(reviewer_.BatchResolve(request, "ann", &response)),
            "INVALID_FIELD");
}

TEST_F(ReviewerTest, ABatchCanBeLookedAtBefore) {
  for (int i = 1; i <= 3; ++i) Send(std::to_string(i), kHeld);
  Send("4", kFine);
  v1::ReportCommentRequest report;
  report.set_name(CommentName("4"));
  v1::Event event;
  ASSERT_TRUE(IsOk(desk_.ReportComment(report, "cms", &event)));
  v1::BatchResolveReviewItemsRequest request;
  request.set_parent("sites/demo");
  request.set_validate_only(true);
  for (const char* id : {"4", "1", "2", "3"}) {
    auto* one = request.add_requests();
    one->set_name(ItemName(id));
    one->set_etag(id[0] == '2' ? "v99" : Get(id).etag());
    one->set_outcome(v1::OUTCOME_REJECT);
    one->set_ground("spam");
  }
  const LogHead head = *store_->Head();
  v1::BatchResolveReviewItemsResponse response;
  ASSERT_TRUE(IsOk(reviewer_.BatchResolve(request, "ann", &response)));
  EXPECT_EQ(store_->Head()->hash, head.hash);
  ASSERT_EQ(response.results_size(), 4);
  EXPECT_EQ(response.results(1).item().name(), ItemName("1"));
  EXPECT_EQ(ReasonOf(response.results(2).error()), "ITEM_CHANGED");
  ASSERT_EQ(response.previews_size(), 2);
  EXPECT_EQ(response.previews(0).rule(), "loans/offer");
  EXPECT_EQ(response.previews(0).kind(), v1::REASON_KIND_RULE);
  EXPECT_THAT(response.previews(0).names(),
              ElementsAre(ItemName("1"), ItemName("3")));
  EXPECT_EQ(response.previews(1).kind(), v1::REASON_KIND_UNSPECIFIED);
  EXPECT_THAT(response.previews(1).names(), ElementsAre(ItemName("4")));
  // What was previewed is what is then done.
  request.set_validate_only(false);
  ASSERT_TRUE(IsOk(reviewer_.BatchResolve(request, "ann", &response)));
  EXPECT_THAT(Listed({}), ElementsAre("2"));
}

TEST_F(ReviewerTest, ARefusalTakesTheAnswersAlong) {
  Send("1", kHeld);
  for (const char* id : {"2", "3"}) {
    v1::ModerateCommentRequest request;
    request.mutable_comment()->set_name(CommentName(id));
    request.mutable_comment()->set_body("Bien dit");
    request.mutable_comment()->mutable_parent()->set_name(CommentName("1"));
    SendRequest(&moderator_, &request);
  }
  store_->Flush();
  EXPECT_EQ(Get("1").reply_count(), 2u);
  v1::ResolveReviewItemRequest request;
  request.set_name(ItemName("1"));
  request.set_etag(Get("1").etag());
  request.set_outcome(v1::OUTCOME_ACCEPT);
  request.set_with_replies(true);
  v1::ReviewItem item;
  EXPECT_EQ(ReasonOf(reviewer_.Resolve(request, "ann", &item)),
            "INVALID_FIELD");
  request.set_outcome(v1::OUTCOME_REJECT);
  request.set_ground("insult");
  ASSERT_TRUE(IsOk(reviewer_.Resolve(request, "ann", &item)));
  ASSERT_EQ(item.replies_size(), 2);
  EXPECT_EQ(item.replies(0).comment(), CommentName("2"));
  EXPECT_EQ(item.replies(0).outcome(), v1::OUTCOME_SET_ASIDE);
  EXPECT_EQ(item.replies(0).refers_to(), item.resolution().name());
  EXPECT_EQ(Get("2").state(), v1::COMMENT_STATE_SET_ASIDE);
  request.set_outcome(v1::OUTCOME_SET_ASIDE);  // nobody may choose it
  EXPECT_EQ(ReasonOf(reviewer_.Resolve(request, "ann", &item)),
            "INVALID_FIELD");
}

TEST_F(ReviewerTest, TellsWhatIsKnownOfAnAuthor) {
  for (int i = 1; i <= 5; ++i) Send(std::to_string(i), kHeld);
  v1::ReviewItem item;
  ASSERT_TRUE(IsOk(Resolve("2", v1::OUTCOME_REJECT, &item)));
  v1::GetAuthorRequest request;
  request.set_parent("sites/demo");
  request.set_author_id("zoe");
  v1::AuthorSummary author;
  ASSERT_TRUE(IsOk(reviewer_.GetAuthor(request, &author)));
  EXPECT_EQ(author.comment_count(), 5u);
  EXPECT_EQ(author.refused_count(), 1u);
  EXPECT_EQ(author.waiting_count(), 4u);
  EXPECT_EQ(author.status(), v1::AUTHOR_STATUS_NORMAL);
  EXPECT_FALSE(author.has_status_until_time());
  ASSERT_EQ(author.comments_size(), 5);
  EXPECT_EQ(author.comments(0).record().comment().name(), CommentName("5"));
  EXPECT_EQ(author.comments(3).resolution().outcome(), v1::OUTCOME_REJECT);
  EXPECT_EQ(author.comments(3).state(), v1::COMMENT_STATE_REFUSED);
  // Beside an item: the figures, and the other comments.
  const v1::ReviewItem seen = Get("4");
  EXPECT_EQ(seen.author().comment_count(), 5u);
  ASSERT_EQ(seen.author().comments_size(), 3);
  EXPECT_EQ(seen.author().comments(1).record().comment().name(),
            CommentName("3"));
  request.set_author_id("nobody");
  EXPECT_EQ(ReasonOf(reviewer_.GetAuthor(request, &author)), "UNKNOWN_NAME");
  request.clear_author_id();
  EXPECT_EQ(ReasonOf(reviewer_.GetAuthor(request, &author)), "INVALID_FIELD");
}

TEST_F(ReviewerTest, FindsWhatBelongsTogether) {
  const std::string text =
      "Une offre de prêt rapide pour vous tous, écrivez-moi sans attendre ";
  Send("1", text + "aujourd'hui", "zoe");
  Send("2", text + "demain", "max");
  Send("3", "Offre de prêt : voyez https://exemple.test/x", "zoe");
  Send("4", "Une offre de prêt ! https://exemple.test/y", "ida");
  const auto similar = [&](const std::string& id, v1::Similarity by) {
    v1::ListSimilarItemsRequest request;
    request.set_name(ItemName(id));
    request.set_by(by);
    v1::ListSimilarItemsResponse response;
    EXPECT_TRUE(IsOk(reviewer_.ListSimilar(request, &response)));
    std::vector<std::string> ids;
    for (const auto& found : response.items())
      ids.push_back(found.item().name().substr(ItemName("").size()));
    return ids;
  };
  EXPECT_THAT(similar("1", v1::SIMILARITY_TEXT), ElementsAre("2"));
  EXPECT_THAT(similar("1", v1::SIMILARITY_AUTHOR), ElementsAre("3"));
  EXPECT_THAT(similar("3", v1::SIMILARITY_LINK), ElementsAre("4"));
  EXPECT_THAT(similar("1", v1::SIMILARITY_RULE), ElementsAre("2", "3", "4"));
  EXPECT_THAT(similar("1", v1::SIMILARITY_UNSPECIFIED),
              UnorderedElementsAre("2", "3", "4"));
}

TEST_F(ReviewerTest, ARaidIsAGroupByItsTarget) {
  Send("1", "Une offre de prêt pour Jean Dupont", "zoe");
  Send("2", "Dupont, encore un voleur ! offre de prêt", "max");
  Send("3", "offre de prêt à Paris", "ida");
  Send("4", "je plains madame Dupont", "leo");  // accepted, then reported
  Send("5", "Vive Paris, offre de prêt", "eva");
  v1::ReportCommentRequest report;
  report.set_name(CommentName("4"));
  v1::Event event;
  ASSERT_TRUE(IsOk(desk_.ReportComment(report, "cms", &event)));
  const auto similar = [&](const std::string& id) {
    v1::ListSimilarItemsRequest request;
    request.set_name(ItemName(id));
    request.set_by(v1::SIMILARITY_PERSON);
    v1::ListSimilarItemsResponse response;
    EXPECT_TRUE(IsOk(reviewer_.ListSimilar(request, &response)));
    std::vector<std::string> ids;
    for (const auto& found : response.items())
      ids.push_back(found.item().name().substr(ItemName("").size()));
    return ids;
  };
  EXPECT_THAT(similar("1"), UnorderedElementsAre("2", "4"));
  EXPECT_THAT(similar("4"), UnorderedElementsAre("1", "2"));
  // A word that only begins with a capital groups nothing by itself.
  EXPECT_THAT(similar("3"), UnorderedElementsAre());
  EXPECT_THAT(similar("2"), UnorderedElementsAre("1", "4"));
}

TEST_F(ReviewerTest, RefusesWhatMakesNoSense) {
  v1::ReviewItem item;
  v1::GetReviewItemRequest get;
  get.set_name("sites/demo/comments/1");
  EXPECT_EQ(ReasonOf(reviewer_.Get(get, "ann", &item)), "INVALID_FIELD");
  get.set_name(ItemName("1"));
  EXPECT_EQ(ReasonOf(reviewer_.Get(get, "ann", &item)), "UNKNOWN_NAME");
  Send("1", kHeld);
  v1::ResolveReviewItemRequest resolve;
  resolve.set_name(ItemName("1"));
  resolve.set_etag("v1");
  EXPECT_THAT(reviewer_.Resolve(resolve, "ann", &item).message(),
              HasSubstr("outcome"));
  resolve.set_outcome(v1::OUTCOME_REJECT);
  EXPECT_THAT(reviewer_.Resolve(resolve, "ann", &item).message(),
              HasSubstr("ground"));
  resolve.set_outcome(v1::OUTCOME_KEEP);
  EXPECT_EQ(ReasonOf(reviewer_.Resolve(resolve, "ann", &item)), "NOT_NOW");
  Reviewer without(&engine_, &clock_, nullptr);
  EXPECT_EQ(ReasonOf(without.Get(get, "ann", &item)), "NO_DATA");
}

}  // namespace
}  // namespace crible
