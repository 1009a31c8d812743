#include "engine/engine.h"

#include <atomic>
#include <utility>

#include "base/hash.h"
#include "signals/fact_keys.h"
#include "signals/measure.h"
#include "text/language.h"

namespace crible {
namespace {

// Numbers activations across all engines, from 1 on.
uint64_t NextActivation() {
  static std::atomic<uint64_t> last = 0;
  return ++last;
}

// Takes the time between stages, if the run asks for it.
class StageTimer {
 public:
  explicit StageTimer(Moderation* m) : m_(m) {
    if (m_->times_stages) last_ = absl::Now();
  }
  void Done(Stage stage) {
    if (!m_->times_stages) return;
    const absl::Time now = absl::Now();
    m_->stage_times[static_cast<size_t>(stage)] = now - last_;
    last_ = now;
  }

 private:
  Moderation* const m_;
  absl::Time last_;
};

// The fields beside the body that some rule reads and the caller sent.
void AnalyzeFields(const Comment& comment, Moderation* m, RuleInput* input) {
  for (size_t i = 1; i < m->fields.size(); ++i) {
    const Field field = static_cast<Field>(i);
    if (!m->bundle->rules->reads(field)) continue;
    const std::string_view text = FieldText(comment, field);
    if (text.empty()) continue;
    AnalyzeText(text, BodyFormat::kPlain, m->bundle->vocabulary, &m->fields[i]);
    input->texts[i] = &m->fields[i];
  }
}

// What the caller says, else what the text looks like, if anybody wants to
// know.
std::string_view LanguageOf(const Comment& comment, const Moderation& m) {
  if (!comment.language.empty()) return BaseLanguage(comment.language);
  if (!m.detects_language && !m.bundle->rules->reads_language()) return "und";
  return DetectLanguage(m.body.plain().bytes);
}

// What the caller did not send of the author is filled from what Crible
// remembers.
const Comment& WithHistory(const Comment& comment, const ObservedFacts& facts,
                           Comment* filled) {
  const AuthorHistory& history = facts.author;
  const bool knows = history.comments || history.accepted || history.rejected ||
                     history.first_seen || history.trusted;
  if (!knows && !facts.reports) return comment;
  *filled = comment;
  Author& author = filled->author;
  if (!author.comments) author.comments = history.comments;
  if (!author.accepted) author.accepted = history.accepted;
  if (!author.rejected) author.rejected = history.rejected;
  if (!author.created) author.created = history.first_seen;
  if (!author.trusted) author.trusted = history.trusted;
  if (!filled->reports) filled->reports = facts.reports;
  return *filled;
}

Standing StandingOf(const Comment& comment) {
  return {
      .author_comments = comment.author.comments,
      .author_accepted = comment.author.accepted,
      .author_rejected = comment.author.rejected,
      .author_trusted = comment.author.trusted,
      .reports = comment.reports,
      .sample_hash = HashCombine(Hash64(comment.name), Hash64(comment.body))};
}

Scope ScopeOf(const Comment& comment, absl::Time now) {
  Scope scope{.site = comment.site, .now = now};
  if (comment.article) {
    scope.article = comment.article->name;
    scope.section = comment.article->section;
    scope.tags = comment.article->tags;
  }
  return scope;
}

const LayerWeights* LayerOf(const Bundle& bundle, std::string_view site) {
  if (bundle.layers.empty()) return nullptr;
  const auto found = bundle.layers.find(site);
  return found == bundle.layers.end() ? nullptr : found->second.weights.get();
}

// Where the strongest tokens of the models stand that a reason speaks of.
void PlaceTokens(Moderation* m) {
  for (const Reason& reason : m->decision.reasons) {
    if (reason.kind != ReasonKind::kModel) continue;
    ModelScore& score = m->evidence.scores[reason.index];
    if (!score.shares.empty()) continue;  // explained, or decided before
    m->bundle->classifier->AddShares(
        {m->body, m->evidence.signals}, reason.index,
        {.shares_max = kReasonTokensMax, .texts = false}, &m->tokens, &score);
  }
}

void ExplainTokens(const ScoredText& text, Moderation* m) {
  for (size_t i = 0; i < m->evidence.scores.size(); ++i) {
    m->bundle->classifier->AddShares(text, i, SharesWanted(), &m->tokens,
                                     &m->evidence.scores[i]);
  }
}

void DecideFrom(const Comment& known, const Settings& settings, Moderation* m) {
  m->observes = settings.observe;
  const Bundle& bundle = *m->bundle;
  Decide(m->evidence, StandingOf(known), settings, bundle.grounds,
         bundle.scales, &m->decision);
  PlaceTokens(m);
}

// What a person has set for the article goes before the policy.
const Settings& WithMode(const Settings& settings, ArticleMode mode,
                         Settings* room) {
  if (mode == ArticleMode::kByPolicy) return settings;
  if (room != &settings) *room = settings;
  room->publication = mode == ArticleMode::kBefore   ? Publication::kBefore
                      : mode == ArticleMode::kClosed ? Publication::kClosed
                                                     : Publication::kAfter;
  return *room;
}

void DecideFrom(const Comment& known, Moderation* m) {
  const Settings& settings = m->bundle->policy->For(
      ScopeOf(known, m->evidence.facts.now), &m->settings);
  DecideFrom(known, WithMode(settings, m->evidence.facts.mode, &m->settings),
             m);
}

}  // namespace

void Redecide(const Comment& comment, Moderation* m) {
  DecideFrom(WithHistory(comment, m->evidence.facts, &m->with_history), m);
}

void Redecide(const Comment& comment, const Settings& settings, Moderation* m) {
  DecideFrom(WithHistory(comment, m->evidence.facts, &m->with_history),
             settings, m);
}

Engine::Engine(std::shared_ptr<const Bundle> bundle) {
  Activate(std::move(bundle));
}

std::shared_ptr<const Bundle> Engine::bundle() const {
  absl::ReaderMutexLock lock(&mutex_);
  return bundle_;
}

void Engine::Activate(std::shared_ptr<const Bundle> bundle) {
  absl::MutexLock lock(&mutex_);
  bundle_.swap(bundle);
  activation_ = NextActivation();
}  // the old bundle is freed here or by its last run, outside the lock

void Engine::Amend(
    const std::function<std::shared_ptr<const Bundle>(const Bundle&)>& change) {
  absl::MutexLock lock(&amend_mutex_);
  Activate(change(*bundle()));
}

// A run that follows another one under the same bundle takes no lock.
void Engine::TakeBundle(Moderation* m) const {
  if (m->activation == activation_.load(std::memory_order_acquire)) return;
  absl::ReaderMutexLock lock(&mutex_);
  m->bundle = bundle_;
  m->activation = activation_.load(std::memory_order_relaxed);
}

void Engine::Moderate(const Comment& comment, Facts* facts, absl::Time now,
                      Moderation* m) const {
  TakeBundle(m);
  const Bundle& bundle = *m->bundle;
  Evidence& evidence = m->evidence;
  evidence.Clear();
  StageTimer timer(m);

  // Bytes become views, words, links and contacts, with a map to the bytes as
  // sent.
  AnalyzeText(comment.body, comment.format, bundle.vocabulary, &m->body);
  timer.Done(Stage::kText);

  // What can be measured in the text.
  evidence.signals = MeasureSignals(comment, m->body);
  timer.Done(Stage::kSignals);

  // What the rest of the world says at this moment; a miss is a fault.
  FillFactQuery(comment, m->body, &m->facts_query);
  m->facts_query.asks_waiting = bundle.policy->limits_queue();
  m->facts_query.windows.assign(bundle.rules->windows().begin(),
                                bundle.rules->windows().end());
  facts->Observe(m->facts_query, now, m->facts_budget, &evidence.facts);
  evidence.faults = evidence.facts.faults;
  const Comment& known = WithHistory(comment, evidence.facts, &m->with_history);
  timer.Done(Stage::kFacts);

  // Phrases by one automaton, regexes by RE2: hits with spans.
  RuleInput input{.comment = &known,
                  .signals = &evidence.signals,
                  .facts = &evidence.facts};
  input.texts[0] = &m->body;
  AnalyzeFields(known, m, &input);
  input.language = evidence.language = LanguageOf(known, *m);
  bundle.rules->Match(input, &m->rules, &evidence);
  timer.Done(Stage::kRules);

  // Log-likelihood ratio per category. The article's own words are no
  // evidence.
  const auto article_words = article_words_.For(known.article);
  const ScoredText scored{m->body, evidence.signals, article_words.get(),
                          LayerOf(bundle, known.site)};
  bundle.classifier->Score(scored, &m->tokens, &evidence.scores);
  if (m->explains_tokens) ExplainTokens(scored, m);
  timer.Done(Stage::kModel);

  // Evidence becomes a verdict with ordered reasons: a pure function.
  DecideFrom(known, m);
  timer.Done(Stage::kPolicy);
}

}  // namespace crible
