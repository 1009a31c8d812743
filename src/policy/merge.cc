#include "policy/merge.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "policy/score.h"

namespace crible {

struct MergeFindings {
  bool reject_rule = false;
  bool certain_spam = false;
  bool hold_rule = false;
  bool high_score = false;
  bool refused_before = false;
  bool reported = false;
  bool review_first = false;
  bool fault = false;
  bool look = false;
  bool never_refused = false;
  bool closed = false;
  bool ordered_away = false;
  bool nearly_ordered = false;
  bool distress = false;
};

namespace {

using F = MergeFindings;

constexpr MergeRow kMergeTable[] = {
    {"reject-rule", "a `reject` rule hit, in any category but distress",
     MergeEffect::kAtLeastReject, [](const F& f) { return f.reject_rule; }},
    {"certain-spam",
     "spam reaches its reject threshold, by model and `score` rules that "
     "finished, and the author is not a trusted one",
     MergeEffect::kAtLeastReject, [](const F& f) { return f.certain_spam; }},
    {"hold-rule", "a `hold` rule hit, or any sign that the category holds for",
     MergeEffect::kAtLeastHold, [](const F& f) { return f.hold_rule; }},
    {"high-score", "the score of a category reaches its hold threshold",
     MergeEffect::kAtLeastHold, [](const F& f) { return f.high_score; }},
    {"refused-before",
     "a person refused the same text by the same author, or an authority has "
     "ordered the removal of nearly this text",
     MergeEffect::kAtLeastHold,
     [](const F& f) { return f.refused_before || f.nearly_ordered; }},
    {"reported", "as many readers reported it as the site holds for",
     MergeEffect::kAtLeastHold, [](const F& f) { return f.reported; }},
    {"review-first",
     "the article is under prior review, the author is new, or the site has "
     "set that this author waits",
     MergeEffect::kAtLeastHold, [](const F& f) { return f.review_first; }},
    {"fault", "a part that the site does not decide without did not finish",
     MergeEffect::kAtLeastHold, [](const F& f) { return f.fault; }},
    {"look",
     "a `look` rule hit, a score reaches its look threshold, a reader "
     "reported it, or chance chose it",
     MergeEffect::kLook, [](const F& f) { return f.look; }},
    {"never-refused",
     "the author objected to automatic refusal, or a person accepted the same "
     "text by the same author under this article",
     MergeEffect::kAtMostHold, [](const F& f) { return f.never_refused; }},
    {"closed",
     "the article takes no comments, or an authority has ordered the removal "
     "of this text",
     MergeEffect::kAtLeastReject,
     [](const F& f) { return f.closed || f.ordered_away; }},
    {"distress", "the author may be in distress", MergeEffect::kAtMostHold,
     [](const F& f) { return f.distress; }},
};
static_assert(std::size(kMergeTable) <= 12);

struct Author {
  bool is_new = false;
  bool trusted = false;
};

template <typename T>
std::optional<T> First(std::optional<T> a, std::optional<T> b) {
  return a ? a : b;
}

Author JudgeAuthor(const Standing& standing, const AuthorHistory& history,
                   const Settings& settings) {
  const auto comments = First(standing.author_comments, history.comments);
  const auto accepted = First(standing.author_accepted, history.accepted);
  const auto rejected = First(standing.author_rejected, history.rejected);
  Author author;
  if (const auto said = First(standing.author_trusted, history.trusted)) {
    author.trusted = *said;
  } else if (settings.trusted_accepted_above && accepted && rejected) {
    const double all = static_cast<double>(*accepted) + *rejected;
    author.trusted = *accepted > *settings.trusted_accepted_above &&
                     *rejected < settings.trusted_refused_share_below * all;
  }
  author.is_new = !author.trusted && comments &&
                  *comments < settings.new_author_comments_below;
  return author;
}

bool Reaches(double probability, std::optional<double> threshold) {
  return threshold && *threshold != kAnySign && probability >= *threshold;
}

bool IsAnySign(std::optional<double> threshold) {
  return threshold && *threshold == kAnySign;
}

// Chance by a hash: the same comment is sampled or not whenever it is asked.
bool IsSampled(uint64_t hash, double share) {
  return static_cast<double>(hash >> 11) * 0x1p-53 < share;
}

// One decision in the making.
class Merge {
 public:
  Merge(const Evidence& evidence, const Standing& standing,
        const Settings& settings, const StringMap<Ground>& grounds,
        Decision* decision)
      : evidence_(evidence),
        standing_(standing),
        settings_(settings),
        grounds_(grounds),
        decision_(decision),
        author_(JudgeAuthor(standing, evidence.facts.author, settings)),
        accepted_here_(evidence.facts.earlier ==
                       EarlierResolution::kAcceptedHere),
        full_(settings.queue_full_above && evidence.facts.waiting.value_or(0) >=
                                               *settings.queue_full_above) {}

