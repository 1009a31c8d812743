// Restriction and objection.

#include "service/privacy.h"
#include "service/review_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PrivacyWishTest : public ReviewFixture {
 protected:
  std::vector<std::string> Queue() { return Listed({}); }

  Privacy privacy_{&engine_, &clock_, store_.get(), &moderator_};
};

TEST_F(PrivacyWishTest, RestrictsAndLifts) {
  Send("1", kHeld);
  v1::RestrictPersonRequest request;
  request.set_parent("sites/demo");
  request.set_author_id("zoe");
  v1::RestrictionReceipt receipt;
  ASSERT_TRUE(IsOk(privacy_.Restrict(request, "dpo", &receipt)));
  EXPECT_EQ(receipt.comment_count(), 1);
  EXPECT_THAT(Queue(), IsEmpty());
  // Their figures are not used either.
  const auto next = Send("2", kHeld);
  EXPECT_FALSE(next.facts().author().has_comment_count());
  EXPECT_THAT(Queue(), ElementsAre("2"));
  request.set_lift(true);
  receipt.Clear();
  ASSERT_TRUE(IsOk(privacy_.Restrict(request, "dpo", &receipt)));
  EXPECT_EQ(receipt.comment_count(), 2);
  EXPECT_THAT(Queue(), ElementsAre("1", "2"));
}

TEST_F(PrivacyWishTest, AnObjectionIsAmongTheFactsOfTheNextDecision) {
  v1::SetObjectionRequest request;
  request.set_parent("sites/demo");
  v1::ObjectionReceipt receipt;
  EXPECT_EQ(ReasonOf(privacy_.SetObjection(request, "dpo", &receipt)),
            "INVALID_FIELD");
  request.set_author_id("zoe");
  ASSERT_TRUE(IsOk(privacy_.SetObjection(request, "dpo", &receipt)));
  EXPECT_THAT(receipt.name(), HasSubstr("sites/demo/events/"));
  EXPECT_EQ(receipt.warnings_size(), 0);
  const auto events = store_->ReadEvents({.site = "demo"}, 0, 9);
  ASSERT_EQ(events->size(), 1u);
  EXPECT_EQ(events->front().kind, EventKind::kWishes);
  const auto decision = Send("1", kFine);
  EXPECT_TRUE(decision.facts().author().objects());
  request.set_withdraw(true);
  ASSERT_TRUE(IsOk(privacy_.SetObjection(request, "dpo", &receipt)));
  EXPECT_FALSE(Send("2", kFine).facts().author().has_objects());
}

TEST_F(PrivacyWishTest, AWishByNameOrAddressSaysWhomElseItMeets) {
  v1::SetObjectionRequest request;
  request.set_parent("sites/demo");
  request.mutable_person()->set_email("zoe@exemple.test");
  v1::ObjectionReceipt receipt;
  ASSERT_TRUE(IsOk(privacy_.SetObjection(request, "dpo", &receipt)));
  EXPECT_EQ(receipt.warnings_size(), 0);
  EXPECT_FALSE(Send("1", kFine).facts().author().has_objects());
  request.mutable_person()->set_display_name("zoe martin");
  request.mutable_person()->set_ip_address("192.0.2.9");
  ASSERT_TRUE(IsOk(privacy_.SetObjection(request, "dpo", &receipt)));
  ASSERT_EQ(receipt.warnings_size(), 4);
  EXPECT_THAT(receipt.warnings(0).text(), HasSubstr("quiconque"));
  EXPECT_THAT(receipt.warnings(1).text(), HasSubstr("everybody"));
  EXPECT_TRUE(Send("2", kFine, "max").facts().author().objects());
  v1::FindPersonRequest find;
  find.set_parent("sites/demo");
  *find.mutable_person() = request.person();
  v1::FindPersonResponse found;
  ASSERT_TRUE(IsOk(privacy_.Find(find, "dpo", &found)));
  EXPECT_TRUE(found.objects());
  EXPECT_FALSE(found.restricted());
  request.set_author_id("zoe");
  request.mutable_person()->set_author_id("max");
  EXPECT_EQ(ReasonOf(privacy_.SetObjection(request, "dpo", &receipt)),
            "INVALID_FIELD");
}

TEST_F(PrivacyWishTest, RestrictsByNameWhatIsThereAndWhatComes) {
  Send("1", kHeld);
  v1::RestrictPersonRequest request;
  request.set_parent("sites/demo");
  request.mutable_person()->set_display_name("ZOÉ MARTIN");
  v1::RestrictionReceipt receipt;
  ASSERT_TRUE(IsOk(privacy_.Restrict(request, "dpo", &receipt)));
  EXPECT_EQ(receipt.comment_count(), 1);
  EXPECT_EQ(receipt.warnings_size(), 2);
  EXPECT_THAT(Queue(), IsEmpty());
  // A person must decide on the next one; it teaches nothing.
  const auto next = Send("2", kHeld, "max");
  EXPECT_TRUE(next.facts().author().restricts());
  EXPECT_THAT(Queue(), ElementsAre("2"));
  v1::ReviewItem item;
  ASSERT_TRUE(IsOk(Resolve("2", v1::OUTCOME_REJECT, &item)));
  EXPECT_THAT(*store_->ListLessons({.site = "demo"}), IsEmpty());
  request.set_lift(true);
  receipt.Clear();
  ASSERT_TRUE(IsOk(privacy_.Restrict(request, "dpo", &receipt)));
  EXPECT_EQ(receipt.comment_count(), 2);
  EXPECT_THAT(Queue(), ElementsAre("1"));
  EXPECT_FALSE(Send("3", kFine).facts().author().has_restricts());
}

TEST_F(PrivacyWishTest, AWishEndsWithThePersonAndTheReceiptSaysSo) {
  Send("1", kHeld);
  v1::SetObjectionRequest request;
  request.set_parent("sites/demo");
  request.mutable_person()->set_display_name("Zoé Martin");
  v1::ObjectionReceipt receipt;
  ASSERT_TRUE(IsOk(privacy_.SetObjection(request, "dpo", &receipt)));
  v1::ErasePersonRequest erase;
  erase.set_parent("sites/demo");
  erase.add_author_ids("zoe");
  v1::ErasureReceipt erased;
  ASSERT_TRUE(IsOk(privacy_.Erase(erase, "dpo", &erased)));
  EXPECT_EQ(erased.wish_count(), 1);
  EXPECT_THAT(erased.texts(0).text(), HasSubstr("a pris fin"));
  EXPECT_THAT(erased.texts(1).text(), HasSubstr("has ended"));
  EXPECT_FALSE(Send("2", kFine).facts().author().has_objects());
}

}  // namespace
}  // namespace crible
