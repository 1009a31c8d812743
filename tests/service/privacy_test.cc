#include "service/privacy.h"

#include "service/review_fixture.h"
#include "signals/fact_keys.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class PrivacyTest : public ReviewFixture {
 protected:
  v1::FindPersonResponse Find(const v1::PersonQuery& person) {
    v1::FindPersonRequest request;
    request.set_parent("sites/demo");
    *request.mutable_person() = person;
    v1::FindPersonResponse response;
    const RpcStatus status = privacy_.Find(request, "dpo", &response);
    EXPECT_TRUE(IsOk(status)) << status.message();
    return response;
  }
  v1::ErasureReceipt Erase(const std::string& author) {
    v1::ErasePersonRequest request;
    request.set_parent("sites/demo");
    request.add_author_ids(author);
    request.set_reference("file 7");
    v1::ErasureReceipt receipt;
    const RpcStatus status = privacy_.Erase(request, "dpo", &receipt);
    EXPECT_TRUE(IsOk(status)) << status.message();
    return receipt;
  }
  v1::ExportPersonResponse Export(const std::string& author) {
    v1::ExportPersonRequest request;
    request.set_parent("sites/demo");
    request.mutable_person()->set_author_id(author);
    v1::ExportPersonResponse response;
    const RpcStatus status = privacy_.Export(request, "dpo", &response);
    EXPECT_TRUE(IsOk(status)) << status.message();
    return response;
  }
  static std::set<uint64_t> CountsOf(const std::vector<std::string>& ids) {
    std::set<uint64_t> hashes;
    for (const std::string& id : ids)
      hashes.insert(CommentFactHash("demo", CommentName(id)));
    return hashes;
  }
  std::vector<std::string> Queue() { return Listed({}); }

  Privacy privacy_{&engine_, &clock_, store_.get(), &moderator_};
};

v1::PersonQuery ById(const std::string& id) {
  v1::PersonQuery person;
  person.set_author_id(id);
  return person;
}

TEST_F(PrivacyTest, FindsAPersonByMarkAndByReading) {
  Send("1", kHeld);
  Send("2", kFine, "max");
  store_->Flush();
  const auto by_id = Find(ById("zoe"));
  ASSERT_EQ(by_id.comments_size(), 1);
  EXPECT_EQ(by_id.comments(0).name(), CommentName("1"));
  EXPECT_EQ(by_id.comments(0).state(), v1::COMMENT_STATE_WAITING);
  v1::PersonQuery by_name;
  by_name.set_display_name("zoé martin");
  // A name is shared: who has it stands in the answer.
  EXPECT_THAT(Find(by_name).author_ids(), ElementsAre("max", "zoe"));
  v1::FindPersonRequest nobody;
  nobody.set_parent("sites/demo");
  v1::FindPersonResponse none;
  EXPECT_EQ(ReasonOf(privacy_.Find(nobody, "dpo", &none)), "INVALID_FIELD");
}

TEST_F(PrivacyTest, TheLogSaysWhoLookedAndNotAtWhom) {
  Send("1", kHeld);
  Find(ById("zoe"));
  Export("zoe");
  const auto events = store_->ReadEvents({.site = "demo"}, 0, 100);
  ASSERT_THAT(events, IsOk());
  ASSERT_EQ(events->size(), 2u);
  for (const Event& event : *events) {
    EXPECT_EQ(event.kind, EventKind::kAccess);
    EXPECT_EQ(event.subject, "dpo");
    EXPECT_EQ(event.comment, "");
    EXPECT_EQ(event.payload, "");
  }
}

