#include "store/store_facts.h"

namespace crible {
namespace {

AuthorHistory HistoryOf(const KnownAuthor& author, bool restricted) {
  AuthorHistory history;
  if (author.comments > 0 && !restricted) {
    history.comments = author.comments;
    history.accepted = author.accepted;
    history.rejected = author.refused;
    history.first_seen = author.first_seen;
  }
  if (author.status != AuthorStatus::kNormal) history.status = author.status;
  if (author.status == AuthorStatus::kTrusted) history.trusted = true;
  if (author.status > AuthorStatus::kTrusted) history.trusted = false;
  return history;
}

EarlierResolution ResolutionOf(EarlierText earlier) {
  switch (earlier) {
    case EarlierText::kNone:
      return EarlierResolution::kNone;
    case EarlierText::kAcceptedHere:
      return EarlierResolution::kAcceptedHere;
    case EarlierText::kRefused:
      return EarlierResolution::kRefused;
    case EarlierText::kOrderedAway:
      return EarlierResolution::kOrderedAway;
    case EarlierText::kNearlyOrdered:
      return EarlierResolution::kNearlyOrdered;
  }
  return EarlierResolution::kNone;
}

}  // namespace

void StoreFacts::Observe(const FactQuery& query, absl::Time now,
                         absl::Duration budget, ObservedFacts* facts) {
  const auto known =
      store_.FindKnown({.site = query.site,
                        .comment = query.name,
                        .author_id = query.author_id,
                        .traits = {.email = query.author_email,
                                   .address = query.author_address,
                                   .name = query.author_name},
                        .body = query.body,
                        .article = query.article,
                        .text_bands = query.text_bands,
                        .now = now});
  if (known.ok() && (known->restricted || known->wish.restricted)) {
    NoFacts().Observe(query, now, budget, facts);
  } else {
    counts_.Observe(query, now, budget, facts);
  }
  if (!known.ok()) {
    facts->faults.push_back({Part::kFacts, "the store cannot be read"});
    return;
  }
  const PersonWish& wish = known->wish;
  if (known->author) facts->author = HistoryOf(*known->author, wish.restricted);
  if (wish.objects) facts->author.objects = true;
  if (wish.restricted) facts->author.restricts = true;
  facts->earlier = ResolutionOf(known->earlier);
  facts->order = known->order;
  facts->reports = known->reports;
  facts->mode = known->mode;
  if (query.asks_waiting) facts->waiting = Waiting(query.site, now);
}

// One caller a second counts; the others of that second take what it finds, or
// while it counts what was found before.
std::optional<uint32_t> StoreFacts::Waiting(std::string_view site,
                                            absl::Time now) {
  {
    absl::MutexLock lock(&mutex_);
    Counted& counted = counted_[std::string(site)];
    if (absl::AbsDuration(now - counted.at) < absl::Seconds(1))
      return counted.held;
    counted.at = now;
  }
  const auto held = store_.CountHeld(site);
  absl::MutexLock lock(&mutex_);
  Counted& counted = counted_[std::string(site)];
  if (held.ok()) counted.held = *held;
  return counted.held;
}

}  // namespace crible
