#include "engine/explanation.h"

#include <algorithm>
#include <map>
#include <utility>

#include "fmt/core.h"

namespace crible {
namespace {

constexpr size_t kCounterfactualsMax = 3;
// Runs of the engine for one explanation.
constexpr size_t kTrialsMax = 24;

using Without = Counterfactual::Without;

// Sorts, merges what overlaps or touches.
std::vector<Span> Union(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end());
  std::vector<Span> merged;
  for (const Span& span : spans) {
    if (span.field != Field::kBody || span.begin == span.end) continue;
    if (!merged.empty() && span.begin <= merged.back().end) {
      merged.back().end = std::max(merged.back().end, span.end);
    } else {
      merged.push_back(span);
    }
  }
  return merged;
}

std::string BodyWithout(std::string_view body,
                        const std::vector<Span>& removed) {
  std::string kept;
  uint32_t from = 0;
  for (const Span& span : removed) {
    kept.append(body.substr(from, span.begin - from));
    from = span.end;
  }
  kept.append(body.substr(from));
  return kept;
}

size_t Bytes(const std::vector<Span>& spans) {
  size_t bytes = 0;
  for (const Span& span : spans) bytes += span.end - span.begin;
  return bytes;
}

// What might be worth leaving out: each link's domain, each contact, what each
// rule found, then all of a kind.
std::vector<Counterfactual> Candidates(const Comment& comment,
                                       const Moderation& m) {
  std::map<std::string, std::vector<Span>, std::less<>> by_domain;
  std::vector<Counterfactual> candidates;
  std::vector<Span> outward, matches;
  for (const Link& link : m.body.links()) {
    const Span span{Field::kBody, link.source_begin, link.source_end};
    by_domain[std::string(link.domain)].push_back(span);
    outward.push_back(span);
  }
  for (const auto& [domain, spans] : by_domain) {
    candidates.push_back({Without::kLink, Union(spans), domain, {}});
  }
  for (const Contact& contact : m.body.contacts()) {
    const Span span{Field::kBody, contact.source_begin, contact.source_end};
    outward.push_back(span);
    candidates.push_back(
        {Without::kContact,
         {span},
         std::string(comment.body.substr(span.begin, span.end - span.begin)),
         {}});
  }
  for (const Reason& reason : m.decision.reasons) {
    if (reason.kind != ReasonKind::kRule) continue;
    const Hit& hit = m.evidence.hits[reason.index];
    std::vector<Span> found;
    for (uint32_t i = hit.span_begin; i < hit.span_end; ++i) {
      if (m.evidence.spans[i].role == SpanRole::kMatch)
        found.push_back(m.evidence.spans[i].span);
    }
    found = Union(std::move(found));
    if (found.empty()) continue;
    matches.insert(matches.end(), found.begin(), found.end());
    const Span first = found.front();
    candidates.push_back(
        {Without::kMatch,
         std::move(found),
         std::string(comment.body.substr(first.begin, first.end - first.begin)),
         {}});
  }
  candidates.push_back(
      {Without::kAllLinksAndContacts, Union(std::move(outward)), "", {}});
  candidates.push_back(
      {Without::kAllMatches, Union(std::move(matches)), "", {}});
  std::erase_if(candidates,
                [](const Counterfactual& c) { return c.removed.empty(); });
  return candidates;
}

// Keeps the candidates whose verdict, when run, is milder.
std::vector<Counterfactual> Verified(const Engine& engine,
                                     const Comment& comment,
                                     const ObservedFacts& facts,
                                     const Moderation& decided,
                                     std::vector<Counterfactual> candidates) {
  const Verdict verdict = decided.decision.verdict;
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Counterfactual& a, const Counterfactual& b) {
                     return Bytes(a.removed) < Bytes(b.removed);
                   });
  if (candidates.size() > kTrialsMax) candidates.resize(kTrialsMax);
  std::vector<Counterfactual> verified;
  RecordedFacts recorded(facts);
  Moderation trial;
  for (Counterfactual& candidate : candidates) {
    const bool repeated = std::any_of(
        verified.begin(), verified.end(),
        [&](const auto& known) { return known.removed == candidate.removed; });
    if (repeated) continue;
    const std::string body = BodyWithout(comment.body, candidate.removed);
    Comment changed = comment;
    changed.body = body;
    engine.Moderate(changed, &recorded, facts.now, &trial);
    if (trial.bundle != decided.bundle)
      break;  // reloaded meanwhile: no comparison
    if (trial.decision.verdict >= verdict) continue;
    candidate.verdict = trial.decision.verdict;
    verified.push_back(std::move(candidate));
    if (verified.size() == kCounterfactualsMax) break;
  }
  return verified;
}

