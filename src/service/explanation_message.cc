#include "service/explanation_message.h"

#include <algorithm>
#include <string_view>

#include "service/convert.h"
#include "service/decision_message.h"
#include "service/limits.h"

namespace crible {
namespace {

void FillViews(const Text& body, v1::Explanation* out) {
  for (const ViewKind kind :
       {ViewKind::kPlain, ViewKind::kFolded, ViewKind::kSkeleton}) {
    v1::TextView* view = out->add_views();
    view->set_kind(static_cast<v1::ViewKind>(static_cast<int>(kind) + 1));
    view->set_text(body.view(kind).bytes);
  }
}

void FillModel(const ModelScore& score, const CategoryTable& categories,
               v1::ModelEvidence* out) {
  out->set_category(std::string(categories.Name(score.category)));
  out->set_trained(score.trained);
  out->set_enough(score.enough);
  out->set_log_odds(score.log_odds);
  out->set_intercept(score.intercept);
  out->set_known_token_count(score.known_tokens);
  for (const TokenShare& share : score.shares) {
    v1::TokenShare* token = out->add_tokens();
    token->set_token(share.token);
    token->set_group(std::string(FeatureGroupName(share.group)));
    token->set_occurrences(share.occurrences);
    token->set_share(share.share);
    token->set_learned_here(share.learned_here);
    if (share.span.begin != share.span.end)
      FillSpan(share.span, token->mutable_span());
  }
}

void FillHit(const Evidence& evidence, const Hit& hit,
             const CategoryTable& categories, v1::Hit* out) {
  out->set_rule(hit.rule->id);
  out->set_category(std::string(categories.Name(hit.rule->category)));
  out->set_ground(hit.rule->ground);
  out->set_then(static_cast<v1::Then>(static_cast<int>(hit.rule->then) + 1));
  out->set_weight(hit.rule->weight);
  for (uint32_t i = hit.span_begin; i < hit.span_end; ++i) {
    const Span& span = evidence.spans[i].span;
    if (span.begin != span.end) FillSpan(span, out->add_spans());
  }
  if (hit.counts.window_seconds == 0) return;
  out->set_count(hit.counts.count);
  out->set_author_count(hit.counts.authors);
  out->mutable_window()->set_seconds(hit.counts.window_seconds);
}

void FillSignals(const Signals& signals, v1::Signals* out) {
  out->set_character_count(signals.characters);
  out->set_word_count(signals.words);
  out->set_letter_count(signals.letters);
  out->set_capital_count(signals.capitals);
  out->set_digit_count(signals.digits);
  out->set_punctuation_count(signals.punctuation);
  out->set_emoji_count(signals.emoji);
  out->set_line_count(signals.lines);
  out->set_link_count(signals.links);
  out->set_host_count(signals.hosts);
  out->set_contact_count(signals.contacts);
  out->set_exclamation_count(signals.exclamations);
  out->set_question_count(signals.questions);
  out->set_disguised_word_count(signals.disguised_words);
  out->set_mixed_script_word_count(signals.mixed_script_words);
  out->set_invisible_character_count(signals.invisible_characters);
  out->set_longest_run(signals.longest_run);
  out->set_mention_count(signals.mentions);
  out->set_hashtag_count(signals.hashtags);
  out->set_capitals_share(signals.capitals_share);
  out->set_digits_share(signals.digits_share);
  out->set_repeated_words_share(signals.repeated_words_share);
  out->set_latin_share(signals.latin_share);
  if (signals.seconds_on_page)
    out->set_seconds_on_page(*signals.seconds_on_page);
}

void FillStages(const Moderation& m, v1::Explanation* out) {
  for (size_t i = 0; i < kStages; ++i) {
    v1::StageTime* stage = out->add_stages();
    stage->set_stage(std::string(StageName(static_cast<Stage>(i))));
    stage->set_micros(absl::ToDoubleMicroseconds(m.stage_times[i]));
  }
}

void FillUndecided(const Explanation& explanation, v1::Explanation* out) {
  for (const UndecidedRule& rule : explanation.undecided) {
    if (out->undecided_rules_size() == kUndecidedRulesMax) return;
    v1::UndecidedRule* message = out->add_undecided_rules();
    message->set_rule(rule.rule->id);
    for (const std::string& field : rule.missing) {
      message->add_missing_fields(field);
    }
  }
}

void FillCounterfactuals(const Explanation& explanation,
                         const std::vector<UiLanguage>& texts,
                         v1::Explanation* out) {
  for (const Counterfactual& counterfactual : explanation.counterfactuals) {
    v1::Counterfactual* message = out->add_counterfactuals();
    message->set_verdict(
        static_cast<v1::Verdict>(static_cast<int>(counterfactual.verdict) + 1));
    for (const Span& span : counterfactual.removed) {
      FillSpan(span, message->add_removed_spans());
    }
    for (const UiLanguage language : texts) {
      v1::LocalizedText* text = message->add_texts();
      text->set_language(std::string(LanguageTag(language)));
      AppendCounterfactualText(counterfactual, language, text->mutable_text());
    }
  }
}

v1::Truth ToProto(Truth truth) {
  switch (truth) {
    case Truth::kTrue:
      return v1::TRUTH_TRUE;
    case Truth::kFalse:
      return v1::TRUTH_FALSE;
    case Truth::kUnknown:
      return v1::TRUTH_UNKNOWN;
  }
  return v1::TRUTH_UNSPECIFIED;
}

}  // namespace

void FillExplanation(const Explanation& explanation, const Comment& comment,
                     const std::vector<UiLanguage>& texts,
                     v1::Explanation* out) {
  const Moderation& m = explanation.moderation;
  std::string decision;
  AppendDecision({}, m, comment, texts, &decision);
  out->mutable_decision()->ParseFromString(decision);
  FillViews(m.body, out);
  for (const ModelScore& score : m.evidence.scores) {
    FillModel(score, m.bundle->categories, out->add_models());
  }
  for (const Hit& hit : m.evidence.hits) {
    FillHit(m.evidence, hit, m.bundle->categories, out->add_hits());
  }
  FillUndecided(explanation, out);
  FillSignals(m.evidence.signals, out->mutable_signals());
  FillStages(m, out);
  FillCounterfactuals(explanation, texts, out);
}

bool FillFindings(const Explanation& explanation, const Comment& comment,
                  const std::string& id, v1::RuleFindings* out) {
  const Moderation& m = explanation.moderation;
  const std::vector<Rule>& rules = m.bundle->rules->rules();
  const auto rule =
      std::find_if(rules.begin(), rules.end(),
                   [&](const Rule& r) { return r.face.id == id; });
  if (rule == rules.end()) return false;
  out->set_rule(id);
  const auto findings =
      m.bundle->rules->Explain(rule - rules.begin(), InputOf(m, comment));
  for (const RuleSet::Finding& finding : findings) {
    v1::ConditionFinding* message = out->add_conditions();
    message->set_key(finding.key);
    message->set_line(finding.at.line);
    message->set_column(finding.at.column);
    message->set_truth(ToProto(finding.truth));
    message->set_missing_field(finding.missing);
    for (const Span& span : finding.spans) {
      FillSpan(span, message->add_spans());
    }
    message->set_depth(finding.depth);
    message->set_exception(finding.exception);
  }
  return true;
}

}  // namespace crible
