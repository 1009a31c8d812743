#include "service/legal.h"

#include "base/sha256.h"
#include "base/signature.h"
#include "service/privacy.h"
#include "service/review_fixture.h"

namespace crible {
namespace {

using testing::HasSubstr;

std::string FromHex(const std::string& hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

class LegalTest : public ReviewFixture {
 protected:
  RpcStatus Disclose(const std::string& id, v1::Disclosure* out) {
    v1::DiscloseRequest request;
    request.set_name(CommentName(id));
    request.set_authority("Tribunal");
    request.set_case_reference("42");
    return legal_.Disclose(request, "legal", out);
  }

  Legal legal_{&engine_, &clock_, store_.get(), &moderator_};
  Privacy privacy_{&engine_, &clock_, store_.get(), &moderator_};
};

TEST_F(LegalTest, ADisclosureIsSignedAndInTheLog) {
  Send("1", kHeld);
  v1::Disclosure out;
  ASSERT_TRUE(IsOk(Disclose("1", &out)));
  EXPECT_TRUE(IsSignedBy(FromHex(out.public_key()), FromHex(out.signature()),
                         out.document()));
  EXPECT_FALSE(IsSignedBy(FromHex(out.public_key()), FromHex(out.signature()),
                          out.document() + " "));
  EXPECT_THAT(out.document(), HasSubstr("zoe"));
  const auto events = store_->ReadEvents({.comment = CommentName("1")}, 0, 10);
  ASSERT_THAT(events, IsOk());
  EXPECT_EQ(events->back().kind, EventKind::kAccess);
  EXPECT_EQ(events->back().subject, "legal");
  v1::Disclosure none;
  EXPECT_EQ(ReasonOf(Disclose("9", &none)), "UNKNOWN_NAME");
  EXPECT_EQ(none.document(), "");
}

TEST_F(LegalTest, AfterAnErasureTheVaultTellsWhoAndNotWhat) {
  Send("1", kHeld);
  v1::ErasePersonRequest erase;
  erase.set_parent("sites/demo");
  erase.add_author_ids("zoe");
  v1::ErasureReceipt receipt;
  ASSERT_TRUE(IsOk(privacy_.Erase(erase, "dpo", &receipt)));
  v1::Disclosure out;
  ASSERT_TRUE(IsOk(Disclose("1", &out)));
  EXPECT_THAT(out.document(), HasSubstr("\"fromVault\": true"));
  EXPECT_THAT(out.document(), HasSubstr("zoe"));
  EXPECT_THAT(out.document(), testing::Not(HasSubstr(kHeld)));
}

TEST_F(LegalTest, AnOrderHasAClock) {
  Send("1", kFine);
  store_->Flush();
  v1::EnforceRemovalOrderRequest request;
  request.set_name(CommentName("1"));
  v1::EnforceRemovalOrderResponse response;
  EXPECT_EQ(ReasonOf(legal_.EnforceOrder(request, "legal", &response)),
            "INVALID_FIELD");
  request.set_authority("OFAC");
  request.set_case_reference("77");
  request.set_hours(1);
  request.mutable_receive_time()->set_seconds(
      absl::ToUnixSeconds(clock_.Now() - absl::Hours(2)));
  ASSERT_TRUE(IsOk(legal_.EnforceOrder(request, "legal", &response)));
  EXPECT_FALSE(response.in_time());
  ASSERT_EQ(response.events_size(), 1);
  EXPECT_EQ(response.events(0).kind(), v1::EVENT_KIND_REMOVAL_ORDER);
  EXPECT_EQ(response.events(0).detail().note(), "OFAC, 77");
  response.Clear();
  request.clear_receive_time();
  ASSERT_TRUE(IsOk(legal_.EnforceOrder(request, "legal", &response)));
  EXPECT_TRUE(response.in_time());
  // What was decided a moment ago is not answered any more.
  const v1::Decision copy = Send("2", kFine, "max");
  EXPECT_EQ(copy.verdict(), v1::VERDICT_REJECT);
  ASSERT_EQ(copy.reasons_size(), 1);
  EXPECT_EQ(copy.reasons(0).code(), "ordered_away");
  EXPECT_EQ(Send("3", "Merci pour ce bel article", "max").verdict(),
            v1::VERDICT_ACCEPT);
}

TEST_F(LegalTest, NearlyTheOrderedTextIsHeldAndTheOrderNamed) {
  const std::string text =
      "Rendez-vous samedi devant la mairie avec de quoi tout brûler, on sait "
      "où habite le maire";
  Send("1", text);
  store_->Flush();
  v1::EnforceRemovalOrderRequest request;
  request.set_name(CommentName("1"));
  request.set_authority("Parquet de Lyon");
  request.set_case_reference("24/77");
  v1::EnforceRemovalOrderResponse response;
  ASSERT_TRUE(IsOk(legal_.EnforceOrder(request, "legal", &response)));
  const auto said = [](const v1::Decision& decision) {
    std::string all;
    for (const auto& reason : decision.reasons())
      for (const auto& one : reason.texts())
        all += reason.code() + " " + one.language() + ": " + one.text() + "\n";
    return all;
  };
  const v1::Decision same = Send("2", text, "max");
  EXPECT_EQ(same.verdict(), v1::VERDICT_REJECT);
  EXPECT_THAT(said(same),
              HasSubstr("ordered_away fr: Une autorité a ordonné le retrait de "
                        "ce texte : Parquet de Lyon, 24/77"));
  v1::ModerateCommentRequest asked;
  asked.set_parent("sites/third");
  asked.mutable_comment()->set_body(text + " et ses amis");
  asked.add_reason_languages("en");
  asked.add_reason_languages("fr");
  const v1::Decision near = SendRequest(&moderator_, &asked);
  EXPECT_EQ(near.verdict(), v1::VERDICT_HOLD);
  EXPECT_EQ(near.facts().order(), "Parquet de Lyon, 24/77");
  EXPECT_THAT(said(near),
              HasSubstr("nearly_ordered en: Nearly the text whose removal an "
                        "authority has ordered: Parquet de Lyon, 24/77"));
  EXPECT_THAT(said(near),
              HasSubstr("nearly_ordered fr: Presque le texte dont une autorité "
                        "a ordonné le retrait : Parquet de Lyon, 24/77"));
  EXPECT_THAT(said(near), testing::Not(HasSubstr("mairie")));
  EXPECT_EQ(Send("4", "On se retrouve samedi au marché", "eve").verdict(),
            v1::VERDICT_ACCEPT);
}

TEST_F(LegalTest, AHoldNeedsATargetACaseAndAnEnd) {
  v1::PlaceLegalHoldRequest request;
  request.set_parent("sites/demo");
  v1::Event event;
  EXPECT_EQ(ReasonOf(legal_.PlaceHold(request, "legal", &event)),
            "INVALID_FIELD");
  request.set_comment("sites/other/comments/1");
  request.set_case_reference("PV 12");
  request.mutable_until_time()->set_seconds(
      absl::ToUnixSeconds(clock_.Now() + absl::Hours(24)));
  EXPECT_EQ(ReasonOf(legal_.PlaceHold(request, "legal", &event)),
            "INVALID_FIELD");
  request.set_comment(CommentName("1"));
  ASSERT_TRUE(IsOk(legal_.PlaceHold(request, "legal", &event)));
  v1::ListLegalHoldsRequest list;
  list.set_parent("sites/demo");
  v1::ListLegalHoldsResponse holds;
  ASSERT_TRUE(IsOk(legal_.ListHolds(list, "legal", &holds)));
  ASSERT_EQ(holds.holds_size(), 1);
  EXPECT_EQ(holds.holds(0).target(), CommentName("1"));
  v1::EndLegalHoldRequest end;
  end.set_name(holds.holds(0).name());
  ASSERT_TRUE(IsOk(legal_.EndHold(end, "legal", &event)));
  EXPECT_EQ(ReasonOf(legal_.EndHold(end, "legal", &event)), "UNKNOWN_NAME");
}

TEST_F(LegalTest, AStatementNeedsARefusal) {
  Send("1", kHeld);
  v1::GetStatementRequest request;
  request.set_name(CommentName("1"));
  v1::StatementOfReasons out;
  EXPECT_EQ(ReasonOf(legal_.GetStatement(request, "cms", &out)), "NOT_NOW");
  v1::ReviewItem item;
  ASSERT_TRUE(IsOk(Resolve("1", v1::OUTCOME_REJECT, &item)));
  ASSERT_TRUE(IsOk(legal_.GetStatement(request, "cms", &out)));
  EXPECT_EQ(out.ground(), "spam");
  EXPECT_EQ(out.decided_by(), v1::DECIDED_BY_PERSON);
  request.set_name(CommentName("9"));
  EXPECT_EQ(ReasonOf(legal_.GetStatement(request, "cms", &out)),
            "UNKNOWN_NAME");
}

TEST_F(LegalTest, FiguresAboutModeratorsAreOffAndOfNoFewPeople) {
  // 2023-11-14; the month is over later.
  v1::GetTeamFiguresRequest request;
  request.set_parent("sites/demo");
  request.set_year(2023);
  request.set_month(11);
  v1::TeamFigures out;
  const auto ask = [&] {
    out.Clear();
    return ReasonOf(legal_.GetTeamFigures(request, "dpo", &out));
  };
  const auto decide = [&](int person) {
    const std::string id = fmt::format("{}", person);
    Send(id, kHeld);
    v1::ReviewItem item;
    ASSERT_TRUE(IsOk(Resolve(id, v1::OUTCOME_REJECT, &item, "person " + id)));
  };
  for (int person = 0; person < 4; ++person) decide(person);
  engine_.Activate(TestBundle("[group]\nmoderators.figures = true\n"));
  EXPECT_EQ(ask(), "INVALID_FIELD");  // the month is not over
  clock_.Advance(absl::Hours(24 * 20));
  EXPECT_EQ(ask(), "TOO_FEW_PEOPLE");
  EXPECT_EQ(out.ByteSizeLong(), 0u);
  clock_.Advance(-absl::Hours(24 * 20));
  decide(4);
  clock_.Advance(absl::Hours(24 * 20));
  EXPECT_EQ(ask(), "");
  EXPECT_EQ(out.people_count(), 5);
  EXPECT_EQ(out.resolution_count(), 5);
  // Who asked is in the log.
  const auto events = store_->ReadEvents({.site = "demo"}, 0, 100);
  ASSERT_THAT(events, IsOk());
  EXPECT_EQ(events->back().kind, EventKind::kAccess);
  EXPECT_EQ(events->back().subject, "dpo");
  engine_.Activate(TestBundle());
  EXPECT_EQ(ask(), "FIGURES_OFF");
  request.set_month(13);
  EXPECT_EQ(ask(), "INVALID_FIELD");
}

}  // namespace
}  // namespace crible
