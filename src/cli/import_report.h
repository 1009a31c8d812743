#ifndef CRIBLE_CLI_IMPORT_REPORT_H_
#define CRIBLE_CLI_IMPORT_REPORT_H_

// crible import --report: what Crible would have done with a site's archive,
// beside what its people did. One page, on the terminal and as HTML.

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/localized.h"
#include "cli/archive.h"
#include "cli/command.h"
#include "cli/import.h"
#include "comment/decision.h"
#include "engine/engine.h"

namespace crible {

// How many differences are shown to be read.
inline constexpr size_t kDifferencesShown = 20;

// A comment on which Crible and people disagree.
struct Difference {
  size_t line = 0;
  std::string id, site, ground;
  std::string excerpt;
  PastDecision people = PastDecision::kNone;
  Verdict verdict = Verdict::kAccept;
  double probability = 0;            // of the likeliest category
  std::vector<std::string> reasons;  // in the language of the report
};

// Numbers of comments by what people decided (nothing, accepted, refused) and
// what Crible would have answered.
using VerdictTable = std::array<std::array<size_t, 3>, 3>;

// What is found while an archive is read, comment by comment.
class ImportReport {
 public:
  ImportReport(const Engine* engine, UiLanguage language);
  ~ImportReport();

  void Add(const ArchiveComment& comment, const std::string& site);

  // Those most worth reading: where people accepted what Crible would have kept
  // from readers, and where they refused what it would have published, in
  // turns, the surest first.
  std::vector<Difference> Differences() const;

  std::string Text() const;
  std::string Page(const std::string& title) const;

  const VerdictTable& verdicts() const { return verdicts_; }
  double days() const;
  double reviews_a_day() const;
  // Of what it would have held and people decided, the part that they refused.
  double rightly_held() const;

 private:
  struct Scored {
    float probability;
    bool refused;
  };

  Difference ToDifference(const ArchiveComment& comment,
                          const std::string& site) const;
  void Keep(Difference difference, std::vector<Difference>* among);
  double Probability() const;
  size_t Total(PastDecision people) const;
  std::string Curves() const;
  std::string GroundWords(const std::string& ground) const;
  std::string Tables() const;
  std::vector<std::pair<std::string, std::string>> Lines() const;

  struct Room;
  const Engine& engine_;
  const UiLanguage language_;
  const std::unique_ptr<Room> room_;
  VerdictTable verdicts_{};
  // By site and ground, of what people refused.
  std::map<std::pair<std::string, std::string>, std::array<size_t, 3>> grounds_;
  std::vector<Difference> too_strict_, too_lax_;
  std::vector<Scored> scored_;
  absl::Time first_ = absl::InfiniteFuture(), last_ = absl::InfinitePast();
};

int RunImportReport(const ImportOptions& options, const Io& io);

}  // namespace crible

#endif  // CRIBLE_CLI_IMPORT_REPORT_H_
