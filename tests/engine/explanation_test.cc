#include "engine/explanation.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/test_bundle.h"

namespace crible {
namespace {

constexpr char kOffer[] =
    "Une offre de prêt sérieuse : jean.pret@exemple.test, répondez-moi.";

class ExplanationTest : public testing::Test {
 protected:
  void ExplainBody(std::string_view body) {
    comment_ = Comment{.site = "default", .body = body};
    facts_.now = absl::FromUnixSeconds(1767225600);
    Explain(engine_, comment_, facts_, &explanation_);
  }

  Engine engine_{TwoRulesBundle()};
  ObservedFacts facts_;
  Comment comment_;
  Explanation explanation_;
};

TEST_F(ExplanationTest, DecidesAsModerateDoes) {
  ExplainBody(kOffer);
  Moderation m;
  RecordedFacts recorded(facts_);
  engine_.Moderate(comment_, &recorded, facts_.now, &m);
  EXPECT_EQ(explanation_.moderation.decision.verdict, m.decision.verdict);
  EXPECT_EQ(explanation_.moderation.decision.reasons.size(),
            m.decision.reasons.size());
}

TEST_F(ExplanationTest, ShownCounterfactualsFlipWhenRun) {
  ExplainBody(kOffer);
  ASSERT_FALSE(explanation_.counterfactuals.empty());
  for (const Counterfactual& c : explanation_.counterfactuals) {
    std::string body;
    uint32_t from = 0;
    for (const Span& span : c.removed) {
      body += comment_.body.substr(from, span.begin - from);
      from = span.end;
    }
    body += comment_.body.substr(from);
    Moderation m;
    RecordedFacts recorded(facts_);
    const Comment changed{.site = "default", .body = body};
    engine_.Moderate(changed, &recorded, facts_.now, &m);
    EXPECT_EQ(m.decision.verdict, c.verdict);
    EXPECT_LT(m.decision.verdict, explanation_.moderation.decision.verdict);
  }
}

TEST_F(ExplanationTest, SaysTheCounterfactualInBothLanguages) {
  const Counterfactual c{
      Counterfactual::Without::kLink, {}, "bit.ly", Verdict::kAccept};
  std::string fr, en;
  AppendCounterfactualText(c, UiLanguage::kFrench, &fr);
  AppendCounterfactualText(c, UiLanguage::kEnglish, &en);
  EXPECT_EQ(fr, "Sans le lien bit.ly, il aurait été publié.");
  EXPECT_EQ(en, "Without the link bit.ly, it would have been published.");
}

TEST_F(ExplanationTest, AnAcceptedCommentHasNothingToChange) {
  ExplainBody("Bravo à toute l'équipe.");
  EXPECT_TRUE(explanation_.counterfactuals.empty());
}

TEST_F(ExplanationTest, NamesTheFieldThatAnUndecidedRuleMisses) {
  engine_.Activate(BundleOf(
      {{"rules/a.toml",
        "[[rule]]\nid = \"new\"\ncategory = \"spam\"\nground = \"spam\"\nthen "
        "= \"hold\"\n"
        "author.comments.max = 2\nphrase = \"bonne affaire\"\nreason.en = "
        "\"New account\"\n"
        "must_match = [{ body = \"venez voir la bonne affaire du jour chez "
        "nous\", "
        "author.comments = 1 }]\n"
        "must_pass = [\"rien à signaler aujourd'hui par ici, merci bien\"]\n"},
       {"grounds.toml", kSpamGround}}));
  ExplainBody("Quelle bonne affaire !");
  ASSERT_EQ(explanation_.undecided.size(), 1u);
  EXPECT_EQ(explanation_.undecided[0].rule->id, "a/new");
  EXPECT_THAT(explanation_.undecided[0].missing,
              testing::ElementsAre("author.comments"));
  // A phrase that is not there settles it, whatever the author.
  ExplainBody("Quelle affaire !");
  EXPECT_TRUE(explanation_.undecided.empty());
}

TEST_F(ExplanationTest, TimesEveryStage) {
  ExplainBody(kOffer);
  for (const absl::Duration time : explanation_.moderation.stage_times) {
    EXPECT_GE(time, absl::ZeroDuration());
  }
  EXPECT_EQ(StageName(Stage::kRules), "rules");
}

}  // namespace
}  // namespace crible