TEST_F(PrivacyTest, ExportsAllThatIsKept) {
  Send("1", kHeld);
  v1::ReviewItem item;
  ASSERT_TRUE(IsOk(Resolve("1", v1::OUTCOME_REJECT, &item)));
  Send("2", kFine);
  store_->Flush();
  v1::ReportCommentRequest report;
  report.set_name(CommentName("2"));
  report.set_text("elle ment");
  report.mutable_reporter()->set_email("reader@example.test");
  v1::Event event;
  ASSERT_TRUE(IsOk(desk_.ReportComment(report, "cms", &event)));
  const auto all = Export("zoe");
  ASSERT_EQ(all.comments_size(), 2);
  EXPECT_EQ(all.comments(0).record().comment().body(), kHeld);
  EXPECT_GT(all.comments(0).record().decision().reasons_size(), 0);
  EXPECT_GT(all.comments(0).rules_size(), 0);
  EXPECT_THAT(all.ShortDebugString(), HasSubstr("a note"));
  EXPECT_EQ(all.disclosures_size(), 1);  // who opened it
  // Who reported is another person.
  EXPECT_THAT(all.ShortDebugString(), Not(HasSubstr("reader@example.test")));
  EXPECT_THAT(all.ShortDebugString(), Not(HasSubstr("elle ment")));
  EXPECT_EQ(all.next_page_token(), "");
}

TEST_F(PrivacyTest, AnExportHasPages) {
  for (int i = 0; i < 130; ++i) Send(fmt::format("c{}", i), kFine);
  store_->Flush();
  v1::ExportPersonRequest request;
  request.set_parent("sites/demo");
  request.mutable_person()->set_author_id("zoe");
  v1::ExportPersonResponse first, second;
  ASSERT_TRUE(IsOk(privacy_.Export(request, "dpo", &first)));
  EXPECT_EQ(first.comments_size(), 100);
  request.set_page_token(first.next_page_token());
  ASSERT_TRUE(IsOk(privacy_.Export(request, "dpo", &second)));
  EXPECT_EQ(second.comments_size(), 30);
  EXPECT_EQ(second.next_page_token(), "");
  // By a name alone nobody is recognised.
  request.mutable_person()->Clear();
  request.mutable_person()->set_display_name("Zoé Martin");
  EXPECT_EQ(ReasonOf(privacy_.Export(request, "dpo", &second)),
            "INVALID_FIELD");
}

TEST_F(PrivacyTest, ErasesAndSaysWhatIsLeft) {
  Send("1", kHeld);
  Send("2", kFine);
  Send("3", kHeld, "max");
  const auto receipt = Erase("zoe");
  EXPECT_EQ(receipt.erased_count(), 2);
  EXPECT_EQ(receipt.vaulted_count(), 2);
  EXPECT_EQ(receipt.vault_expire_time().seconds(),
            absl::ToUnixSeconds(clock_.Now() - absl::Seconds(1) +
                                absl::Hours(24 * 365)));
  EXPECT_THAT(receipt.texts(0).text(), HasSubstr("2 commentaire(s)"));
  EXPECT_THAT(receipt.texts(0).text(), HasSubstr("2024-11-13"));
  EXPECT_THAT(receipt.texts(1).text(), HasSubstr("destroyed on that day"));
  EXPECT_EQ(receipt.traces_size(), 0);
  EXPECT_THAT(Queue(), ElementsAre("3"));
  EXPECT_THAT(Find(ById("zoe")).comments(), IsEmpty());
  // The same comment sent again is a new one: nothing of it is remembered.
  const auto again = Send("1", kHeld);
  EXPECT_EQ(again.supersedes(), "");
  EXPECT_FALSE(again.facts().author().has_comment_count());
  EXPECT_THAT(store_->VerifyLog(""), IsOk());
}

TEST_F(PrivacyTest, ErasesWhatThePersonReportedAndWhatOthersQuote) {
  Send("1", kFine);
  Send("2", kHeld, "max");
  store_->Flush();
  v1::ReportCommentRequest report;
  report.set_name(CommentName("2"));
  report.set_text("je suis zoe");
  report.mutable_reporter()->set_author_id("zoe");
  v1::Event event;
  ASSERT_TRUE(IsOk(desk_.ReportComment(report, "cms", &event)));
  const auto receipt = Erase("zoe");
  EXPECT_EQ(receipt.erased_count(), 1);
  const auto history = store_->ReadEvents({.comment = CommentName("2")}, 0, 10);
  ASSERT_THAT(history, IsOk());
  for (const Event& line : *history) EXPECT_EQ(line.payload, "");
}

