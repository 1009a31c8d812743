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
  v1::Decision Fill() {
    v1::Decision message;
    FillDecision(m_, comment_, AllLanguages(), &message);
    return message;
  }

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
