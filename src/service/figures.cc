#include "service/figures.h"

#include <algorithm>
#include <utility>

#include "base/binomial.h"

namespace crible {
namespace {

constexpr char kByToolAlone[] = "found by tool, decided by tool";
constexpr char kByBoth[] = "found by tool, decided by person";
constexpr char kByPerson[] = "found by person, decided by person";
constexpr char kByNotice[] = "found by notice, decided by person";
// Neither a ground nor a means holds it.
constexpr char kBetween = '\n';

double MedianSeconds(std::vector<absl::Duration> times) {
  if (times.empty()) return 0;
  const auto middle = times.begin() + times.size() / 2;
  std::nth_element(times.begin(), middle, times.end());
  return absl::ToDoubleSeconds(*middle);
}

void AddFigure(const char* name, std::string_view ground, std::string_view kind,
               double value, v1::YearlyFigures* out) {
  v1::YearlyFigure* figure = out->add_figures();
  figure->set_figure(name);
  figure->set_ground(std::string(ground));
  figure->set_kind(std::string(kind));
  figure->set_value(value);
}

void AddCounts(const char* name, const std::map<std::string, int64_t>& counts,
               v1::YearlyFigures* out) {
  int64_t all = 0;
  for (const auto& [key, count] : counts) all += count;
  AddFigure(name, "", "", static_cast<double>(all), out);
  for (const auto& [key, count] : counts) {
    if (count == 0) continue;
    const size_t at = std::min(key.find(kBetween), key.size());
    AddFigure(name, key.substr(0, at),
              at < key.size() ? key.substr(at + 1) : "",
              static_cast<double>(count), out);
  }
}

// What was set aside is not published either.
bool IsRefusal(const Event& event) {
  return event.code == static_cast<int>(Outcome::kReject) ||
         event.code == static_cast<int>(Outcome::kSetAside);
}

}  // namespace

void Figures::Measure(const std::string& ground, const std::string& means,
                      Comment* comment) {
  TakeBack(comment);
  comment->measure = ground + kBetween + means;
  ++measures_[comment->measure];
}

void Figures::TakeBack(Comment* comment) {
  if (comment->measure.empty()) return;
  --measures_[comment->measure];
  comment->measure.clear();
}

void Figures::Decide(const Event& event, Comment* comment) {
  const auto verdict = static_cast<Verdict>(event.code - 1);
  comment->by_tool = verdict != Verdict::kAccept;
  comment->sampled = event.ground == kSampleGround;
  if (verdict == Verdict::kHold) comment->held = event.time;
  if (!Within(event)) return;
  if (verdict != Verdict::kReject) return TakeBack(comment);
  ++automated_;
  Measure(event.ground, kByToolAlone, comment);
}

void Figures::Resolve(const Event& event, Comment* comment) {
  if (event.code == static_cast<int>(Outcome::kHandOn)) return;
  const bool refused = IsRefusal(event);
  const bool was_reported = !comment->notices.empty();
  if (Within(event)) {
    for (const absl::Time notice : comment->notices)
      notice_times_.push_back(event.time - notice);
    if (comment->held != absl::InfinitePast())
      review_times_.push_back(event.time - comment->held);
    if (was_reported && refused)
      notices_followed_[event.ground] += comment->notices.size();
    if (comment->sampled) {
      ++sampled_;
      sampled_wrong_ += refused;
    }
    if (!refused && comment->measure.ends_with(kByToolAlone)) ++overturned_;
    if (refused) {
      Measure(
          event.ground,
          was_reported ? kByNotice : (comment->by_tool ? kByBoth : kByPerson),
          comment);
    } else {
      TakeBack(comment);
    }
  }
  comment->notices.clear();
  comment->held = absl::InfinitePast();
  comment->sampled = false;
}

void Figures::Add(const Event& event) {
  if (event.comment.empty()) return;
  switch (event.kind) {
    case EventKind::kDecision:
      return Decide(event, &comments_[event.comment]);
    case EventKind::kResolution:
    case EventKind::kRectification:
      return Resolve(event, &comments_[event.comment]);
    case EventKind::kExpiry:  // nobody read it in time
      if (Within(event) && IsRefusal(event))
        Measure(event.ground, kByToolAlone, &comments_[event.comment]);
      return;
    case EventKind::kUndo:
      return TakeBack(&comments_[event.comment]);
    case EventKind::kNotice:
      comments_[event.comment].notices.push_back(event.time);
      if (Within(event)) ++notices_[event.ground];
      return;
    case EventKind::kRemovalOrder:
      TakeBack(&comments_[event.comment]);
      if (Within(event)) ++orders_[event.ground];
      return;
    default:
      return;
  }
}

void Figures::Fill(v1::YearlyFigures* out) const {
  AddCounts("orders", orders_, out);
  AddCounts("notices", notices_, out);
  AddCounts("notices_followed", notices_followed_, out);
  AddCounts("measures", measures_, out);
  AddFigure("median_seconds", "", "from notice to decision",
            MedianSeconds(notice_times_), out);
  AddFigure("median_seconds", "", "from hold to decision",
            MedianSeconds(review_times_), out);
  AddFigure("automated_refusals", "", "", static_cast<double>(automated_), out);
  AddFigure("automated_refusals", "", "overturned by a person",
            static_cast<double>(overturned_), out);
  AddFigure("automated_acceptances", "",
            "chosen by chance and read by a person",
            static_cast<double>(sampled_), out);
  if (sampled_ == 0) return;  // no share without a sample
  const auto n = static_cast<size_t>(sampled_);
  const auto wrong = static_cast<size_t>(sampled_wrong_);
  AddFigure("automated_error", "", "share",
            static_cast<double>(wrong) / static_cast<double>(n), out);
  AddFigure("automated_error", "", "lower end, 95 %",
            LowerShare(wrong, n, 0.975), out);
  AddFigure("automated_error", "", "upper end, 95 %",
            UpperShare(wrong, n, 0.975), out);
}

}  // namespace crible