  void Run(const RuleScales& scales);

 private:
  void FindInHits();
  void FindInScores();
  void FindInFaults();
  void FindInFacts();
  void FindInSettings();
  void ApplyTable();
  void Observe();

  void AddSparingReasons();
  void AddHitReasons(std::span<const HitShare> shares);
  void AddScoreReasons();
  void AddNote(PolicyNote note, CategoryId category = kSpam, double share = 0);
  void SortReasons();
  auto Rank(const Reason& reason) const;
  void ChooseLane();

  // Whether what is refused on this ground wants to be read before the rest.
  bool IsHasty(std::string_view ground) const {
    const auto found = grounds_.find(ground);
    return found != grounds_.end() && found->second.lane != Lane::kNormal;
  }
  const CategoryPolicy& Of(CategoryId category) const {
    return settings_.categories[category];
  }

  const Evidence& evidence_;
  bool Objects() const {
    return standing_.objects || evidence_.facts.author.objects.value_or(false);
  }

  const Standing& standing_;
  const Settings& settings_;
  const StringMap<Ground>& grounds_;
  Decision* const decision_;
  const Author author_;
  const bool accepted_here_;
  const bool full_;  // the queue
  MergeFindings found_;
  std::array<bool, kCategoriesMax> mattered_ = {};
  bool spared_by_trust_ = false;
  bool spared_by_acceptance_ = false;
  bool spared_by_full_queue_ = false;
};

void Merge::Run(const RuleScales& scales) {
  decision_->Clear();
  std::vector<HitShare> shares;
  ScoreCategories(evidence_, settings_, scales, &decision_->scores, &shares);
  FindInFaults();
  FindInHits();
  FindInScores();
  FindInFacts();
  FindInSettings();
  ApplyTable();
  AddSparingReasons();
  AddHitReasons(shares);
  AddScoreReasons();
  Observe();
  SortReasons();
  ChooseLane();
}

void Merge::FindInHits() {
  for (const Hit& hit : evidence_.hits) {
    const RuleFace& rule = *hit.rule;
    if (rule.then == Then::kWatch) continue;
    const CategoryPolicy& policy = Of(rule.category);
    mattered_[rule.category] = true;
    const bool distress = rule.category == kDistress;
    found_.distress |= distress;
    if (rule.then == Then::kReject && !distress) {
      found_.reject_rule = true;
      spared_by_acceptance_ |= accepted_here_;
      continue;
    }
    const bool holds =
        rule.then >= Then::kHold || distress || IsAnySign(policy.hold);
    if (!holds && rule.then != Then::kLook && !IsAnySign(policy.look)) continue;
    // A person read this text here and accepted it; how often it comes is
    // another matter.
    if (accepted_here_ && hit.counts.count == 0 && !distress) {
      spared_by_acceptance_ = true;
      continue;
    }
    if (holds && full_ && !distress && !IsHasty(rule.ground)) {
      spared_by_full_queue_ = found_.look = true;
      continue;
    }
    (holds ? found_.hold_rule : found_.look) = true;
  }
}

void Merge::FindInScores() {
  bool unfinished = false;
  for (const Fault& fault : evidence_.faults) {
    const bool scores = fault.part == Part::kText ||
                        fault.part == Part::kRules ||
                        fault.part == Part::kModel;
    unfinished |= scores && settings_.faults[static_cast<size_t>(fault.part)] ==
                                OnFault::kHold;
  }
  for (const CategoryScore& score : decision_->scores) {
    const CategoryPolicy& policy = Of(score.category);
    const bool rejects = Reaches(score.rejecting_probability, policy.reject);
    const bool holds = Reaches(score.probability, policy.hold);
    const bool looks = Reaches(score.probability, policy.look);
    if (!rejects && !holds && !looks) continue;
    mattered_[score.category] = true;
    if (accepted_here_) {
      spared_by_acceptance_ = true;
    } else if (author_.trusted) {
      spared_by_trust_ = true;
      found_.high_score |= rejects;  // a trusted account may have been stolen
    } else if (rejects && score.category == kSpam && !unfinished) {
      found_.certain_spam = true;
    } else {
      if (rejects && score.category != kSpam) {
        AddNote(PolicyNote::kModelCeiling, score.category);
      }
      const bool spared = full_ && !rejects;
      spared_by_full_queue_ |= spared && holds;
      ((rejects || (holds && !spared)) ? found_.high_score : found_.look) =
          true;
    }
  }
}

void Merge::FindInFaults() {
  for (uint32_t i = 0; i < evidence_.faults.size(); ++i) {
    const size_t part = static_cast<size_t>(evidence_.faults[i].part);
    found_.fault |= settings_.faults[part] == OnFault::kHold;
    decision_->reasons.push_back({.kind = ReasonKind::kFault, .index = i});
  }
}

void Merge::FindInFacts() {
  if (evidence_.facts.earlier == EarlierResolution::kRefused) {
    found_.refused_before = true;
    AddNote(PolicyNote::kEarlierRefusal);
  }
  if (evidence_.facts.earlier == EarlierResolution::kOrderedAway) {
    found_.ordered_away = true;
    AddNote(PolicyNote::kOrderedAway);
  }
  if (evidence_.facts.earlier == EarlierResolution::kNearlyOrdered) {
    found_.nearly_ordered = true;
    AddNote(PolicyNote::kNearlyOrdered);
  }
  found_.never_refused = Objects() || accepted_here_;
  const auto reports = First(standing_.reports, evidence_.facts.reports);
  if (!reports || *reports == 0) return;
  const auto& hold = settings_.reports_hold_after;
  const auto& look = settings_.reports_look_after;
  found_.reported = hold && *reports >= *hold;
  const bool looks = look && *reports >= *look;
  found_.look |= looks;
  if (found_.reported || looks) AddNote(PolicyNote::kReports);
}

void Merge::FindInSettings() {
  if (settings_.publication == Publication::kBefore) {
    AddNote(PolicyNote::kPublicationBefore);
  }
  if (settings_.publication == Publication::kClosed) {
    AddNote(PolicyNote::kPublicationClosed);
  }
  if (author_.is_new) AddNote(PolicyNote::kNewAuthor);
  const auto status = evidence_.facts.author.status;
  const bool waits = status && *status >= AuthorStatus::kBefore;
  if (waits) AddNote(PolicyNote::kAuthorStatus);
  found_.closed = settings_.publication == Publication::kClosed;
  found_.review_first =
      settings_.publication == Publication::kBefore || author_.is_new || waits;
}

Verdict VerdictOf(const MergeFindings& found) {
  Verdict verdict = Verdict::kAccept;
  for (const MergeRow& row : kMergeTable) {
    if (!row.applies(found)) continue;
    switch (row.effect) {
      case MergeEffect::kAtLeastReject:
        verdict = Verdict::kReject;
        break;
      case MergeEffect::kAtLeastHold:
        verdict = std::max(verdict, Verdict::kHold);
        break;
      case MergeEffect::kAtMostHold:
        verdict = std::min(verdict, Verdict::kHold);
        break;
      case MergeEffect::kLook:
        break;  // is no verdict
    }
  }
  return verdict;
}

void Merge::ApplyTable() {
  const bool by_chance =
      !found_.look && !settings_.observe &&
      IsSampled(standing_.sample_hash, settings_.sample_accepted_looked_at);
  found_.look |= by_chance;
  decision_->look = found_.look;
  const Verdict verdict = VerdictOf(found_);
  MergeFindings finished = found_;
  finished.fault = false;
  decision_->fault_only = found_.fault && verdict == Verdict::kHold &&
                          VerdictOf(finished) != Verdict::kHold;
  decision_->observed = decision_->verdict = verdict;
  decision_->look &= verdict == Verdict::kAccept;
  if (by_chance && decision_->look) AddNote(PolicyNote::kSample);
}

void Merge::AddSparingReasons() {
  const bool would_reject = found_.reject_rule || found_.certain_spam;
  if (Objects() && would_reject) AddNote(PolicyNote::kObjection);
  if (spared_by_trust_) AddNote(PolicyNote::kTrustedAuthor);
  if (spared_by_acceptance_) AddNote(PolicyNote::kEarlierAcceptance);
  if (spared_by_full_queue_ && decision_->verdict == Verdict::kAccept)
    AddNote(PolicyNote::kQueueFull);
}

void Merge::Observe() {
  if (!settings_.observe || found_.ordered_away) return;
  if (decision_->verdict != Verdict::kAccept) AddNote(PolicyNote::kObserve);
  decision_->verdict = Verdict::kAccept;
  decision_->look = decision_->fault_only = false;  // nothing is queued
}

void Merge::AddNote(PolicyNote note, CategoryId category, double share) {
  decision_->reasons.push_back({.kind = ReasonKind::kPolicy,
                                .category = category,
                                .note = note,
                                .share = share});
}

void Merge::AddHitReasons(std::span<const HitShare> shares) {
  for (uint32_t i = 0; i < evidence_.hits.size(); ++i) {
    const RuleFace& rule = *evidence_.hits[i].rule;
    if (rule.then == Then::kWatch) continue;
    const bool shared = !shares.empty() && shares.front().hit == i;
    decision_->reasons.push_back({.kind = ReasonKind::kRule,
                                  .category = rule.category,
                                  .index = i,
                                  .ground = rule.ground,
                                  .share = shared ? shares.front().share : 0});
    if (shared) shares = shares.subspan(1);
  }
}

void Merge::AddScoreReasons() {
  for (uint32_t i = 0; i < evidence_.scores.size(); ++i) {
    const ModelScore& model = evidence_.scores[i];
    if (!model.trained || !model.enough || !mattered_[model.category]) continue;
    // Only a person chooses a ground among those of abuse.
    const auto spam = grounds_.find(std::string_view("spam"));
    const bool named = model.category == kSpam && spam != grounds_.end();
    decision_->reasons.push_back(
        {.kind = ReasonKind::kModel,
         .category = model.category,
         .index = i,
         .ground = named ? std::string_view(spam->second.id) : "",
         .share = model.log_odds});
  }
  for (const CategoryScore& score : decision_->scores) {
    if (!mattered_[score.category]) continue;
    AddNote(PolicyNote::kBase, score.category, score.base);
  }
}

// Ascending order is the order in which reasons are shown.
auto Merge::Rank(const Reason& reason) const {
  enum { kRejects, kHolds, kScores, kLooks, kModels, kPolicies, kFaults };
  int group = kFaults;
  double strength = reason.share;
  if (reason.kind == ReasonKind::kRule) {
    const RuleFace& rule = *evidence_.hits[reason.index].rule;
    const bool held = rule.category == kDistress || rule.then == Then::kHold;
    group = held                         ? kHolds
            : rule.then == Then::kReject ? kRejects
            : rule.then == Then::kScore  ? kScores
                                         : kLooks;
    if (group != kScores) strength = rule.weight;
  } else if (reason.kind == ReasonKind::kModel) {
    group = kModels;
  } else if (reason.kind == ReasonKind::kPolicy) {
    group = kPolicies;
  }
  const bool base = reason.note == PolicyNote::kBase;
  if (base) strength = 0;
  return std::tuple(group, base, -strength, reason.category, reason.note,
                    reason.index);
}

void Merge::SortReasons() {
  std::sort(
      decision_->reasons.begin(), decision_->reasons.end(),
      [&](const Reason& a, const Reason& b) { return Rank(a) < Rank(b); });
}

void Merge::ChooseLane() {
  for (const Reason& reason : decision_->reasons) {
    const auto ground = grounds_.find(reason.ground);
    if (ground == grounds_.end()) continue;
    decision_->lane = std::max(decision_->lane, ground->second.lane);
  }
  if (found_.distress) decision_->lane = Lane::kUrgent;
}

}  // namespace

std::span<const MergeRow> MergeTable() { return kMergeTable; }

void Decide(const Evidence& evidence, const Standing& standing,
            const Settings& settings, const StringMap<Ground>& grounds,
            const RuleScales& scales, Decision* decision) {
  Merge(evidence, standing, settings, grounds, decision).Run(scales);
}

}  // namespace crible
