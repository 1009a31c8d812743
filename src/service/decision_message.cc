#include "service/decision_message.h"

#include <algorithm>
#include <string>

#include "engine/reason_text.h"
#include "service/convert.h"
#include "service/limits.h"

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
      return "sample";
  }
  return "";
}

v1::Verdict ToProto(Verdict verdict) {
  return static_cast<v1::Verdict>(static_cast<int>(verdict) + 1);
}

void FillScore(const CategoryScore& score, const CategoryTable& categories,
               v1::CategoryScore* out) {
  out->set_category(std::string(categories.Name(score.category)));
  out->set_probability(score.probability);
  out->set_log_odds(score.log_odds);
  out->set_base(score.base);
  out->set_model(score.model);
  out->set_rules(score.rules);
}

void FillReasonSpans(const Moderation& m, const Reason& reason,
                     v1::Reason* out) {
  std::vector<Span> spans;
  AppendReasonSpans(m, reason, &spans);
  for (const Span& span : spans) {
    if (span.begin == span.end) continue;
    if (out->spans_size() == kReasonSpansMax) break;
    FillSpan(span, out->add_spans());
  }
}

void FillReason(const Moderation& m, const Comment& comment,
                const Reason& reason, const std::vector<UiLanguage>& texts,
                v1::Reason* out) {
  out->set_kind(static_cast<v1::ReasonKind>(static_cast<int>(reason.kind) + 1));
  out->set_rule(std::string(ReasonRule(m, reason)));
  out->set_ground(std::string(reason.ground));
  out->set_share(reason.share);
  if (reason.kind == ReasonKind::kFault) {
    out->set_code(std::string(PartName(m.evidence.faults[reason.index].part)));
  } else {
    out->set_category(std::string(m.bundle->categories.Name(reason.category)));
    out->set_code(std::string(PolicyCode(reason.note)));
  }
  for (const UiLanguage language : texts) {
    v1::LocalizedText* text = out->add_texts();
    text->set_language(std::string(LanguageTag(language)));
    AppendReasonText(m, comment, reason, language, text->mutable_text());
  }
  FillReasonSpans(m, reason, out);
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

void FillDecision(const Moderation& m, const Comment& comment,
                  const std::vector<UiLanguage>& texts, v1::Decision* out) {
  const Decision& decision = m.decision;
  out->set_verdict(ToProto(decision.verdict));
  out->set_look(decision.look);
  if (decision.verdict == Verdict::kHold) {
    out->set_lane(static_cast<v1::Lane>(static_cast<int>(decision.lane) + 1));
  }
  if (Observes(decision)) {
    out->set_observed_verdict(ToProto(decision.observed));
  }
  for (const CategoryScore& score : decision.scores) {
    FillScore(score, m.bundle->categories, out->add_scores());
  }
  for (const Reason& reason : decision.reasons) {
    FillReason(m, comment, reason, texts, out->add_reasons());
  }
  FillFacts(m.evidence.facts, out->mutable_facts());
  for (const Fault& fault : m.evidence.faults) {
    v1::Fault* message = out->add_faults();
    message->set_part(std::string(PartName(fault.part)));
    message->set_cause(fault.cause);
  }
  out->set_bundle(m.bundle->hash);
  crible::ToProto(m.evidence.facts.now, out->mutable_decide_time());
  out->set_language(std::string(m.evidence.language));
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
