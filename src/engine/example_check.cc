#include "engine/example_check.h"

#include <algorithm>
#include <string>

#include "absl/time/civil_time.h"
#include "fmt/core.h"
#include "signals/measure.h"
#include "text/language.h"
#include "text/utf8.h"

namespace crible {
namespace {

// Examples are judged at a fixed moment (noon in Paris in mid-January 2026), so
// that a bundle that loads today loads tomorrow.
absl::Time ExampleTime() {
  return absl::FromCivil(absl::CivilSecond(2026, 1, 15, 11, 0, 0),
                         absl::UTCTimeZone());
}

// The analysed texts of one example, for matching it against one rule.
struct Analysis {
  Analysis(const ExampleComment& example, const RuleSet& rules,
           const WordSet& vocabulary) {
    const Comment& comment = example.comment;
    for (size_t i = 0; i < texts.size(); ++i) {
      const Field field = static_cast<Field>(i);
      const std::string_view source = FieldText(comment, field);
      if (field != Field::kBody && (source.empty() || !rules.reads(field)))
        continue;
      AnalyzeText(source,
                  field == Field::kBody ? comment.format : BodyFormat::kPlain,
                  vocabulary, &texts[i]);
      input.texts[i] = &texts[i];
    }
    signals = MeasureSignals(comment, texts[0]);
    input.comment = &comment;
    input.signals = &signals;
    input.facts = &example.facts;
    input.language = comment.language.empty()
                         ? DetectLanguage(texts[0].plain().bytes)
                         : BaseLanguage(comment.language);
  }
  Analysis(const Analysis&) = delete;
  Analysis& operator=(const Analysis&) = delete;

