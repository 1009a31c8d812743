// The same reasons from the same evidence: over every case of tests/cases, and
// over rows of the shared corpora where they are present, with the rules and
// models as shipped. Explaining decides as moderating does, a replay with the
// recorded facts gives the same bytes, shares add up, what is taken away moves
// the score by what it was said to be worth, spans stand on code points, and
// counterfactuals are true.

#include <filesystem>
#include <fstream>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "engine/case_file.h"
#include "engine/explanation.h"
#include "engine/reason_text.h"
#include "fmt/format.h"
#include "gtest/gtest.h"
#include "policy/score.h"
#include "support/status_matchers.h"
#include "text/utf8.h"

namespace crible {
namespace {

constexpr double kNear = 1e-6;
constexpr size_t kRowsMax = 10000;

// The whole decision as text: equal texts are equal decisions to the last bit.
std::string Page(const Moderation& m, const Comment& comment) {
  const Decision& d = m.decision;
  std::string page =
      fmt::format("{} {} {} {} {}\n", VerdictName(d.verdict), d.look,
                  LaneName(d.lane), VerdictName(d.observed), m.bundle->hash);
  const auto out = std::back_inserter(page);
  for (const CategoryScore& s : d.scores) {
    fmt::format_to(out, "{} {} {} {} {} {}\n", s.category, s.base, s.model,
                   s.rules, s.log_odds, s.probability);
  }
  for (const Reason& reason : d.reasons) {
    fmt::format_to(out, "{} {} {} {} {} {}", ReasonKindName(reason.kind),
                   reason.category, static_cast<int>(reason.note),
                   ReasonRule(m, reason), reason.ground, reason.share);
    for (const UiLanguage language :
         {UiLanguage::kFrench, UiLanguage::kEnglish}) {
      page += " | ";
      AppendReasonText(m, comment, reason, language, &page);
    }
    std::vector<Span> spans;
    AppendReasonSpans(m, reason, &spans);
    for (const Span& span : spans) {
      fmt::format_to(out, " {}[{},{})", FieldName(span.field), span.begin,
                     span.end);
    }
    page += '\n';
  }
  return page;
}

void ExpectSpan(const Span& span, const Comment& comment) {
  const std::string_view text = FieldText(comment, span.field);
  const auto boundary = [&](uint32_t at) {
    return at == text.size() ||
           (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80;
  };
  ASSERT_LT(span.begin, span.end);
  ASSERT_LE(span.end, text.size());
  EXPECT_TRUE(boundary(span.begin)) << span.begin;
  EXPECT_TRUE(boundary(span.end)) << span.end;
}

const CategoryScore* ScoreOf(const Decision& d, CategoryId category) {
  for (const CategoryScore& score : d.scores) {
    if (score.category == category) return &score;
  }
  return nullptr;
}

double LogOdds(const Decision& d, CategoryId category) {
  const CategoryScore* score = ScoreOf(d, category);
  return score ? score->log_odds : 0;
}

std::string BodyWithout(std::string_view body,
                        const std::vector<Span>& removed) {
  std::string kept;
  uint32_t from = 0;
  for (const Span& span : removed) {
    kept += body.substr(from, span.begin - from);
    from = span.end;
  }
  return kept += body.substr(from);
}

class AgreementTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto result = LoadBundleFolder(CRIBLE_SOURCE_DIR "/models",
                                   {.check_examples = false});
    CRIBLE_ASSERT_OK(result);
    ASSERT_NE(result->bundle, nullptr);
    engine_ = std::make_unique<Engine>(result->bundle);
  }
  static void TearDownTestSuite() { engine_.reset(); }

  // Everything that must hold of one comment and what was known about it.
  void Check(const Comment& comment, const ObservedFacts& facts) {
    comment_ = &comment;
    Run(comment, facts, &decided_);
    const std::string page = Page(decided_, comment);
    Explain(*engine_, comment, facts, &explanation_);
    EXPECT_EQ(Page(explanation_.moderation, comment), page);
    Run(comment, decided_.evidence.facts, &replayed_);
    EXPECT_EQ(Page(replayed_, comment), page);
    CheckSums();
    CheckSpans();
    for (size_t i = 0; i < decided_.evidence.hits.size(); ++i) TakeAwayHit(i);
    for (size_t i = 0; i < decided_.evidence.scores.size(); ++i) {
      TakeAwayModel(i);
    }
    CheckCounterfactuals(facts);
    ++checked_;
  }

