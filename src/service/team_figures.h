#ifndef CRIBLE_SERVICE_TEAM_FIGURES_H_
#define CRIBLE_SERVICE_TEAM_FIGURES_H_

// How moderators as a group did in one month, from the lines of the log in
// their order; never how one of them did.
//
//   TeamFigures figures(begin, end);
//   for (const Event& event : all) figures.Add(event);
//   if (figures.MayBeTold()) figures.Fill(&out);

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"
#include "base/string_map.h"
#include "crible/v1/legal_service.pb.h"
#include "store/records.h"

namespace crible {

// Below so many people a figure says something of each of them.
inline constexpr int kTeamPeopleMin = 5;

class TeamFigures {
 public:
  // Of what people decided in [begin, end). What was before is needed as well,
  // to know since when it waited; what comes after changes nothing.
  TeamFigures(absl::Time begin, absl::Time end) : begin_(begin), end_(end) {}

  void Add(const Event& event);

  // Whether kTeamPeopleMin people decided at least, and none of them more than
  // half: else the group's figures are one person's.
  bool MayBeTold() const;

  // Of items that two people decided on only if as many were among them.
  void Fill(v1::TeamFigures* out) const;

 private:
  // What is remembered of a comment as it stands.
  struct Comment {
    absl::Time waits_since = absl::InfinitePast();
    std::string decided_by;  // the last person who decided on it
    bool refused = false;
  };
  void Resolve(const Event& event, Comment* comment);
  void Compare(const std::string& first, const std::string& second, bool agree);
  bool Within(const Event& event) const {
    return begin_ <= event.time && event.time < end_;
  }

  const absl::Time begin_, end_;
  StringMap<Comment> comments_;
  std::map<std::string, int64_t> by_person_;
  absl::flat_hash_set<uint64_t> resolutions_;  // that nobody has undone
  int64_t resolved_ = 0, undone_ = 0;
  std::vector<absl::Duration> waits_;
  std::set<std::string> compared_people_;
  int64_t compared_ = 0, agreed_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_TEAM_FIGURES_H_
