#include "cli/decision_json.h"

#include <iterator>
#include <vector>

#include "base/json.h"
#include "engine/reason_text.h"
#include "fmt/format.h"

namespace crible {
namespace {

double ProbabilityOf(const Decision& decision, CategoryId category) {
  for (const CategoryScore& score : decision.scores) {
    if (score.category == category) return score.probability;
  }
  return 0;
}

void AppendKey(std::string_view key, std::string_view text, std::string* out) {
  if (text.empty()) return;
  fmt::format_to(std::back_inserter(*out), ",\"{}\":", key);
  AppendJsonString(text, out);
}

void AppendReason(const Moderation& m, const Comment& comment,
                  const Reason& reason, UiLanguage language, std::string* out) {
  out->append("{\"kind\":");
  AppendJsonString(ReasonKindName(reason.kind), out);
  AppendKey("rule", ReasonRule(m, reason), out);
  AppendKey("category", m.bundle->categories.Name(reason.category), out);
  AppendKey("ground", reason.ground, out);
  out->append(",\"share\":");
  AppendJsonNumber(reason.share, out);
  std::string text;
  AppendReasonText(m, comment, reason, language, &text);
  AppendKey("text", text, out);
  std::vector<Span> spans;
  AppendReasonSpans(m, reason, &spans);
  out->append(",\"spans\":[");
  for (size_t i = 0; i < spans.size(); ++i) {
    fmt::format_to(std::back_inserter(*out), "{}[\"{}\",{},{}]", i ? "," : "",
                   FieldName(spans[i].field), spans[i].begin, spans[i].end);
  }
  out->append("]}");
}

}  // namespace

void AppendDecisionLine(const Moderation& m, const Comment& comment,
                        std::string_view id_json, UiLanguage language,
                        std::string* out) {
  const Decision& decision = m.decision;
  out->append("{\"id\":");
  out->append(id_json.empty() ? std::string_view("null") : id_json);
  out->append(",\"verdict\":");
  AppendJsonString(VerdictName(decision.verdict), out);
  out->append(decision.look ? ",\"look\":true" : ",\"look\":false");
  out->append(",\"spam_probability\":");
  AppendJsonNumber(ProbabilityOf(decision, kSpam), out);
  out->append(",\"abuse_probability\":");
  AppendJsonNumber(ProbabilityOf(decision, kAbuse), out);
  out->append(",\"reasons\":[");
  for (size_t i = 0; i < decision.reasons.size(); ++i) {
    if (i) out->push_back(',');
    AppendReason(m, comment, decision.reasons[i], language, out);
  }
  out->append("],\"bundle\":");
  AppendJsonString(m.bundle->hash, out);
  out->append("}\n");
}

}  // namespace crible
