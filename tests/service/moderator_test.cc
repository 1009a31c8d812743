#include "service/moderator.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "service/test_bundle.h"
#include "signals/memory_facts.h"
#include "support/manual_clock.h"

namespace crible {
namespace {

class PatientCaller : public Caller {
 public:
  bool Waits() const override { return true; }
};
class GoneCaller : public Caller {
 public:
  bool Waits() const override { return false; }
};

std::string ReasonOf(const RpcStatus& status) {
  google::rpc::ErrorInfo info;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

// Counts how often the world is asked, and keeps whom it was asked about.
class CountingFacts : public Facts {
 public:
  void Observe(const FactQuery& query, absl::Time now, absl::Duration,
               ObservedFacts* facts) override {
    asked.push_back(query.comment);
    facts->Clear();
    facts->now = now;
  }
  std::vector<uint64_t> asked;
};

class ModeratorTest : public testing::Test {
 protected:
  static v1::ModerateCommentRequest Request(const std::string& body,
                                            const std::string& id = "") {
    v1::ModerateCommentRequest request;
    request.set_parent("sites/demo");
    request.mutable_comment()->set_body(body);
    if (!id.empty())
      request.mutable_comment()->set_name("sites/demo/comments/" + id);
    return request;
  }

  // Time passes between calls.
  RpcStatus Send(v1::ModerateCommentRequest request) {
    clock_.Advance(absl::Seconds(1));
    return moderator_.Moderate(PatientCaller(), nullptr, "", &request, &work_);
  }
  v1::Decision Decide(const v1::ModerateCommentRequest& request) {
    const RpcStatus status = Send(request);
    EXPECT_TRUE(IsOk(status)) << status.message();
    return Answer();
  }
  v1::Decision Answer() const {
    v1::Decision decision;
    EXPECT_TRUE(decision.ParseFromString(work_.decision));
    return decision;
  }

  ManualClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  Engine engine_{TestBundle()};
  CountingFacts facts_;
  Moderator moderator_{&engine_, &facts_, &clock_, {}};
  Work work_;
};

TEST_F(ModeratorTest, DecidesAndSaysWhy) {
  const std::string body = "Voici une offre de prêt";
  const v1::Decision decision = Decide(Request(body, "1"));
  EXPECT_EQ(decision.verdict(), v1::VERDICT_HOLD);
  EXPECT_EQ(decision.comment(), "sites/demo/comments/1");
  EXPECT_THAT(decision.name(),
              testing::StartsWith("sites/demo/comments/1/decisions/"));
  EXPECT_EQ(decision.bundle(), engine_.bundle()->hash);
  EXPECT_EQ(decision.supersedes(), "");
  ASSERT_GE(decision.reasons_size(), 1);
  const v1::Reason& reason = decision.reasons(0);
  EXPECT_EQ(reason.kind(), v1::REASON_KIND_RULE);
  EXPECT_EQ(reason.category(), "spam");
  ASSERT_EQ(reason.texts_size(), 1);
  EXPECT_EQ(reason.texts(0).language(), "fr");
  ASSERT_GE(reason.spans_size(), 1);
  EXPECT_EQ(reason.spans(0).field(), "body");
  EXPECT_EQ(reason.spans(0).begin_byte(), body.find("offre"));
}

TEST_F(ModeratorTest, ReasonsComeInTheLanguagesAskedFor) {
  v1::ModerateCommentRequest request = Request("offre de prêt", "1");
  const struct {
    std::vector<std::string> asked, got;
  } kCases[] = {{{}, {"fr"}},
                {{"en"}, {"en"}},
                {{"EN-gb", "fr"}, {"en", "fr"}},
                {{"fr", "en", "fr"}, {"fr", "en"}},
                {{"de", "eng"}, {"fr"}},
                {{"de", "en"}, {"en"}}};
  for (const auto& c : kCases) {
    request.clear_reason_languages();
    for (const std::string& tag : c.asked) request.add_reason_languages(tag);
    const v1::Decision decision = Decide(request);  // all but one recalled
    std::vector<std::string> got;
    for (const auto& text : decision.reasons(0).texts())
      got.push_back(text.language());
    EXPECT_EQ(got, c.got);
  }
  EXPECT_EQ(facts_.asked.size(), 1u);
}

TEST_F(ModeratorTest, SameNameSameContentIsTheSameDecision) {
  const v1::Decision first = Decide(Request("Bonjour", "1"));
  const v1::Decision again = Decide(Request("Bonjour", "1"));
  EXPECT_EQ(first.SerializeAsString(), again.SerializeAsString());
  EXPECT_EQ(facts_.asked.size(), 1u) << "nothing is counted";
}

TEST_F(ModeratorTest, RecheckDecidesAnewAndSupersedes) {
  const v1::Decision first = Decide(Request("Bonjour", "1"));
  v1::ModerateCommentRequest request = Request("Bonjour", "1");
  request.set_recheck(true);
  const v1::Decision second = Decide(request);
  EXPECT_NE(second.name(), first.name());
  EXPECT_EQ(second.supersedes(), first.name());
  ASSERT_EQ(facts_.asked.size(), 2u);
  EXPECT_EQ(facts_.asked[0], facts_.asked[1]) << "known as the same comment";
  EXPECT_EQ(Decide(Request("Bonjour", "1")).name(), second.name());
}

TEST_F(ModeratorTest, AnEditIsANewDecision) {
  const v1::Decision first = Decide(Request("Bonjour", "1"));
  const v1::Decision edited = Decide(Request("une offre de prêt", "1"));
  EXPECT_EQ(edited.verdict(), v1::VERDICT_HOLD);
  EXPECT_EQ(edited.supersedes(), first.name());
  EXPECT_EQ(facts_.asked[0], facts_.asked[1]);
  // What else rules read makes an edit too.
  v1::ModerateCommentRequest request = Request("une offre de prêt", "1");
  request.mutable_article()->set_title("Crédit : les offres");
  EXPECT_EQ(Decide(request).supersedes(), edited.name());
}

TEST_F(ModeratorTest, WithoutANameTheServerNames) {
  const v1::Decision one = Decide(Request("Bonjour"));
  const v1::Decision two = Decide(Request("Bonjour"));
  EXPECT_THAT(one.comment(),
              testing::MatchesRegex("sites/demo/comments/[0-9a-f]+"));
  EXPECT_NE(one.comment(), two.comment());
  // Sent again under the name it was given, it is the same.
  v1::ModerateCommentRequest request = Request("Bonjour");
  request.mutable_comment()->set_name(one.comment());
  EXPECT_EQ(Decide(request).name(), one.name());
}

TEST_F(ModeratorTest, ARequestIdMakesACallSafeToRepeat) {
  v1::ModerateCommentRequest request = Request("Bonjour");
  request.set_request_id("r1");
  const v1::Decision first = Decide(request);
  EXPECT_EQ(Decide(request).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(facts_.asked.size(), 1u);

  v1::ModerateCommentRequest other = request;
  other.mutable_comment()->set_body("Bonsoir");
  const RpcStatus status = Send(other);
  EXPECT_EQ(status.code(), 3);
  EXPECT_EQ(ReasonOf(status), kRequestIdReused);

  other.set_parent("sites/elsewhere");
  EXPECT_TRUE(IsOk(Send(other))) << "an id is a site's own";
}

TEST_F(ModeratorTest, ARepeatedRecheckIsOneRecheck) {
  Decide(Request("Bonjour", "1"));
  v1::ModerateCommentRequest request = Request("Bonjour", "1");
  request.set_recheck(true);
  request.set_request_id("r2");
  const v1::Decision first = Decide(request);
  EXPECT_EQ(Decide(request).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(facts_.asked.size(), 2u);
}

TEST_F(ModeratorTest, AfterADayTheNameFromARequestIdIsTheSame) {
  v1::ModerateCommentRequest request = Request("Bonjour");
  request.set_request_id("r1");
  const v1::Decision first = Decide(request);
  clock_.Advance(absl::Hours(25));
  const v1::Decision later = Decide(request);
  EXPECT_EQ(later.comment(), first.comment());
  EXPECT_NE(later.name(), first.name()) << "forgotten: decided anew";
  EXPECT_EQ(later.supersedes(), "");
}

TEST_F(ModeratorTest, DecidesNothingForACallerWhoIsGone) {
  v1::ModerateCommentRequest request = Request("Bonjour", "1");
  EXPECT_EQ(
      moderator_.Moderate(GoneCaller(), nullptr, "", &request, &work_).code(),
      4);
  EXPECT_TRUE(facts_.asked.empty());
}

TEST_F(ModeratorTest, ErrorsLeaveNothingOfTheFormerRequest) {
  Decide(Request("une offre de prêt", "1"));
  const RpcStatus status = Send(Request(" ", "2"));
  EXPECT_EQ(status.code(), 3);
  const v1::Decision next = Decide(Request("Bonjour", "2"));
  for (const v1::Reason& reason : next.reasons()) {
    EXPECT_NE(reason.kind(), v1::REASON_KIND_RULE);
  }
}

TEST_F(ModeratorTest, ABooksArticleIsPartOfTheContent) {
  ArticleBook book(10, 10000, moderator_.hash());
  v1::Article article;
  article.set_name("sites/demo/articles/a");
  article.set_title("Un titre");
  book.Add(article);
  v1::ModerateCommentRequest request = Request("Bonjour", "1");
  request.mutable_comment()->set_article("sites/demo/articles/a");
  const auto decide = [&] {
    clock_.Advance(absl::Seconds(1));
    v1::ModerateCommentRequest sent = request;
    EXPECT_TRUE(
        IsOk(moderator_.Moderate(PatientCaller(), &book, "", &sent, &work_)));
    return Answer();
  };
  const v1::Decision first = decide();
  EXPECT_EQ(decide().name(), first.name());
  article.set_title("Un autre titre");
  book.Add(article);
  EXPECT_EQ(decide().supersedes(), first.name());
}

// Sent with the comment or ahead of it, an article is the same.
TEST_F(ModeratorTest, ABooksArticleIsAsOneThatIsSent) {
  ArticleBook book(10, 10000, moderator_.hash());
  v1::ModerateCommentRequest request = Request("Bonjour", "1");
  request.mutable_comment()->set_article("sites/demo/articles/a");
  request.mutable_article()->set_name("sites/demo/articles/a");
  request.mutable_article()->set_title("Un titre");
  book.Add(request.article());
  const v1::Decision first = Decide(request);
  request.clear_article();
  EXPECT_TRUE(
      IsOk(moderator_.Moderate(PatientCaller(), &book, "", &request, &work_)));
  EXPECT_EQ(Answer().name(), first.name());
}

TEST_F(ModeratorTest, ExplainsWithoutEffect) {
  v1::ExplainCommentRequest request;
  request.set_parent("sites/demo");
  request.mutable_comment()->set_body("une offre de prêt");
  v1::Explanation out;
  ASSERT_TRUE(IsOk(moderator_.Explain(PatientCaller(), request, &out)));
  EXPECT_EQ(out.decision().verdict(), v1::VERDICT_HOLD);
  EXPECT_EQ(out.decision().name(), "");
  EXPECT_EQ(out.hits_size(), 1);
  EXPECT_EQ(out.views_size(), 3);
  EXPECT_TRUE(facts_.asked.empty());
  EXPECT_EQ(moderator_.memory().comments(), 0u);
}

TEST_F(ModeratorTest, ExplainsWithTheFactsOfTheDecision) {
  const v1::Decision decision = Decide(Request("une offre de prêt", "1"));
  clock_.Advance(absl::Hours(3));
  v1::ExplainCommentRequest request;
  request.mutable_comment()->set_name("sites/demo/comments/1");
  request.mutable_comment()->set_body("une offre de prêt");
  v1::Explanation out;
  ASSERT_TRUE(IsOk(moderator_.Explain(PatientCaller(), request, &out)));
  EXPECT_EQ(out.decision().facts().SerializeAsString(),
            decision.facts().SerializeAsString());
}

TEST_F(ModeratorTest, ARuleThatTheBundleLacksIsNotFound) {
  v1::ExplainCommentRequest request;
  request.set_parent("sites/demo");
  request.mutable_comment()->set_body("Bonjour");
  request.add_rules("no/such");
  v1::Explanation out;
  const RpcStatus status = moderator_.Explain(PatientCaller(), request, &out);
  EXPECT_EQ(status.code(), 5);
  EXPECT_EQ(ReasonOf(status), kUnknownRule);
}

TEST_F(ModeratorTest, TakesARuleApart) {
  v1::ExplainCommentRequest request;
  request.set_parent("sites/demo");
  request.mutable_comment()->set_body("une offre de prêt");
  request.add_rules("loans/offer");
  v1::Explanation out;
  ASSERT_TRUE(IsOk(moderator_.Explain(PatientCaller(), request, &out)));
  ASSERT_EQ(out.findings_size(), 1);
  ASSERT_GE(out.findings(0).conditions_size(), 1);
  EXPECT_EQ(out.findings(0).conditions(0).truth(), v1::TRUTH_TRUE);
  EXPECT_GT(out.findings(0).conditions(0).line(), 0u);
}

}  // namespace
}  // namespace crible
