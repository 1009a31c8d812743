#include "cli/observe.h"

#include <map>
#include <memory>
#include <ostream>
#include <utility>

#include "absl/time/clock.h"
#include "fmt/format.h"

namespace crible {
namespace {

constexpr v1::Verdict kVerdicts[] = {v1::VERDICT_ACCEPT, v1::VERDICT_HOLD,
                                     v1::VERDICT_REJECT};
constexpr v1::ObservedFate kFates[] = {
    v1::OBSERVED_FATE_PUBLISHED, v1::OBSERVED_FATE_REMOVED,
    v1::OBSERVED_FATE_WITHDRAWN, v1::OBSERVED_FATE_UNSPECIFIED};

Localized VerdictText(v1::Verdict verdict) {
  if (verdict == v1::VERDICT_HOLD) return {"retenu", "held"};
  if (verdict == v1::VERDICT_REJECT) return {"refusé", "rejected"};
  return {"publié", "published"};
}

class Report {
 public:
  Report(const v1::ObservedComparison& comparison, const Io& io) : io_(io) {
    for (const v1::ObservedCell& cell : comparison.cells()) {
      cells_[{cell.verdict(), cell.fate()}] = cell;
      all_ += cell.comment_count();
    }
  }

  int64_t all() const { return all_; }

  void PrintTable() {
    Print(
        {"Crible aurait…   publiés   retirés  abandonnés  sans nouvelles  "
         "signalés",
         "Crible would…  published   removed   withdrawn      no word of  "
         "reported"});
    for (const v1::Verdict verdict : kVerdicts) {
      std::string line =
          fmt::format("{:<12}", VerdictText(verdict).In(io_.language));
      // Columns are counted in letters, not in bytes.
      const bool accent = line.find("\u00e9") != line.npos;
      if (accent) line += ' ';
      int64_t reported = 0;
      constexpr int kWidths[] = {12, 10, 12, 16};
      for (size_t i = 0; i < std::size(kFates); ++i) {
        line += fmt::format("{:>{}}", Count(verdict, kFates[i]), kWidths[i]);
        reported += cells_[{verdict, kFates[i]}].reported_count();
      }
      io_.out << line << fmt::format("{:>10}\n", reported);
    }
  }

  // How often Crible would have stopped what the site removed too, and what it
  // would have let through.
  void PrintShares() {
    const auto stopped = [&](v1::ObservedFate fate) {
      return Count(v1::VERDICT_HOLD, fate) + Count(v1::VERDICT_REJECT, fate);
    };
    const int64_t rightly = stopped(v1::OBSERVED_FATE_REMOVED);
    const int64_t wrongly = stopped(v1::OBSERVED_FATE_PUBLISHED);
    const int64_t missed = Count(v1::VERDICT_ACCEPT, v1::OBSERVED_FATE_REMOVED);
    if (rightly + wrongly + missed == 0) {
      Print(
          {"le site n'a pas dit ce qu'il a publié ou retiré "
           "(NotePublication) : rien à comparer",
           "the site has not said what it published or removed "
           "(NotePublication): nothing to compare"});
      return;
    }
    Share({"retenus ou refusés que le site a retirés aussi",
           "held or rejected, and removed by the site too"},
          rightly, rightly + wrongly);
    Share({"retirés par le site que Crible aurait publiés",
           "removed by the site, and Crible would have published them"},
          missed, missed + rightly);
    Share({"publiés par le site que Crible aurait refusés sans personne",
           "published by the site, and Crible would have rejected them "
           "without a person"},
          Count(v1::VERDICT_REJECT, v1::OBSERVED_FATE_PUBLISHED),
          Count(v1::VERDICT_REJECT, v1::OBSERVED_FATE_PUBLISHED) +
              Count(v1::VERDICT_REJECT, v1::OBSERVED_FATE_REMOVED));
  }

  void PrintExamples() {
    for (const auto& [key, cell] : cells_) {
      for (const std::string& name : cell.comments()) {
        io_.out << fmt::format(
            "  {}  {}\n", name,
            cell.verdict() == v1::VERDICT_ACCEPT
                ? FormatIn(io_.language, "retiré, Crible : publié",
                           "removed, Crible: published")
                : FormatIn(io_.language, "publié, Crible : {}",
                           "published, Crible: {}",
                           VerdictText(cell.verdict()).In(io_.language)));
      }
    }
  }

 private:
  int64_t Count(v1::Verdict verdict, v1::ObservedFate fate) {
    return cells_[{verdict, fate}].comment_count();
  }
  void Print(const Localized& line) {
    io_.out << line.In(io_.language) << "\n";
  }
  void Share(const Localized& what, int64_t part, int64_t whole) {
    if (whole == 0) return;
    io_.out << FormatIn(io_.language, "{} : {} sur {} ({} %)\n",
                        "{}: {} of {} ({} %)\n", what.In(io_.language), part,
                        whole, (200 * part + whole) / (2 * whole));
  }

  const Io& io_;
  std::map<std::pair<int, int>, v1::ObservedCell> cells_;
  int64_t all_ = 0;
};

}  // namespace

int RunObserveReport(const ObserveOptions& options, const QueueCall& call,
                     const Io& io) {
  v1::CompareObservedRequest request;
  request.set_parent("sites/" + options.site);
  request.set_max_examples(options.examples);
  request.mutable_from_time()->set_seconds(
      absl::ToUnixSeconds(absl::Now() - absl::Hours(24 * options.days)));
  const auto found =
      Ask<v1::ObservedComparison>(call, "CompareObserved", request);
  if (!found.ok()) return Fail(io, found.status());
  Report report(*found, io);
  io.out << FormatIn(io.language,
                     "site {}, {} jours : {} commentaires observés\n",
                     "site {}, {} days: {} comments observed\n", options.site,
                     options.days, report.all());
  if (report.all() == 0) return kExitOk;
  report.PrintTable();
  report.PrintShares();
  report.PrintExamples();
  return kExitOk;
}

void AddObserve(CommandLine* line) {
  Command observe =
      line->Add("observe", {"un site qui observe seulement (observe = true)",
                            "a site that only observes (observe = true)"});
  auto options = std::make_shared<ObserveOptions>();
  Command report = observe.Add(
      "report", {"ce que Crible aurait fait, à côté de ce que le site a fait",
                 "what Crible would have done, beside what the site did"});
  report.Value("--server", &options->server, {"HÔTE:PORT", "HOST:PORT"});
  report.Value("--site", &options->site, {"le site", "the site"});
  report
      .Value("--days", &options->days,
             {"les tant de derniers jours", "the last so many days"})
      .Between(1, 3650);
  report
      .Value("--examples", &options->examples,
             {"exemples de chaque désaccord", "examples of each disagreement"})
      .Between(1, 100);
  report.Runs([options](const Io& io) {
    return RunObserveReport(*options, CallServer(options->server), io);
  });
}

}  // namespace crible
