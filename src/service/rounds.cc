#include "service/rounds.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/log.h"
#include "crible/v1/comment_record.pb.h"
#include "service/person_match.h"

namespace crible {
namespace {

// Items of a site that one round looks at.
constexpr int kDecidedAgainMax = 100;
constexpr int kExpiryMax = 500;
// A check that does not finish is left alone for so long, and twice as long
// each time, up to the second figure.
constexpr absl::Duration kAgainPauseMin = absl::Seconds(5);
constexpr absl::Duration kAgainPauseMax = absl::Minutes(5);
// So many in a row that do not finish are enough to know that it is not back.
constexpr int kStillFaultyMax = 3;
// Between two walks through a site's held comments.
constexpr absl::Duration kExpiryPause = absl::Minutes(1);
// The shortest time that the policy can name.
constexpr absl::Duration kExpiryMin = absl::Hours(1);
// Of models/grounds.toml, for what expires unpublished.
constexpr std::string_view kUnreadGround = "unread";

ItemPlace PlaceOf(const ReviewItem& item) {
  return {.due_micros = absl::ToUnixMicros(item.due), .id = item.id};
}

Outcome OutcomeOf(OnExpiry on_expiry) {
  switch (on_expiry) {
    case OnExpiry::kLook:
      return Outcome::kAccept;
    case OnExpiry::kRefuse:
      return Outcome::kSetAside;
    case OnExpiry::kDesk:
      return Outcome::kHandOn;
  }
  return Outcome::kHandOn;
}

}  // namespace

void QueueRounds::Run() {
  if (store_ == nullptr) return;
  FollowRemovals();
  const absl::Time now = clock_.Now();
  if (const auto sites = store_->ListWaitingSites(true); sites.ok()) {
    for (const std::string& site : *sites) DecideAgain(site, now);
  }
  if (!engine_.bundle()->policy->limits_waiting()) return;
  if (const auto sites = store_->ListWaitingSites(false); sites.ok()) {
    for (const std::string& site : *sites) Expire(site, now);
  }
}

// All decisions are forgotten: which ones it would have to be is, of an erased
// person, not known any more. The store answers what it still has. Counts are
// of comments, whose names are known.
void QueueRounds::FollowRemovals() {
  if (store_ == nullptr) return;
  const auto removals = store_->FindRemovals();
  if (!removals.ok()) return;  // the next round asks again
  if (removals_ == *removals) return;
  moderator_.ForgetAll();
  if (removals_) {  // else nothing is counted yet
    const auto removed = store_->ListRemoved(*removals_);
    if (!removed.ok()) return;
    if (!removed->comments.empty() || !removed->authors.empty())
      moderator_.Uncount(removed->comments, removed->authors);
  }
  removals_ = *removals;
}

void QueueRounds::DecideAgain(const std::string& site, absl::Time now) {
  Progress& progress = again_[site];
  if (now < progress.next) return;
  const auto items = store_->ListItems({.site = site,
                                        .queue = ReviewQueue::kHeld,
                                        .claimed = false,
                                        .fault_only = true},
                                       progress.place, kDecidedAgainMax, now);
  if (!items.ok()) return;
  if (items->empty()) {
    progress.place = {};
    return;
  }
  std::vector<CommitPointer> commits;
  int still_faulty = 0;
  for (const ReviewItem& item : *items) {
    progress.place = PlaceOf(item);
    const auto again = moderator_.DecideAgain(item.comment, &work_);
    if (again == Moderator::Again::kDecided) commits.push_back(work_.commit);
    still_faulty += again == Moderator::Again::kStillFaulty;
    if (still_faulty == kStillFaultyMax) break;
  }
  const auto decided =
      std::count_if(commits.begin(), commits.end(),
                    [](const auto& commit) { return commit->Wait().ok(); });
  if (items->size() < kDecidedAgainMax && still_faulty < kStillFaultyMax)
    progress.place = {};
  if (still_faulty > 0 && decided == 0) {
    progress.pause =
        std::clamp(2 * progress.pause, kAgainPauseMin, kAgainPauseMax);
  } else {
    progress.pause = absl::ZeroDuration();
  }
  progress.next = now + progress.pause;
  if (decided > 0) {
    CRIBLE_LOG(kInfo, "queue", "site {}: {} decided again, the check is back",
               site, decided);
  }
}

void QueueRounds::Expire(const std::string& site, absl::Time now) {
  Progress& progress = expiry_[site];
  if (now < progress.next) return;
  const auto items = store_->ListItems({.site = site,
                                        .queue = ReviewQueue::kHeld,
                                        .desk = false,
                                        .claimed = false,
                                        .since_max = now - kExpiryMin},
                                       progress.place, kExpiryMax, now);
  if (!items.ok()) return;
  std::vector<Act> acts;
  for (const ReviewItem& item : *items) {
    progress.place = PlaceOf(item);
    const auto outcome = ExpiryOf(item, site, now);
    if (!outcome) continue;
    acts.emplace_back(Expiry{.comment = item.comment.name,
                             .version = item.version,
                             .outcome = *outcome,
                             .ground = *outcome == Outcome::kSetAside
                                           ? std::string(kUnreadGround)
                                           : ""});
  }
  if (items->size() < kExpiryMax) {
    progress.place = {};
    progress.next = now + kExpiryPause;
  }
  if (acts.empty()) return;
  const auto done =
      store_->ApplyAll({std::string(kOwnSubject), now}, std::move(acts));
  const auto expired = std::count_if(done.begin(), done.end(),
                                     [](const auto& one) { return one.ok(); });
  CRIBLE_LOG(kInfo, "queue", "site {}: {} expired", site, expired);
}

std::optional<Outcome> QueueRounds::ExpiryOf(const ReviewItem& item,
                                             const std::string& site,
                                             absl::Time now) {
  v1::CommentRecord record;
  record.ParseFromString(item.comment.payload);
  const v1::Article& article = record.article();
  Scope scope{.site = site,
              .article = item.comment.article,
              .section = article.section(),
              .tags = {article.tags().begin(), article.tags().end()},
              .now = now};
  const auto bundle = engine_.bundle();
  Settings room;
  const Settings& settings = bundle->policy->For(scope, &room);
  if (!settings.queue_expire_after_hours ||
      item.since + absl::Hours(*settings.queue_expire_after_hours) > now)
    return std::nullopt;
  const Outcome outcome = OutcomeOf(settings.queue_on_expiry);
  if (outcome == Outcome::kSetAside && Objects(record.comment(), site, now))
    return Outcome::kHandOn;
  const bool publishes = outcome == Outcome::kAccept;
  if (publishes &&
      (item.lane == Lane::kUrgent ||
       UnderPriorReview(settings, site, item.comment.article, now)))
    return Outcome::kHandOn;
  return outcome;
}

bool QueueRounds::Objects(const v1::Comment& comment, const std::string& site,
                          absl::Time now) {
  const v1::Author& author = comment.author();
  const auto known = store_->FindKnown({.site = site,
                                        .author_id = author.id(),
                                        .traits = TraitsOf(author),
                                        .now = now});
  // A store that cannot be read sets nothing aside.
  return !known.ok() || known->wish.objects;
}

bool QueueRounds::UnderPriorReview(const Settings& settings,
                                   const std::string& site,
                                   const std::string& article, absl::Time now) {
  const auto known =
      store_->FindKnown({.site = site, .article = article, .now = now});
  // A store that cannot be read publishes nothing.
  if (!known.ok()) return true;
  if (known->mode != ArticleMode::kByPolicy)
    return known->mode != ArticleMode::kAfter;
  return settings.publication != Publication::kAfter;
}

}  // namespace crible
