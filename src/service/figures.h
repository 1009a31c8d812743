#ifndef CRIBLE_SERVICE_FIGURES_H_
#define CRIBLE_SERVICE_FIGURES_H_

// What Article 15 of Regulation (EU) 2022/2065 asks for, from the lines of the
// log in their order: nothing of a comment or a person is read.
//
//   Figures figures(begin, end);
//   for (const Event& event : all) figures.Add(event);
//   figures.Fill(&table);

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "base/string_map.h"
#include "crible/v1/legal_service.pb.h"
#include "store/records.h"

namespace crible {

class Figures {
 public:
  // Of what was decided in [begin, end); what was before is needed as well, to
  // know what is answered and undone.
  Figures(absl::Time begin, absl::Time end) : begin_(begin), end_(end) {}

  void Add(const Event& event);

  // Counts by ground and means; medians in seconds; the share of wrong
  // decisions with the ends of its 95 % interval, of those that chance chose.
  void Fill(v1::YearlyFigures* out) const;

 private:
  // What is remembered of a comment.
  struct Comment {
    absl::Time held = absl::InfinitePast();
    std::vector<absl::Time> notices;  // that nobody has answered
    bool by_tool = false;             // found, or refused
    bool sampled = false;
    std::string measure;  // the key of the measure in force, to take it back
  };
  void Decide(const Event& event, Comment* comment);
  void Resolve(const Event& event, Comment* comment);
  void Measure(const std::string& ground, const std::string& means,
               Comment* comment);
  void TakeBack(Comment* comment);
  bool Within(const Event& event) const {
    return begin_ <= event.time && event.time < end_;
  }

  const absl::Time begin_, end_;
  StringMap<Comment> comments_;
  std::map<std::string, int64_t> notices_, notices_followed_;  // by ground
  std::map<std::string, int64_t> measures_;  // by ground and means
  std::map<std::string, int64_t> orders_;    // by ground
  std::vector<absl::Duration> notice_times_, review_times_;
  int64_t automated_ = 0, overturned_ = 0;  // refusals by the tool
  int64_t sampled_ = 0, sampled_wrong_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_FIGURES_H_
