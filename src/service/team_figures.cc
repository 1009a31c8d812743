#include "service/team_figures.h"

#include <algorithm>

#include "service/moderator.h"

namespace crible {
namespace {

bool IsRefusal(const Event& event) {
  return event.code == static_cast<int>(Outcome::kReject);
}

double Share(int64_t part, int64_t all) {
  return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
}

}  // namespace

void TeamFigures::Compare(const std::string& first, const std::string& second,
                          bool agree) {
  ++compared_;
  agreed_ += agree;
  compared_people_.insert({first, second});
}

void TeamFigures::Resolve(const Event& event, Comment* comment) {
  if (event.code == static_cast<int>(Outcome::kHandOn) ||
      event.subject == kOwnSubject)
    return;
  if (Within(event)) {
    ++resolved_;
    ++by_person_[event.subject];
    resolutions_.insert(event.token);
    if (comment->waits_since != absl::InfinitePast())
      waits_.push_back(event.time - comment->waits_since);
    if (!comment->decided_by.empty() && comment->decided_by != event.subject) {
      Compare(comment->decided_by, event.subject,
              comment->refused == IsRefusal(event));
    }
  }
  comment->waits_since = absl::InfinitePast();
  comment->decided_by = event.subject;
  comment->refused = IsRefusal(event);
}

void TeamFigures::Add(const Event& event) {
  if (event.comment.empty() || event.time >= end_) return;
  switch (event.kind) {
    case EventKind::kDecision: {
      // What was said of another wording is no opinion of this one.
      Comment comment;
      if (event.code == static_cast<int>(Verdict::kHold) + 1)
        comment.waits_since = event.time;
      comments_[event.comment] = comment;
      return;
    }
    case EventKind::kResolution:
      return Resolve(event, &comments_[event.comment]);
    case EventKind::kUndo:
      undone_ += resolutions_.erase(event.refers) > 0;
      // It waits again, since it was undone.
      comments_[event.comment].waits_since = event.time;
      return;
    case EventKind::kNotice: {
      Comment& comment = comments_[event.comment];
      if (comment.waits_since == absl::InfinitePast())
        comment.waits_since = event.time;
      return;
    }
    case EventKind::kExpiry:
    case EventKind::kWithdrawal:
    case EventKind::kRemovalOrder:
      comments_.erase(event.comment);
      return;
    default:
      return;
  }
}

bool TeamFigures::MayBeTold() const {
  if (by_person_.size() < static_cast<size_t>(kTeamPeopleMin)) return false;
  const auto most = std::max_element(
      by_person_.begin(), by_person_.end(),
      [](const auto& a, const auto& b) { return a.second < b.second; });
  return 2 * most->second <= resolved_;
}

void TeamFigures::Fill(v1::TeamFigures* out) const {
  out->set_people_count(static_cast<int32_t>(by_person_.size()));
  out->set_resolution_count(resolved_);
  out->set_undone_share(Share(undone_, resolved_));
  if (!waits_.empty()) {
    std::vector<absl::Duration> waits = waits_;
    const auto middle = waits.begin() + waits.size() / 2;
    std::nth_element(waits.begin(), middle, waits.end());
    out->set_median_seconds(absl::ToDoubleSeconds(*middle));
  }
  if (compared_people_.size() < static_cast<size_t>(kTeamPeopleMin)) return;
  out->set_twice_decided_count(compared_);
  out->set_agreement_share(Share(agreed_, compared_));
}

}  // namespace crible
