#include "engine/engine.h"

#include <atomic>
#include <cmath>
#include <thread>

#include "engine/reason_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/test_bundle.h"

namespace crible {
namespace {

constexpr char kOffer[] =
    "Bonjour à tous, une OFFRE DE PRÊT sérieuse : jean.pret@exemple.test";

class EngineTest : public testing::Test {
 protected:
  const Decision& Moderate(std::string_view body) {
    comment_ = Comment{.site = "default", .body = body};
    engine_.Moderate(comment_, &facts_, absl::FromUnixSeconds(1767225600), &m_);
    return m_.decision;
  }
  std::string Text(const Reason& reason, UiLanguage language) {
    std::string text;
    AppendReasonText(m_, comment_, reason, language, &text);
    return text;
  }

  Engine engine_{TwoRulesBundle()};
  NoFacts facts_;
  Comment comment_;
  Moderation m_;
};

TEST_F(EngineTest, HoldsAndSaysWhyInBothLanguages) {
  const Decision& decision = Moderate(kOffer);
  EXPECT_EQ(decision.verdict, Verdict::kHold);
  ASSERT_FALSE(decision.reasons.empty());
  const Reason& reason = decision.reasons[0];
  EXPECT_EQ(reason.kind, ReasonKind::kRule);
  EXPECT_EQ(ReasonRule(m_, reason), "test/offer");
  EXPECT_EQ(reason.ground, "spam");
  EXPECT_EQ(Text(reason, UiLanguage::kFrench),
            "Propose un prêt d'argent et donne un contact : « OFFRE DE PRÊT », "
            "jean.pret@exemple.test");
  EXPECT_EQ(Text(reason, UiLanguage::kEnglish),
            "Offers a loan and gives a contact: “OFFRE DE PRÊT”, "
            "jean.pret@exemple.test");
}

TEST_F(EngineTest, AReasonQuotesItsPartsOnOneLine) {
  Moderate("Un prêt entre\n  particuliers, une offre de prêt : a@exemple.test");
  EXPECT_EQ(Text(m_.decision.reasons.at(0), UiLanguage::kEnglish),
            "Offers a loan and gives a contact: “prêt entre particuliers … "
            "offre de prêt”, "
            "a@exemple.test");
}

TEST_F(EngineTest, SpansAreBytesOfTheSource) {
  Moderate(kOffer);
  std::vector<Span> spans;
  AppendReasonSpans(m_, m_.decision.reasons.at(0), &spans);
  ASSERT_EQ(spans.size(), 2u);
  const auto text = [&](const Span& span) {
    return comment_.body.substr(span.begin, span.end - span.begin);
  };
  EXPECT_EQ(text(spans[0]), "OFFRE DE PRÊT");
  EXPECT_EQ(text(spans[1]), "jean.pret@exemple.test");
}

TEST_F(EngineTest, AcceptsTheInnocent) {
  EXPECT_EQ(
      Moderate("Mon conseiller m'a fait une offre de prêt, trop cher.").verdict,
      Verdict::kAccept);
  EXPECT_EQ(Moderate("Bravo !").verdict, Verdict::kAccept);
}

TEST_F(EngineTest, AReusedModerationGivesTheSameDecision) {
  Moderate(
      "https://bit.ly/abc et un long texte qui remplit la place de travail");
  Moderate(kOffer);
  Moderation fresh;
  engine_.Moderate(comment_, &facts_, absl::FromUnixSeconds(1767225600),
                   &fresh);
  EXPECT_EQ(m_.decision.verdict, fresh.decision.verdict);
  ASSERT_EQ(m_.decision.reasons.size(), fresh.decision.reasons.size());
  for (size_t i = 0; i < fresh.decision.reasons.size(); ++i) {
    EXPECT_EQ(m_.decision.reasons[i].share, fresh.decision.reasons[i].share);
  }
}

TEST_F(EngineTest, TakingAHitAwayMovesTheScoreByItsShare) {
  const Decision with = Moderate("Regardez donc par ici : https://bit.ly/abc");
  double share = 0;
  for (const Reason& reason : with.reasons) {
    if (ReasonRule(m_, reason) == "test/short-link") share = reason.share;
  }
  ASSERT_NE(share, 0);
  m_.evidence.hits.clear();
  Redecide(comment_, &m_);
  EXPECT_NEAR(with.scores.at(0).log_odds - m_.decision.scores.at(0).log_odds,
              share, 1e-9);
}

TEST_F(EngineTest, AnArticlesOwnAuthorFactsFillWhatWasNotSent) {
  ObservedFacts seen;
  seen.author.comments = 400;
  RecordedFacts recorded(seen);
  const Comment comment{.site = "default", .body = "Bonjour"};
  engine_.Moderate(comment, &recorded, absl::Now(), &m_);
  EXPECT_EQ(m_.with_history.author.comments, 400u);
}

TEST_F(EngineTest, WhatIsSetForTheArticleGoesBeforeThePolicy) {
  const auto verdict = [&](ArticleMode mode) {
    ObservedFacts seen;
    seen.mode = mode;
    RecordedFacts recorded(seen);
    const Comment comment{.site = "default", .body = "Bonjour"};
    engine_.Moderate(comment, &recorded, absl::Now(), &m_);
    return m_.decision.verdict;
  };
  EXPECT_EQ(verdict(ArticleMode::kByPolicy), Verdict::kAccept);
  EXPECT_EQ(verdict(ArticleMode::kBefore), Verdict::kHold);
  EXPECT_EQ(verdict(ArticleMode::kClosed), Verdict::kReject);
  EXPECT_EQ(verdict(ArticleMode::kAfter), Verdict::kAccept);
}

TEST_F(EngineTest, AFaultOfTheFactsHoldsWithoutAccusing) {
  ObservedFacts seen;
  seen.faults.push_back({Part::kRules, "out of memory"});
  RecordedFacts recorded(seen);
  const Comment comment{.site = "default", .body = "Bonjour"};
  engine_.Moderate(comment, &recorded, absl::Now(), &m_);
  EXPECT_EQ(m_.decision.verdict, Verdict::kHold);
  ASSERT_EQ(m_.decision.reasons.at(0).kind, ReasonKind::kFault);
  EXPECT_THAT(Text(m_.decision.reasons.at(0), UiLanguage::kFrench),
              testing::HasSubstr("pas un indice contre le commentaire"));
}

TEST_F(EngineTest, PatternsReadDisguisedWordsAsRulesOfPhrasesDo) {
  engine_.Activate(BundleOf(
      {{"rules/a.toml",
        "[[rule]]\nid = \"pills\"\ncategory = \"spam\"\nground = "
        "\"spam\"\nthen = \"hold\"\n"
        "regex = 'viagra +pas +cher'\nreason.en = \"Sells {match}\"\n"
        "must_match = [\"ici du viagra pas cher pour tous les voisins du "
        "village\"]\n"
        "must_pass = [\"rien de tel par ici, merci bien\"]\n"
        "[[rule]]\nid = \"word\"\ncategory = \"spam\"\nground = \"spam\"\nthen "
        "= \"watch\"\n"
        "phrase = \"viagra\"\nreason.en = \"Names {match}\"\n"
        "must_match = [\"ici du viagra pour tous les voisins du village\"]\n"
        "must_pass = [\"rien de tel par ici, merci bien\"]\n"},
       {"grounds.toml", kSpamGround}}));
  for (const char* body : {"du v1agra pas cher", "du v i a g r a pas cher",
                           "du vіаgrа pas cher", "du v\u200Biagra pas cher"}) {
    EXPECT_EQ(Moderate(body).verdict, Verdict::kHold) << body;
  }
  EXPECT_EQ(Text(m_.decision.reasons.at(0), UiLanguage::kEnglish),
            "Sells v\u200Biagra pas cher");
}

TEST_F(EngineTest, ActivatesWhileCommentsFlow) {
  const auto other = BundleOf({});
  const auto first = engine_.bundle();
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  std::thread worker([&] {
    Moderation m;
    NoFacts facts;
    const Comment comment{.site = "default", .body = kOffer};
    while (!stop) {
      engine_.Moderate(comment, &facts, absl::FromUnixSeconds(1), &m);
      const bool held = m.decision.verdict == Verdict::kHold;
      // Each decision is of one bundle, whole.
      if (held != (m.bundle == first)) ++wrong;
    }
  });
  for (int i = 0; i < 200; ++i) engine_.Activate(i % 2 ? first : other);
  stop = true;
  worker.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace crible