  void Run(const Comment& comment, const ObservedFacts& facts, Moderation* m) {
    RecordedFacts recorded(facts);
    engine_->Moderate(comment, &recorded, facts.now, m);
  }

  // A category's shares, its base included, are its log-odds; a category that
  // did not matter has no reasons with shares. A model's log-odds are its
  // tokens' shares and its intercept.
  void CheckSums() {
    const Decision& d = decided_.decision;
    for (const CategoryScore& score : d.scores) {
      double sum = 0;
      bool based = false, shared = false;
      for (const Reason& reason : d.reasons) {
        if (reason.category != score.category) continue;
        sum += reason.share;
        shared |= reason.share != 0;
        based |= reason.note == PolicyNote::kBase;
      }
      EXPECT_NEAR(score.base + score.model + score.rules, score.log_odds,
                  kNear);
      EXPECT_EQ(shared, based);
      if (!based) continue;
      EXPECT_NEAR(sum, score.log_odds, kNear);
      ++sums_;
    }
    for (const ModelScore& model : explanation_.moderation.evidence.scores) {
      if (!model.trained || !model.enough) continue;
      const double sum = std::accumulate(
          model.shares.begin(), model.shares.end(), model.intercept,
          [](double s, const TokenShare& t) { return s + t.share; });
      EXPECT_NEAR(sum, model.log_odds, kNear);
      ++models_;
    }
  }

  void CheckSpans() {
    const Moderation& m = explanation_.moderation;
    for (const Reason& reason : m.decision.reasons) {
      std::vector<Span> spans;
      AppendReasonSpans(m, reason, &spans);
      EXPECT_TRUE(std::is_sorted(spans.begin(), spans.end()));
      for (const Span& span : spans) ExpectSpan(span, *comment_);
    }
    for (const HitSpan& span : m.evidence.spans) {
      ExpectSpan(span.span, *comment_);
    }
    for (const ModelScore& model : m.evidence.scores) {
      for (const TokenShare& token : model.shares) {
        if (token.span == Span()) continue;  // shapes
        ExpectSpan(token.span, *comment_);
      }
    }
  }

  // Whether a hit of the rule adds to its category's log-odds.
  bool Scores(const RuleFace& rule) const {
    if (rule.then == Then::kScore) return true;
    return rule.then >= Then::kHold &&
           decided_.bundle->scales[rule.category].counts_holds;
  }

  // Without a hit that scores the log-odds are lower by its share. Where it
  // shares its family's cap with others, these fill its place: then they are
  // lower by no more than its share.
  void TakeAwayHit(size_t index) {
    const RuleFace& rule = *decided_.evidence.hits[index].rule;
    if (!Scores(rule)) return;
    double share = 0, family = 0;
    size_t hits_of_family = 0;
    for (const Reason& reason : decided_.decision.reasons) {
      if (reason.kind == ReasonKind::kRule && reason.index == index) {
        share = reason.share;
      }
    }
    for (const Hit& hit : decided_.evidence.hits) {
      if (Scores(*hit.rule) && hit.rule->family == rule.family &&
          hit.rule->category == rule.category) {
        family += ScoreWeight(*hit.rule);
        ++hits_of_family;
      }
    }
    Run(*comment_, decided_.evidence.facts, &without_);
    without_.evidence.hits.erase(without_.evidence.hits.begin() + index);
    Redecide(*comment_, &without_);
    const double moved = LogOdds(decided_.decision, rule.category) -
                         LogOdds(without_.decision, rule.category);
    const RuleScale& scale = decided_.bundle->scales[rule.category];
    const CategoryScore* left = ScoreOf(without_.decision, rule.category);
    if (!left) return;  // a site's own category spoke by this rule alone
    if (family <= scale.family_cap || hits_of_family == 1) {
      EXPECT_NEAR(moved, share, kNear) << rule.id;
      ++taken_;
    } else {
      EXPECT_GE(moved, -kNear) << rule.id;
      EXPECT_LE(moved, share + kNear) << rule.id;
      ++capped_;
    }
  }

  void TakeAwayModel(size_t index) {
    const ModelScore& model = decided_.evidence.scores[index];
    if (!model.trained || !model.enough) return;
    const CategoryId category = model.category;
    Run(*comment_, decided_.evidence.facts, &without_);
    without_.evidence.scores[index].enough = false;
    Redecide(*comment_, &without_);
    EXPECT_NEAR(LogOdds(decided_.decision, category) -
                    LogOdds(without_.decision, category),
                model.log_odds, kNear);
  }