TEST_F(PrivacyTest, WhatIsUnderALegalHoldWaits) {
  Send("1", kHeld);
  ASSERT_THAT(store_->Apply({"legal", clock_.Now()},
                            LegalHold{.site = "demo",
                                      .author_id = "zoe",
                                      .until = clock_.Now() + absl::Hours(24)}),
              IsOk());
  const auto receipt = Erase("zoe");
  EXPECT_EQ(receipt.erased_count(), 0);
  EXPECT_EQ(receipt.waiting_count(), 1);
  EXPECT_THAT(receipt.texts(0).text(), HasSubstr("pour une procédure"));
  EXPECT_THAT(Queue(), IsEmpty());
}

TEST_F(PrivacyTest, WhatIsErasedOrRestrictedIsCountedNoMore) {
  Send("1", kHeld);
  Send("2", kFine);
  Send("3", kHeld, "max");
  CRIBLE_ASSERT_OK(
      store_->Apply({.subject = "legal", .now = clock_.Now()},
                    LegalHold{.site = "demo",
                              .comment = CommentName("1"),
                              .until = clock_.Now() + absl::Hours(1)}));
  Erase("zoe");
  EXPECT_EQ(counts_.comments, CountsOf({"1", "2"}));
  EXPECT_EQ(counts_.authors,
            std::set<uint64_t>({AuthorFactHash("demo", {.id = "zoe"})}));
  v1::RestrictPersonRequest request;
  request.set_parent("sites/demo");
  request.set_author_id("max");
  v1::RestrictionReceipt receipt;
  counts_.comments.clear();
  ASSERT_TRUE(IsOk(privacy_.Restrict(request, "dpo", &receipt)));
  EXPECT_EQ(counts_.comments, CountsOf({"3"}));
  EXPECT_TRUE(counts_.authors.contains(AuthorFactHash("demo", {.id = "max"})));
  counts_.comments.clear();
  request.set_lift(true);
  ASSERT_TRUE(IsOk(privacy_.Restrict(request, "dpo", &receipt)));
  EXPECT_THAT(counts_.comments, IsEmpty());
}

TEST_F(PrivacyTest, RectifiesADecision) {
  Send("1", kHeld);
  v1::ReviewItem item;
  ASSERT_TRUE(IsOk(Resolve("1", v1::OUTCOME_REJECT, &item)));
  v1::RectifyDecisionRequest request;
  request.set_name(CommentName("1"));
  v1::Event event;
  EXPECT_EQ(ReasonOf(privacy_.Rectify(request, "dpo", &event)),
            "INVALID_FIELD");
  request.set_outcome(v1::OUTCOME_ACCEPT);
  request.set_note("the author is right");
  ASSERT_TRUE(IsOk(privacy_.Rectify(request, "dpo", &event)));
  EXPECT_EQ(event.kind(), v1::EVENT_KIND_RECTIFICATION);
  EXPECT_EQ(Get("1").state(), v1::COMMENT_STATE_ACCEPTED);
}

TEST_F(PrivacyTest, RefusesWhatIsOfAnotherSite) {
  v1::ErasePersonRequest request;
  request.set_parent("sites/demo");
  v1::ErasureReceipt receipt;
  EXPECT_EQ(ReasonOf(privacy_.Erase(request, "dpo", &receipt)),
            "INVALID_FIELD");
  request.add_comments("sites/other/comments/1");
  EXPECT_EQ(ReasonOf(privacy_.Erase(request, "dpo", &receipt)),
            "INVALID_FIELD");
  Privacy without(&engine_, &clock_, nullptr, &moderator_);
  request.clear_comments();
  request.add_emails("a@b.test");
  EXPECT_EQ(ReasonOf(without.Erase(request, "dpo", &receipt)), "NO_DATA");
}

}  // namespace
}  // namespace crible
