// What the fast matcher says of a comment is what the slow one says. The first
// byte chooses: up to kSets, the rest is a comment for that set of random
// rules; above, the first line of the rest is a pattern and what follows it the
// comment, read in each view. Bytes that are no UTF-8 are cut off.

#include <array>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "base/check.h"
#include "re2/re2.h"
#include "rules/random_rules.h"
#include "rules/slow_matcher.h"
#include "text/utf8.h"

namespace crible {
namespace {

constexpr size_t kSets = 8;
constexpr int kRulesPerSet = 40;
constexpr size_t kBodyMax = 4 << 10;  // bytes: the slow one takes its time
constexpr size_t kPatternMax = 200;
constexpr int kViews = 4;

std::shared_ptr<const RuleSet> Compile(std::vector<Rule> rules) {
  std::vector<Issue> issues;
  return RuleSet::Compile(std::move(rules), {.cost_max = 1e9}, &issues);
}

std::shared_ptr<const RuleSet> MakeRandomSet(uint32_t seed) {
  RandomRules random(seed);
  std::vector<Rule> rules;
  for (int i = 0; i < kRulesPerSet; ++i) rules.push_back(random.MakeRule(i));
  return Compile(std::move(rules));
}

// One rule a view, or null for a pattern that a rule file would refuse.
std::shared_ptr<const RuleSet> MakePatternSet(std::string_view pattern) {
  if (!RE2(pattern, RE2::Quiet).ok()) return nullptr;
  std::vector<Rule> rules;
  for (int view = 0; view < kViews; ++view) {
    Rule rule;
    rule.face.id = "fuzz/view-" + std::to_string(view);
    Condition condition;
    condition.test = RegexCondition{.patterns = {std::string(pattern)},
                                    .view = static_cast<ViewKind>(view)};
    rule.when.children.push_back(std::move(condition));
    rules.push_back(std::move(rule));
  }
  return Compile(std::move(rules));
}

void CheckAlike(const Evidence& evidence, const Rule& rule,
                const RuleInput& input) {
  const SlowHit want = SlowMatch(rule, input);
  for (const Hit& hit : evidence.hits) {
    if (hit.rule != &rule.face) continue;
    CRIBLE_CHECK(want.hits);
    CRIBLE_CHECK(hit.span_end - hit.span_begin == want.spans.size());
    for (size_t i = 0; i < want.spans.size(); ++i) {
      const HitSpan& got = evidence.spans[hit.span_begin + i];
      CRIBLE_CHECK(got.span.field == want.spans[i].span.field);
      CRIBLE_CHECK(got.span.begin == want.spans[i].span.begin);
      CRIBLE_CHECK(got.span.end == want.spans[i].span.end);
    }
    return;
  }
  CRIBLE_CHECK(!want.hits);
}

void CompareOn(const RuleSet& set, std::string_view body) {
  static auto* const scratch = new RuleScratch;
  WordSet known;
  set.AddWords(&known);
  Comment comment;
  comment.body = body;
  Text text;
  AnalyzeText(body, BodyFormat::kPlain, known, &text);
  RuleInput input;
  input.comment = &comment;
  input.texts[static_cast<size_t>(Field::kBody)] = &text;
  input.language = "und";
  Evidence evidence;
  set.Match(input, scratch, &evidence);
  if (!evidence.faults.empty()) return;  // over its steps, and says so
  for (const Rule& rule : set.rules()) CheckAlike(evidence, rule, input);
}

std::string_view Utf8(std::string_view bytes, size_t max) {
  bytes = bytes.substr(0, max);
  return bytes.substr(0, ValidUtf8Prefix(bytes));
}

void MatchBytes(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto choice = static_cast<unsigned char>(bytes[0]) - '0';
  bytes.remove_prefix(1);
  if (choice >= 0 && choice < static_cast<int>(kSets)) {
    static auto* const sets =
        new std::array<std::shared_ptr<const RuleSet>, kSets>;
    auto& set = (*sets)[static_cast<size_t>(choice)];
    if (set == nullptr) set = MakeRandomSet(static_cast<uint32_t>(choice));
    CRIBLE_CHECK(set != nullptr);
    CompareOn(*set, Utf8(bytes, kBodyMax));
    return;
  }
  const size_t line = bytes.find('\n');
  if (line == std::string_view::npos || line > kPatternMax) return;
  const auto set = MakePatternSet(Utf8(bytes.substr(0, line), kPatternMax));
  if (set != nullptr) CompareOn(*set, Utf8(bytes.substr(line + 1), kBodyMax));
}

}  // namespace
}  // namespace crible

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  crible::MatchBytes({reinterpret_cast<const char*>(data), size});
  return 0;
}
