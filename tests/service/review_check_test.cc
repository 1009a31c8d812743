// What a filter of ReviewService takes, as a moderator's call has it.

#include "service/review_check.h"

#include "crible/v1/comment_record.pb.h"
#include "service/review_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;

using ReviewFilterTest = ReviewFixture;

TEST_F(ReviewFilterTest, FiltersByEachOfItsFields) {
  Send("1", kHeld);
  const std::string language = Get("1").record().decision().language();
  clock_.Advance(absl::Hours(1));
  Send("2", "Encore une offre de prêt", "max");
  v1::ClaimReviewItemsRequest claim;
  claim.set_parent("sites/demo");
  claim.add_names(ItemName("2"));
  v1::ClaimReviewItemsResponse claimed;
  ASSERT_TRUE(IsOk(reviewer_.Claim(claim, "ann", &claimed)));
  using Filter = v1::ReviewFilter;
  const std::vector<std::string> both = {"1", "2"}, none;
  const struct {
    const char* name;
    void (*set)(Filter*);
    std::vector<std::string> want;
  } kCases[] = {
      {"queue", [](Filter* f) { f->set_queue(v1::REVIEW_QUEUE_HELD); }, both},
      {"other", [](Filter* f) { f->set_queue(v1::REVIEW_QUEUE_LOOK); }, none},
      {"lane", [](Filter* f) { f->set_lane(v1::LANE_NORMAL); }, both},
      {"urgent", [](Filter* f) { f->set_lane(v1::LANE_URGENT); }, none},
      {"rule", [](Filter* f) { f->set_rule("loans/offer"); }, both},
      {"no rule", [](Filter* f) { f->set_rule("loans/other"); }, none},
      {"category", [](Filter* f) { f->set_category("spam"); }, both},
      {"no category", [](Filter* f) { f->set_category("abuse"); }, none},
      {"ground", [](Filter* f) { f->set_ground("insult"); }, none},
      {"article", [](Filter* f) { f->set_article("sites/demo/articles/a"); },
       both},
      {"author", [](Filter* f) { f->set_author_id("max"); }, {"2"}},
      {"no language", [](Filter* f) { f->set_language("br"); }, none},
      {"claimed", [](Filter* f) { f->set_claimed(true); }, {"2"}},
      {"free", [](Filter* f) { f->set_claimed(false); }, {"1"}},
      {"desk", [](Filter* f) { f->set_desk(true); }, none},
      {"fault", [](Filter* f) { f->set_fault_only(true); }, none},
      {"old", [](Filter* f) { f->mutable_min_age()->set_seconds(60); }, {"1"}},
      {"new", [](Filter* f) { f->mutable_max_age()->set_seconds(60); }, {"2"}},
  };
  for (const auto& one : kCases) {
    v1::ListReviewItemsRequest request;
    one.set(request.mutable_filter());
    EXPECT_EQ(Listed(request), one.want) << one.name;
  }
  v1::ListReviewItemsRequest request;
  request.mutable_filter()->set_language(language);
  EXPECT_EQ(Listed(request), both);
}

TEST_F(ReviewFilterTest, FiltersByWordsAndName) {
  Send("1", "Voici une offre de prêt, l'été");
  Send("2", "Une offre de prêt, l'hiver");
  const auto listed = [&](const std::string& text, const std::string& author) {
    v1::ListReviewItemsRequest request;
    request.mutable_filter()->set_text(text);
    request.mutable_filter()->set_author(author);
    return Listed(request);
  };
  EXPECT_THAT(listed("ÉTÉ", ""), ElementsAre("1"));
  EXPECT_THAT(listed("offre hiver", ""), ElementsAre("2"));
  EXPECT_THAT(listed("été hiver", ""), ElementsAre());
  EXPECT_THAT(listed("", "zoe mart"), ElementsAre("1", "2"));
  EXPECT_THAT(listed("", "max"), ElementsAre());
  v1::ListReviewItemsRequest by_rule;
  by_rule.mutable_filter()->set_rule("loans/offer");
  EXPECT_THAT(Listed(by_rule), ElementsAre("1", "2"));
}

// More than one call looks through.
TEST_F(ReviewFilterTest, FindsAPartOfANameAmongManyInOneCall) {
  constexpr int kItems = 5300;
  std::vector<CommitPointer> commits;
  for (int i = 0; i < kItems; ++i) {
    v1::CommentRecord record;
    v1::Author& author = *record.mutable_comment()->mutable_author();
    author.set_display_name(fmt::format("Lecteur {}", i));
    author.set_email(fmt::format("{}@exemple.test", i * i));
    if (i == kItems - 1) author.set_display_name("Anne-Zoé L'Hôpital");
    const std::string name = CommentName(std::to_string(i));
    record.mutable_comment()->set_name(name);
    commits.push_back(
        store_->Record({.site = "demo",
                        .comment = name,
                        .content = "content",
                        .verdict = Verdict::kHold,
                        .time = clock_.Now() + absl::Milliseconds(i),
                        .payload = record.SerializeAsString()}));
  }
  for (const CommitPointer& commit : commits) CRIBLE_ASSERT_OK(commit->Wait());
  while (*store_->IndexItems(clock_.Now())) continue;
  const auto found = [&](const std::string& author) {
    v1::ListReviewItemsRequest request;
    request.mutable_filter()->set_author(author);
    return Listed(request);
  };
  EXPECT_THAT(found("e-zoé l'hô"), ElementsAre("5299"));
  EXPECT_THAT(found("E L"), ElementsAre("5299"));
  EXPECT_THAT(found("27984100@EX"), ElementsAre("5290"));
  EXPECT_THAT(found("cteur 4242"), ElementsAre("4242"));
  EXPECT_THAT(found("nobody at all"), ElementsAre());
  EXPECT_EQ(found("exemple").size(), 50u);
  // Too short for a list: the queue is gone through, in two calls.
  EXPECT_THAT(found("l'"), ElementsAre());
}

}  // namespace
}  // namespace crible
