// Texts made to hurt, through the whole engine with the rules and models as
// shipped: every one is decided, in time that grows with its length and no
// faster.

#include <time.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "engine/explanation.h"
#include "fmt/format.h"
#include "gtest/gtest.h"
#include "support/status_matchers.h"

namespace crible {
namespace {

// Four times the text may cost four times the work; as much again is left to
// the machine's caches and other tenants. A square would cost sixteen times.
constexpr size_t kSmall = 16 << 10;
constexpr size_t kLarge = 64 << 10;
static_assert(kLarge == kBodyBytesMax);
constexpr double kRatioMax = 10;
// Below this nothing can be said about growth.
constexpr double kSecondsThatCount = 0.004;

struct Hostile {
  std::string_view name;
  std::string_view unit;
};
constexpr Hostile kHostile[] = {
    {"one word", "pret"},
    {"one word of a rule, spaced", "bitcoin "},
    {"one letter", "a"},
    {"a letter and combining marks", "\u0301"},
    {"combining marks of many classes", "\u0301\u0327\u0345\u0316"},
    {"opening brackets", "<"},
    {"tags", "<a href='"},
    {"comments of mark-up", "<!--"},
    {"ampersands", "&"},
    {"entities", "&#60;&lt;"},
    {"zero-width", "\u200b"},
    {"zero-width between letters", "c\u200b"},
    {"direction marks", "\u202e\u2066"},
    {"at signs", "@"},
    {"addresses", "a@b."},
    {"digits", "0123456789"},
    {"digits, spaced", "06 12 "},
    {"schemes", "http://"},
    {"hosts", "a.b.c."},
    {"straight quotes", "\""},
    {"French quotes", "«»"},
    {"apostrophes", "l'"},
    {"spaces", "a   "},
    {"single letters", "v i a g r a "},
    {"new lines", "\n"},
    {"dots", "."},
    {"percent", "%41"},
    {"mixed scripts", "pаypаl "},
    {"mathematical letters", "𝐯𝐢𝐚𝐠𝐫𝐚"},
    {"emoji", "👩‍👩‍👧‍👦"},
    {"ligatures", "ﷺ"},
    {"written dots", "site point com "},
    {"digits for letters", "v1agr4 "},
    {"NUL", std::string_view("\0", 1)},
};

std::string Fill(const Hostile& hostile, size_t bytes) {
  // One letter first, so that the body is not blank.
  std::string body = "e";
  while (body.size() + hostile.unit.size() <= bytes) body += hostile.unit;
  return body;
}

double CpuSeconds() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

class HostileTest : public testing::TestWithParam<BodyFormat> {
 protected:
  static void SetUpTestSuite() {
    auto result = LoadBundleFolder(CRIBLE_SOURCE_DIR "/models",
                                   {.check_examples = false});
    CRIBLE_ASSERT_OK(result);
    ASSERT_NE(result->bundle, nullptr);
    engine_ = std::make_unique<Engine>(result->bundle);
  }
  static void TearDownTestSuite() { engine_.reset(); }

  // The least CPU time of some runs.
  double Seconds(const std::string& body, int runs) {
    const Comment comment{
        .site = "default", .body = body, .format = GetParam()};
    NoFacts facts;
    double least = 1e9;
    for (int i = 0; i < runs; ++i) {
      const double begin = CpuSeconds();
      engine_->Moderate(comment, &facts, absl::FromUnixSeconds(1767225600),
                        &moderation_);
      least = std::min(least, CpuSeconds() - begin);
    }
    return least;
  }

  static std::unique_ptr<Engine> engine_;
  Moderation moderation_;
};
std::unique_ptr<Engine> HostileTest::engine_;

TEST_P(HostileTest, IsDecidedInLinearTime) {
  for (const Hostile& hostile : kHostile) {
    SCOPED_TRACE(hostile.name);
    const std::string small = Fill(hostile, kSmall);
    const std::string large = Fill(hostile, kLarge);
    ASSERT_LE(large.size(), kBodyBytesMax);
    double ratio = 0, seconds = 0;
    // A busy machine is given a second and a third chance.
    for (int chance = 1; chance <= 3; ++chance) {
      const double base = Seconds(small, 3);
      seconds = Seconds(large, 2);
      ratio = seconds / base;
      if (seconds < kSecondsThatCount || ratio < kRatioMax) break;
    }
    if (seconds >= kSecondsThatCount) {
      EXPECT_LT(ratio, kRatioMax) << seconds;
    }
    EXPECT_EQ(moderation_.decision.scores.size(), 2u);
    EXPECT_TRUE(moderation_.evidence.faults.empty())
        << moderation_.evidence.faults.front().cause;
    fmt::print("{:<36} {:>7.2f} ms  × {:.1f}\n", hostile.name, 1e3 * seconds,
               ratio);
  }
}

// Explaining takes a few dozen runs; it too ends, and says the same.
TEST_P(HostileTest, IsExplained) {
  ObservedFacts facts;
  facts.now = absl::FromUnixSeconds(1767225600);
  Explanation explanation;
  for (const Hostile& hostile : kHostile) {
    SCOPED_TRACE(hostile.name);
    const std::string body = Fill(hostile, kSmall);
    const Comment comment{
        .site = "default", .body = body, .format = GetParam()};
    Seconds(body, 1);
    const double begin = CpuSeconds();
    Explain(*engine_, comment, facts, &explanation);
    EXPECT_LT(CpuSeconds() - begin, 10);
    EXPECT_EQ(explanation.moderation.decision.verdict,
              moderation_.decision.verdict);
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, HostileTest,
                         testing::Values(BodyFormat::kPlain, BodyFormat::kHtml),
                         [](const auto& format) {
                           return format.param == BodyFormat::kHtml ? "Html"
                                                                    : "Plain";
                         });

}  // namespace
}  // namespace crible