  std::array<Text, 6> texts;
  Signals signals;
  RuleInput input;
};

bool Hits(const RuleSet& rules, size_t rule, const RuleInput& input,
          RuleScratch* scratch, Evidence* evidence) {
  evidence->Clear();
  rules.Match(input, scratch, evidence);
  const RuleFace* face = &rules.rules()[rule].face;
  return std::any_of(evidence->hits.begin(), evidence->hits.end(),
                     [face](const Hit& hit) { return hit.rule == face; });
}

// Why the rule did not hit: the first condition that did not hold, or the
// exception that excused.
Localized WhyNot(const RuleSet& rules, size_t rule, const RuleInput& input) {
  const auto findings = rules.Explain(rule, input);
  for (const auto& finding : findings) {
    if (finding.exception && finding.truth == Truth::kTrue) {
      return FormatBoth("l'exception « {} » (ligne {}) l'excuse",
                        "the exception “{}” (line {}) excuses it", finding.key,
                        finding.at.line);
    }
  }
  for (const auto& finding : findings) {
    if (finding.exception || finding.truth == Truth::kTrue) continue;
    if (finding.truth == Truth::kUnknown) {
      return FormatBoth(
          "la condition « {} » (ligne {}) reste inconnue : "
          "l'exemple ne donne pas {}",
          "the condition “{}” (line {}) stays unknown: the "
          "example does not give {}",
          finding.key, finding.at.line, finding.missing);
    }
    return FormatBoth("la condition « {} » (ligne {}) n'est pas remplie",
                      "the condition “{}” (line {}) does not hold", finding.key,
                      finding.at.line);
  }
  return {"aucune condition n'explique pourquoi", "no condition explains why"};
}

// What in the text made the rule hit, quoted from the author's own example.
Localized WhyHit(const Example& example, const Evidence& evidence,
                 const RuleFace* face) {
  for (const Hit& hit : evidence.hits) {
    if (hit.rule != face || hit.span_begin == hit.span_end) continue;
    const Span span = evidence.spans[hit.span_begin].span;
    if (span.field != Field::kBody) continue;
    const std::string match =
        example.body.substr(span.begin, span.end - span.begin);
    return FormatBoth("« {} » suffit à la déclencher", "“{}” is enough for it",
                      match);
  }
  return {"toutes ses conditions sont remplies", "all its conditions hold"};
}

Issue ExampleIssue(const Rule& rule, const Example& example, bool must_match,
                   const Localized& why) {
  Issue issue{rule.file,
              example.at,
              Severity::kError,
              must_match ? "example-not-matched" : "example-not-passed",
              {}};
  const auto message = [&](UiLanguage language) {
    const std::string& id = rule.face.id;
    const std::string& reason = why.In(language);
    if (must_match) {
      return FormatIn(
          language,
          "la règle « {} » doit arrêter cet exemple (must_match) et ne "
          "l'arrête pas : {}. Corrigez l'exemple ou la règle",
          "the rule “{}” must hit this example (must_match) and does not: {}. "
          "Mend the example or the rule",
          id, reason);
    }
    return FormatIn(
        language,
        "la règle « {} » doit laisser passer cet exemple (must_pass) et "
        "l'arrête : {}. Ajoutez une condition ou une exception (unless)",
        "the rule “{}” must pass this example (must_pass) and hits it: {}. "
        "Add a condition or an exception (unless)",
        id, reason);
  };
  issue.message = {message(UiLanguage::kFrench), message(UiLanguage::kEnglish)};
  return issue;
}

}  // namespace

ExampleComment::ExampleComment(const Example& example, const RuleSet& rules,
                               absl::Time now) {
  comment.body = example.body;
  comment.format = example.format;
  comment.author.name = example.author_name;
  comment.author.email = example.author_email;
  comment.author.url = example.author_url;
  comment.author.id = example.author_id;
  comment.author.comments = example.author_comments;
  comment.parent.text = example.parent_text;
  comment.language = example.language;
  comment.site = example.site;
  comment.honeypot = example.honeypot;
  comment.reports = example.reports;
  if (example.seconds_on_page) {
    comment.time_on_page = absl::Seconds(*example.seconds_on_page);
  }
  article.title = example.article_title;
  article.section = example.article_section;
  article.tags.assign(example.article_tags.begin(), example.article_tags.end());
  if (!article.title.empty() || !article.section.empty() ||
      !article.tags.empty()) {
    comment.article = &article;
  }
  facts.now = now;
  for (const absl::Duration window : rules.windows()) {
    for (const RepeatOf of : {RepeatOf::kText, RepeatOf::kLink,
                              RepeatOf::kAuthor, RepeatOf::kAddress}) {
      facts.repeats.push_back(
          {of, static_cast<uint32_t>(absl::ToInt64Seconds(window)),
           example.times, std::min(example.authors, example.times)});
    }
  }
}

bool ExampleTrial::Hits(size_t rule, const Example& example) {
  const ExampleComment as_comment(example, rules_, ExampleTime());
  const Analysis analysis(as_comment, rules_, vocabulary_);
  return crible::Hits(rules_, rule, analysis.input, &scratch_, &evidence_);
}

std::vector<Issue> CheckExamples(const RuleSet& rules,
                                 const WordSet& vocabulary) {
  std::vector<Issue> issues;
  RuleScratch scratch;
  Evidence evidence;
  for (size_t i = 0; i < rules.rules().size(); ++i) {
    const Rule& rule = rules.rules()[i];
    for (const bool must_match : {true, false}) {
      for (const Example& example :
           must_match ? rule.must_match : rule.must_pass) {
        if (!IsValidUtf8(example.body))
          continue;  // the reader of the file says so
        const ExampleComment as_comment(example, rules, ExampleTime());
        const Analysis analysis(as_comment, rules, vocabulary);
        if (Hits(rules, i, analysis.input, &scratch, &evidence) == must_match)
          continue;
        issues.push_back(
            ExampleIssue(rule, example, must_match,
                         must_match ? WhyNot(rules, i, analysis.input)
                                    : WhyHit(example, evidence, &rule.face)));
      }
    }
  }
  return issues;
}

}  // namespace crible