  void CheckCounterfactuals(const ObservedFacts& facts) {
    for (const Counterfactual& shown : explanation_.counterfactuals) {
      ASSERT_FALSE(shown.removed.empty());
      for (const Span& span : shown.removed) ExpectSpan(span, *comment_);
      const std::string body = BodyWithout(comment_->body, shown.removed);
      Comment changed = *comment_;
      changed.body = body;
      Run(changed, facts, &without_);
      EXPECT_EQ(without_.decision.verdict, shown.verdict);
      EXPECT_LT(shown.verdict, decided_.decision.verdict);
      ++flips_;
    }
  }

  // Proof that the loop saw something of each kind, and how much.
  void ExpectSomeOfEach() {
    EXPECT_GT(sums_, 0u);
    EXPECT_GT(models_, 0u);
    EXPECT_GT(taken_, 0u);
    EXPECT_GT(flips_, 0u);
    fmt::print(
        "{} comments, {} sums, {} models, {} rules taken away ({} more under a "
        "cap), {} counterfactuals\n",
        checked_, sums_, models_, taken_, capped_, flips_);
  }

  static std::unique_ptr<Engine> engine_;
  const Comment* comment_ = nullptr;
  Moderation decided_, replayed_, without_;
  Explanation explanation_;
  size_t checked_ = 0, sums_ = 0, models_ = 0, taken_ = 0, capped_ = 0,
         flips_ = 0;
};
std::unique_ptr<Engine> AgreementTest::engine_;

TEST_F(AgreementTest, OfAllCases) {
  const std::string folder = CRIBLE_SOURCE_DIR "/tests/cases";
  const auto names = ListFiles(folder);
  CRIBLE_ASSERT_OK(names);
  Moderation run;
  for (const std::string& name : *names) {
    if (!name.ends_with(".toml")) continue;
    const auto bytes = ReadFile(folder + "/" + name);
    CRIBLE_ASSERT_OK(bytes);
    const CaseFile file = ReadCaseFile(name, *bytes);
    ASSERT_TRUE(file.issues.empty()) << name;
    for (const Case& c : file.cases) {
      SCOPED_TRACE(c.name);
      // With the facts that the case's own run saw, repeats included.
      const CaseOutcome outcome = RunCase(*engine_, c, &run);
      const ObservedFacts facts = run.evidence.facts;
      CaseComment as_comment(c, CaseTime(c));
      Check(as_comment.comment, facts);
      if (c.times == 1) {
        EXPECT_EQ(decided_.decision.verdict, outcome.verdict);
      }
      if (HasFailure()) return;
    }
  }
  EXPECT_GE(checked_, 300u);
  ExpectSomeOfEach();
}

// Calls `visit` with evenly chosen bodies, the same on every run.
void ForEachBody(const std::string& folder,
                 const std::function<bool(std::string_view)>& visit) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".jsonl") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  JsonReader json;
  size_t number = 0;
  for (const std::string& path : paths) {
    std::ifstream in(path, std::ios::binary);
    for (std::string line; std::getline(in, line); ++number) {
      if (number % 7 != 0 || !json.Parse(line).ok()) continue;
      const auto body = json.Text("body");
      if (!body.ok() || !*body || (*body)->empty()) continue;
      if ((*body)->size() > kBodyBytesMax || !visit(**body)) continue;
    }
  }
}

TEST_F(AgreementTest, OfTheSharedCorpora) {
  const std::string folder = CRIBLE_SOURCE_DIR "/../shared/data";
  if (!std::filesystem::is_directory(folder)) {
    GTEST_SKIP() << "the shared corpora are absent: no ../shared/data";
  }
  ObservedFacts facts;
  facts.now = absl::FromUnixSeconds(1767225600);
  size_t number = 0;
  ForEachBody(folder, [&](std::string_view body) {
    if (checked_ >= kRowsMax || HasFailure()) return false;
    // The number alone: the text of a row belongs in no log.
    SCOPED_TRACE(fmt::format("chosen row {}", number++));
    const Comment comment{.site = "default", .body = body};
    Check(comment, facts);
    return true;
  });
  ExpectSomeOfEach();
}

}  // namespace
}  // namespace crible
