#include "service/decision_message.h"

#include <memory>

#include "engine/bundle.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/limits.h"
#include "service/test_bundle.h"

namespace crible {
namespace {

class DecisionMessage : public testing::Test {
 protected:
  DecisionMessage() {
    m_.bundle = TestBundle();
    comment_.body = "Bonjour";
  }
  // What is written is read, and would be written the same by protobuf.
  v1::Decision Fill() {
    std::string bytes;
    AppendDecision({.name = "n", .comment = "c", .supersedes = "s"}, m_,
                   comment_, AllLanguages(), &bytes);
    v1::Decision message;
    EXPECT_TRUE(message.ParseFromString(bytes));
    EXPECT_EQ(message.SerializeAsString(), bytes);
    EXPECT_EQ(message.name() + message.comment() + message.supersedes(), "ncs");
    return message;
  }

  const std::string kLongName = std::string(400, 'x');
  Moderation m_;
  Comment comment_;
};

TEST_F(DecisionMessage, LaneAndObservedOnlyWhereTheyMean) {
  m_.decision.verdict = Verdict::kAccept;
  m_.decision.lane = Lane::kUrgent;
  EXPECT_EQ(Fill().lane(), v1::LANE_UNSPECIFIED);
  EXPECT_EQ(Fill().observed_verdict(), v1::VERDICT_UNSPECIFIED);
  m_.decision.observed = Verdict::kReject;
  m_.decision.reasons.push_back(
      {.kind = ReasonKind::kPolicy, .note = PolicyNote::kObserve});
  EXPECT_EQ(Fill().observed_verdict(), v1::VERDICT_REJECT);
  EXPECT_EQ(Fill().reasons(0).code(), "observe");
  m_.decision.verdict = Verdict::kHold;
  EXPECT_EQ(Fill().lane(), v1::LANE_URGENT);
}

TEST_F(DecisionMessage, FaultsAreToldWithoutACategory) {
  m_.evidence.faults.push_back({Part::kFacts, "did not answer in time"});
  m_.decision.reasons.push_back({.kind = ReasonKind::kFault, .index = 0});
  const v1::Decision message = Fill();
  ASSERT_EQ(message.faults_size(), 1);
  EXPECT_EQ(message.faults(0).part(), "facts");
  EXPECT_EQ(message.faults(0).cause(), "did not answer in time");
  EXPECT_EQ(message.reasons(0).kind(), v1::REASON_KIND_FAULT);
  EXPECT_EQ(message.reasons(0).code(), "facts");
  EXPECT_EQ(message.reasons(0).category(), "");
}

TEST_F(DecisionMessage, EveryFieldArrives) {
  m_.decision.look = true;
  m_.decision.scores = {{.category = kAbuse,
                         .base = -0.5,
                         .model = 1e-9,
                         .rules = 0,
                         .log_odds = -3,
                         .probability = 0.25}};
  RuleFace face{.id = "t/x", .reason = {"« {match} »", "“{match}”"}};
  m_.evidence.spans.push_back({.span = {Field::kAuthorName, 1, 300}});
  comment_.author.name = std::string_view(kLongName);
  m_.evidence.hits.push_back({.rule = &face, .span_begin = 0, .span_end = 1});
  m_.decision.reasons.push_back({.kind = ReasonKind::kRule,
                                 .category = kAbuse,
                                 .index = 0,
                                 .ground = "g",
                                 .share = -0.0});
  ObservedFacts& facts = m_.evidence.facts;
  facts.now = absl::FromUnixNanos(-1'500'000'001);
  facts.repeats = {{.of = RepeatOf::kLink,
                    .window_seconds = 3600,
                    .count = 300,
                    .authors = 0}};
  facts.author = {.comments = 0u,
                  .accepted = 200u,
                  .rejected = 1u,
                  .first_seen = absl::FromUnixSeconds(1),
                  .trusted = false};
  facts.earlier = EarlierResolution::kRefused;
  facts.reports = 0u;
  m_.evidence.language = "fr";
  const v1::Decision message = Fill();
  EXPECT_TRUE(message.look());
  EXPECT_EQ(message.language(), "fr");
  EXPECT_EQ(message.bundle(), m_.bundle->hash);
  EXPECT_EQ(message.decide_time().seconds(), -2);
  EXPECT_EQ(message.decide_time().nanos(), 499'999'999);
  const v1::CategoryScore& score = message.scores(0);
  EXPECT_EQ(score.category(), "abuse");
  EXPECT_EQ(score.base(), -0.5);
  EXPECT_EQ(score.model(), 1e-9);
  EXPECT_EQ(score.log_odds(), -3);
  EXPECT_EQ(score.probability(), 0.25);
  const v1::Reason& reason = message.reasons(0);
  EXPECT_EQ(reason.rule(), "t/x");
  EXPECT_EQ(reason.ground(), "g");
  EXPECT_EQ(reason.spans(0).field(), "author.display_name");
  EXPECT_EQ(reason.spans(0).end_byte(), 300u);
  EXPECT_EQ(reason.texts_size(), 2);
  const v1::RepeatCount& repeat = message.facts().repeats(0);
  EXPECT_EQ(repeat.of(), v1::REPEAT_OF_LINK);
  EXPECT_EQ(repeat.window().seconds(), 3600);
  EXPECT_EQ(repeat.count(), 300u);
  const v1::AuthorHistory& author = message.facts().author();
  EXPECT_TRUE(author.has_comment_count());
  EXPECT_EQ(author.accepted_count(), 200u);
  EXPECT_EQ(author.rejected_count(), 1u);
  EXPECT_EQ(author.first_seen_time().seconds(), 1);
  EXPECT_TRUE(author.has_trusted());
  EXPECT_TRUE(message.facts().has_report_count());
  EXPECT_EQ(message.facts().earlier_resolution(),
            v1::EARLIER_RESOLUTION_REFUSED);
}

TEST_F(DecisionMessage, SpansAreBounded) {
  RuleFace face{.id = "t/x", .reason = {"{match}", "{match}"}};
  Hit hit{.rule = &face, .span_begin = 0, .span_end = 0};
  for (uint32_t i = 0; i < 50; ++i) {
    m_.evidence.spans.push_back({.span = {Field::kBody, i % 6, i % 6 + 1}});
    m_.evidence.spans.back().span.field = static_cast<Field>(i / 10);
    ++hit.span_end;
  }
  m_.evidence.hits.push_back(hit);
  m_.decision.reasons.push_back({.kind = ReasonKind::kRule, .index = 0});
  EXPECT_EQ(Fill().reasons(0).spans_size(), kReasonSpansMax);
}

TEST(KeepLanguages, LeavesThoseAskedForInTheirOrder) {
  v1::Decision both;
  for (const UiLanguage language : AllLanguages()) {
    both.add_reasons();
    for (v1::Reason& reason : *both.mutable_reasons()) {
      reason.clear_texts();
      for (const UiLanguage l : AllLanguages())
        reason.add_texts()->set_language(std::string(LanguageTag(l)));
    }
    v1::Decision one = both;
    KeepLanguages({language}, &one);
    for (const v1::Reason& reason : one.reasons()) {
      ASSERT_EQ(reason.texts_size(), 1);
      EXPECT_EQ(reason.texts(0).language(), LanguageTag(language));
    }
  }
  KeepLanguages({UiLanguage::kEnglish, UiLanguage::kFrench}, &both);
  EXPECT_EQ(both.reasons(0).texts(0).language(), "en");
  EXPECT_EQ(both.reasons(0).texts(1).language(), "fr");
}

}  // namespace
}  // namespace crible