// The truth of the rule's conditions together: all must hold.
std::vector<UndecidedRule> Undecided(const Comment& comment,
                                     const Moderation& m) {
  const RuleInput input = InputOf(m, comment);
  std::vector<UndecidedRule> undecided;
  const auto& rules = m.bundle->rules->rules();
  for (size_t i = 0; i < rules.size(); ++i) {
    UndecidedRule entry{&rules[i].face, {}};
    Truth truth = Truth::kTrue;
    for (const RuleSet::Finding& finding : m.bundle->rules->Explain(i, input)) {
      if (finding.exception) continue;
      if (finding.depth == 0) truth = std::min(truth, finding.truth);
      if (finding.truth == Truth::kUnknown && !finding.missing.empty()) {
        entry.missing.push_back(finding.missing);
      }
    }
    if (truth != Truth::kUnknown) continue;
    std::sort(entry.missing.begin(), entry.missing.end());
    entry.missing.erase(std::unique(entry.missing.begin(), entry.missing.end()),
                        entry.missing.end());
    undecided.push_back(std::move(entry));
  }
  return undecided;
}

Localized WithoutText(const Counterfactual& c) {
  switch (c.without) {
    case Without::kLink:
      return {fmt::format("le lien {}", c.name),
              fmt::format("the link {}", c.name)};
    case Without::kContact:
      return FormatBoth("le contact « {} »", "the contact “{}”", c.name);
    case Without::kMatch:
      return FormatBoth("« {} »", "“{}”", c.name);
    case Without::kAllLinksAndContacts:
      return {"ses liens et contacts", "its links and contacts"};
    case Without::kAllMatches:
      return {"les passages relevés", "the passages found"};
  }
  return {};
}

}  // namespace

void AppendCounterfactualText(const Counterfactual& counterfactual,
                              UiLanguage language, std::string* out) {
  const std::string without = WithoutText(counterfactual).In(language);
  out->append(counterfactual.verdict == Verdict::kAccept
                  ? FormatIn(language, "Sans {}, il aurait été publié.",
                             "Without {}, it would have been published.",
                             without)
                  : FormatIn(language, "Sans {}, il aurait été retenu.",
                             "Without {}, it would have been held.", without));
}

RuleInput InputOf(const Moderation& m, const Comment& comment) {
  RuleInput input{.comment = &comment,
                  .signals = &m.evidence.signals,
                  .facts = &m.evidence.facts,
                  .language = m.evidence.language};
  for (size_t i = 0; i < m.fields.size(); ++i) {
    const Field field = static_cast<Field>(i);
    if (field == Field::kBody) input.texts[i] = &m.body;
    if (field == Field::kBody || !m.bundle->rules->reads(field)) continue;
    if (!FieldText(comment, field).empty()) input.texts[i] = &m.fields[i];
  }
  return input;
}

void Explain(const Engine& engine, const Comment& comment,
             const ObservedFacts& facts, Explanation* explanation) {
  Moderation& m = explanation->moderation;
  m.explains_tokens = true;
  m.times_stages = true;
  m.detects_language = true;
  RecordedFacts recorded(facts);
  engine.Moderate(comment, &recorded, facts.now, &m);
  explanation->undecided = Undecided(comment, m);
  explanation->counterfactuals.clear();
  if (m.decision.verdict == Verdict::kAccept) return;
  explanation->counterfactuals =
      Verified(engine, comment, facts, m, Candidates(comment, m));
}

}  // namespace crible
