#include "service/decision_message.h"

#include <algorithm>
#include <string>

#include "engine/reason_text.h"
#include "service/convert.h"
#include "service/limits.h"
#include "service/wire_writer.h"

namespace crible {
namespace {

// Paths within the request, where the engine's own names differ from the API's.
std::string_view FieldPath(Field field) {
  return field == Field::kAuthorName ? "author.display_name" : FieldName(field);
}

std::string_view PolicyCode(PolicyNote note) {
  switch (note) {
    case PolicyNote::kNone:
      return "";
    case PolicyNote::kBase:
      return "base";
    case PolicyNote::kPublicationBefore:
      return "publication_before";
    case PolicyNote::kPublicationClosed:
      return "publication_closed";
    case PolicyNote::kNewAuthor:
      return "new_author";
    case PolicyNote::kAuthorStatus:
      return "author_status";
    case PolicyNote::kTrustedAuthor:
      return "trusted_author";
    case PolicyNote::kObserve:
      return "observe";
    case PolicyNote::kEarlierRefusal:
      return "earlier_refusal";
    case PolicyNote::kEarlierAcceptance:
      return "earlier_acceptance";
    case PolicyNote::kReports:
      return "reports";
    case PolicyNote::kObjection:
      return "objection";
    case PolicyNote::kModelCeiling:
      return "model_ceiling";
    case PolicyNote::kQueueFull:
      return "queue_full";
    case PolicyNote::kSample:
      return kSampleCode;
    case PolicyNote::kOrderedAway:
      return "ordered_away";
    case PolicyNote::kNearlyOrdered:
      return "nearly_ordered";
  }
  return "";
}

// The numbers of the API's enumerations begin with UNSPECIFIED.
template <typename Enum>
uint64_t Numbered(Enum value) {
  return static_cast<uint64_t>(value) + 1;
}

void AppendScore(const CategoryScore& score, const CategoryTable& categories,
                 WireWriter* out) {
  using M = v1::CategoryScore;
  const auto message = out->Begin(v1::Decision::kScoresFieldNumber);
  out->Text(M::kCategoryFieldNumber, categories.Name(score.category));
  out->Double(M::kProbabilityFieldNumber, score.probability);
  out->Double(M::kLogOddsFieldNumber, score.log_odds);
  out->Double(M::kBaseFieldNumber, score.base);
  out->Double(M::kModelFieldNumber, score.model);
  out->Double(M::kRulesFieldNumber, score.rules);
  out->End(message);
}

void AppendSpans(const Moderation& m, const Reason& reason, WireWriter* out) {
  thread_local std::vector<Span> spans;
  spans.clear();
  AppendReasonSpans(m, reason, &spans);
  int appended = 0;
  for (const Span& span : spans) {
    if (span.begin == span.end) continue;
    if (appended++ == kReasonSpansMax) break;
    const auto message = out->Begin(v1::Reason::kSpansFieldNumber);
    out->Text(v1::Span::kFieldFieldNumber, FieldPath(span.field));
    out->Number(v1::Span::kBeginByteFieldNumber, span.begin);
    out->Number(v1::Span::kEndByteFieldNumber, span.end);
    out->End(message);
  }
}

void AppendTexts(const Moderation& m, const Comment& comment,
                 const Reason& reason, const std::vector<UiLanguage>& languages,
                 WireWriter* out) {
  thread_local std::string text;
  for (const UiLanguage language : languages) {
    text.clear();
    AppendReasonText(m, comment, reason, language, &text);
    const auto message = out->Begin(v1::Reason::kTextsFieldNumber);
    out->Text(v1::LocalizedText::kLanguageFieldNumber, LanguageTag(language));
    out->Text(v1::LocalizedText::kTextFieldNumber, text);
    out->End(message);
  }
}

void AppendReason(const Moderation& m, const Comment& comment,
                  const Reason& reason,
                  const std::vector<UiLanguage>& languages, WireWriter* out) {
  using M = v1::Reason;
  const bool fault = reason.kind == ReasonKind::kFault;
  const auto message = out->Begin(v1::Decision::kReasonsFieldNumber);
  out->Number(M::kKindFieldNumber, Numbered(reason.kind));
  out->Text(M::kRuleFieldNumber, ReasonRule(m, reason));
  if (!fault) {
    out->Text(M::kCategoryFieldNumber,
              m.bundle->categories.Name(reason.category));
  }
  out->Text(M::kGroundFieldNumber, reason.ground);
  out->Text(M::kCodeFieldNumber,
            fault ? PartName(m.evidence.faults[reason.index].part)
                  : PolicyCode(reason.note));
  out->Double(M::kShareFieldNumber, reason.share);
  AppendTexts(m, comment, reason, languages, out);
  AppendSpans(m, reason, out);
  out->End(message);
}

void AppendFault(const Fault& fault, WireWriter* out) {
  const auto message = out->Begin(v1::Decision::kFaultsFieldNumber);
  out->Text(v1::Fault::kPartFieldNumber, PartName(fault.part));
  out->Text(v1::Fault::kCauseFieldNumber, fault.cause);
  out->End(message);
}

bool Observes(const Decision& decision) {
  return std::any_of(
      decision.reasons.begin(), decision.reasons.end(),
      [](const Reason& r) { return r.note == PolicyNote::kObserve; });
}

bool SameLetters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

}  // namespace

void FillSpan(const Span& span, v1::Span* out) {
  out->set_field(std::string(FieldPath(span.field)));
  out->set_begin_byte(span.begin);
  out->set_end_byte(span.end);
}

void AppendDecision(const DecisionNames& names, const Moderation& m,
                    const Comment& comment,
                    const std::vector<UiLanguage>& languages,
                    std::string* bytes) {
  using M = v1::Decision;
  const Decision& decision = m.decision;
  WireWriter out(bytes);
  out.Text(M::kNameFieldNumber, names.name);
  out.Text(M::kCommentFieldNumber, names.comment);
  out.Number(M::kVerdictFieldNumber, Numbered(decision.verdict));
  out.Number(M::kLookFieldNumber, decision.look);
  if (decision.verdict == Verdict::kHold) {
    out.Number(M::kLaneFieldNumber, Numbered(decision.lane));
  }
  if (Observes(decision)) {
    out.Number(M::kObservedVerdictFieldNumber, Numbered(decision.observed));
  }
  for (const CategoryScore& score : decision.scores) {
    AppendScore(score, m.bundle->categories, &out);
  }
  for (const Reason& reason : decision.reasons) {
    AppendReason(m, comment, reason, languages, &out);
  }
  AppendFacts(m.evidence.facts, M::kFactsFieldNumber, &out);
  for (const Fault& fault : m.evidence.faults) AppendFault(fault, &out);
  out.Text(M::kBundleFieldNumber, m.bundle->hash);
  AppendTime(m.evidence.facts.now, M::kDecideTimeFieldNumber, &out);
  out.Text(M::kSupersedesFieldNumber, names.supersedes);
  out.Text(M::kLanguageFieldNumber, m.evidence.language);
}

const std::vector<UiLanguage>& AllLanguages() {
  static const auto* const all =
      new std::vector<UiLanguage>{UiLanguage::kFrench, UiLanguage::kEnglish};
  return *all;
}

std::string_view LanguageTag(UiLanguage language) {
  return language == UiLanguage::kFrench ? "fr" : "en";
}

std::vector<UiLanguage> LanguagesAsked(
    const google::protobuf::RepeatedPtrField<std::string>& tags) {
  std::vector<UiLanguage> asked;
  for (std::string_view tag : tags) {
    tag = tag.substr(0, tag.find_first_of("-_"));
    for (const UiLanguage language : AllLanguages()) {
      if (SameLetters(tag, LanguageTag(language)) &&
          std::find(asked.begin(), asked.end(), language) == asked.end()) {
        asked.push_back(language);
      }
    }
  }
  if (asked.empty()) asked.push_back(UiLanguage::kFrench);
  return asked;
}

void KeepLanguages(const std::vector<UiLanguage>& languages,
                   v1::Decision* decision) {
  for (v1::Reason& reason : *decision->mutable_reasons()) {
    auto* texts = reason.mutable_texts();
    for (int i = 0; i < static_cast<int>(languages.size()); ++i) {
      for (int j = i; j < texts->size(); ++j) {
        if ((*texts)[j].language() != LanguageTag(languages[i])) continue;
        texts->SwapElements(i, j);
        break;
      }
    }
    while (texts->size() > static_cast<int>(languages.size())) {
      texts->RemoveLast();
    }
  }
}

}  // namespace crible
