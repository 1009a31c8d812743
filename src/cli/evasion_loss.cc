#include "cli/evasion_loss.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <ostream>
#include <tuple>

#include "base/files.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/status_macros.h"
#include "cli/chart.h"
#include "cli/labelled_row.h"
#include "engine/engine.h"
#include "fmt/core.h"

namespace crible {
namespace {

constexpr size_t kOnePercent = 1;  // of kFalsePositivesMax

// What the engine said of one body.
struct Said {
  std::array<double, 2> log_odds{};  // spam, abuse
  bool stopped = false;
};
// One comment, as it stands and by disguise.
struct Tried {
  std::string label, language;
  Said plain;
  std::vector<std::pair<Disguise, Said>> disguised;
};

class Trial {
 public:
  Trial(const Engine& engine, const WordSet& vocabulary)
      : engine_(engine), vocabulary_(vocabulary) {}

  Tried Try(const LabelledRow& row) {
    const Comment& comment = row.comment();
    Tried tried{.label = std::string(row.label()),
                .language = std::string(row.language()),
                .plain = Ask(comment)};
    AnalyzeText(comment.body, comment.format, vocabulary_, &text_);
    for (size_t d = 0; d < kDisguiseCount; ++d) {
      const auto disguise = static_cast<Disguise>(d);
      const std::vector<Span> places = Chosen(disguise);
      if (places.empty()) continue;
      const DisguisedBody body =
          DisguiseBody(disguise, comment.body, comment.format, places);
      if (body.body.size() > kBodyBytesMax) continue;
      Comment disguised = comment;
      disguised.body = body.body;
      disguised.format = body.format;
      tried.disguised.emplace_back(disguise, Ask(disguised));
    }
    return tried;
  }

 private:
  Said Ask(const Comment& comment) {
    NoFacts facts;
    engine_.Moderate(comment, &facts, absl::UnixEpoch(), &moderation_);
    Said said{.stopped = moderation_.decision.verdict != Verdict::kAccept};
    for (const CategoryScore& score : moderation_.decision.scores) {
      if (score.category <= kAbuse)
        said.log_odds[score.category] = score.log_odds;
    }
    return said;
  }

  std::vector<Span> Chosen(Disguise disguise) const {
    std::vector<Span> places = PlacesFor(disguise, text_);
    if (places.empty() || disguise == Disguise::kDomains) return places;
    const Span first = places[0];
    std::erase_if(places, [&](const Span& place) {
      return Hash64(text_.source().substr(place.begin, place.end - place.begin),
                    place.begin) %
                 2 ==
             0;
    });
    if (places.empty()) places.push_back(first);
    return places;
  }

  const Engine& engine_;
  const WordSet& vocabulary_;
  Text text_;
  Moderation moderation_;
};

// The score that 1 % of the innocent comments lie above.
double ThresholdOf(const std::vector<Tried>& all, CategoryId category) {
  std::vector<EvaluationRow> rows;
  for (const Tried& tried : all) {
    if (tried.label == "ham")
      rows.push_back({.log_odds = tried.plain.log_odds[category]});
  }
  // Without innocents nothing can be said of a threshold, and none is passed.
  if (rows.empty()) return std::numeric_limits<double>::infinity();
  rows.push_back({.in = true});
  return Evaluate(rows).recalls[kOnePercent].threshold;
}

void Add(bool plain, bool disguised, FoundTwice* found) {
  found->plain += plain;
  found->disguised += disguised;
  found->lost += plain && !disguised;
}

void AppendLosses(const std::vector<Tried>& all, CategoryId category,
                  std::vector<EvasionLoss>* losses) {
  const std::string label = category == kSpam ? "spam" : "abuse";
  const double threshold = ThresholdOf(all, category);
  std::map<std::pair<std::string, Disguise>, EvasionLoss> sums;
  for (const Tried& tried : all) {
    if (tried.label != label && tried.label != "ham") continue;
    for (const auto& [disguise, said] : tried.disguised) {
      EvasionLoss& sum = sums[{tried.language, disguise}];
      if (tried.label == "ham") {
        ++sum.innocents;
        Add(tried.plain.stopped, said.stopped, &sum.innocents_stopped);
        continue;
      }
      ++sum.rows;
      Add(tried.plain.stopped, said.stopped, &sum.stopped);
      Add(tried.plain.log_odds[category] >= threshold,
          said.log_odds[category] >= threshold, &sum.over);
    }
  }
  for (auto& [key, sum] : sums) {
    if (sum.rows == 0) continue;
    sum.category = label;
    std::tie(sum.language, sum.disguise) = key;
    losses->push_back(std::move(sum));
  }
}

std::string Percent(const Interval& share) {
  return fmt::format("{:.1f} [{:.1f}, {:.1f}]", 100 * share.value,
                     100 * share.low, 100 * share.high);
}

// A table's cells, so that terminal and page show the same.
std::vector<std::string> Cells(const EvasionLoss& loss) {
  std::vector<std::string> cells = {fmt::format("{}", loss.rows)};
  for (const FoundTwice* found : {&loss.over, &loss.stopped}) {
    cells.push_back(Percent(ClopperPearson(found->plain, loss.rows)));
    cells.push_back(Percent(ClopperPearson(found->disguised, loss.rows)));
    cells.push_back(fmt::format("{:.1f}", PointsLost(*found, loss.rows)));
    cells.push_back(Percent(ClopperPearson(found->lost, loss.rows)));
  }
  const size_t n = loss.innocents;
  const FoundTwice& innocents = loss.innocents_stopped;
  cells.push_back(fmt::format("{}", n));
  cells.push_back(n ? Percent(ClopperPearson(innocents.plain, n)) : "-");
  cells.push_back(n ? Percent(ClopperPearson(innocents.disguised, n)) : "-");
  return cells;
}

std::vector<std::string> Heads(UiLanguage language) {
  const bool fr = language == UiLanguage::kFrench;
  const std::string over = fr ? "à 1 % de FP" : "at 1 % FP";
  const std::string stopped = fr ? "arrêtés" : "stopped";
  const std::string disguised = fr ? ", déguisé" : ", disguised";
  const std::string lost = fr ? "perdu" : "lost";
  const std::string missed = fr ? "manqués en plus" : "newly missed";
  return {"n",
          over,
          over + disguised,
          lost,
          missed,
          stopped,
          stopped + disguised,
          lost,
          missed,
          fr ? "innocents" : "innocent",
          stopped,
          stopped + disguised};
}

std::string Title(const EvasionLoss& loss) {
  return loss.category + ", " + loss.language;
}

std::string Intro(UiLanguage language) {
  return FormatIn(
      language,
      "La moitié des mots d'au moins quatre lettres (ou tous les liens) "
      "déguisés ; en % des commentaires, intervalles à 95 %.",
      "Half of the words of four letters or more (or all links) disguised; in "
      "% of the comments, 95 % intervals.");
}

// The mean of the points lost over the disguises of one title.
struct MeanLoss {
  double over = 0, stopped = 0;
  size_t disguises = 0;
  void Add(const EvasionLoss& loss) {
    over += PointsLost(loss.over, loss.rows);
    stopped += PointsLost(loss.stopped, loss.rows);
    ++disguises;
  }
  std::string In(UiLanguage language) const {
    const auto n = static_cast<double>(disguises);
    return FormatIn(language,
                    "points perdus, moyenne de {} déguisements : {:.2f} à 1 % "
                    "de FP, {:.2f} arrêtés",
                    "points lost, mean of {} disguises: {:.2f} at 1 % FP, "
                    "{:.2f} stopped",
                    disguises, over / n, stopped / n);
  }
};

void PrintLine(const std::string& name, const std::vector<std::string>& cells,
               const Io& io) {
  constexpr int kWide = 23, kNarrow = 9;
  io.out << fmt::format("{:<62}", name);
  for (size_t i = 0; i < cells.size(); ++i) {
    const bool narrow = i == 0 || i == 3 || i == 7 || i == 9;
    io.out << fmt::format(" {:>{}}", cells[i], narrow ? kNarrow : kWide);
  }
  io.out << "\n";
}

void Print(const std::vector<EvasionLoss>& losses, const Io& io) {
  io.out << Intro(io.language) << "\n";
  MeanLoss mean;
  for (size_t i = 0; i < losses.size(); ++i) {
    const EvasionLoss& loss = losses[i];
    if (mean.disguises == 0) {
      io.out << "\n";
      PrintLine(Title(loss), Heads(io.language), io);
    }
    PrintLine(DisguiseName(loss.disguise).In(io.language), Cells(loss), io);
    mean.Add(loss);
    if (i + 1 == losses.size() || Title(losses[i + 1]) != Title(loss)) {
      io.out << mean.In(io.language) << "\n";
      mean = {};
    }
  }
}

void AppendFound(const char* key, const FoundTwice& found, size_t rows,
                 std::string* out) {
  const Interval plain = ClopperPearson(found.plain, rows);
  const Interval disguised = ClopperPearson(found.disguised, rows);
  *out += fmt::format(
      ",\"{}\":{{\"plain\":[{},{},{}],\"disguised\":[{},{},{}],"
      "\"points_lost\":{},\"newly_missed\":{}}}",
      key, plain.value, plain.low, plain.high, disguised.value, disguised.low,
      disguised.high, PointsLost(found, rows), found.lost);
}

}  // namespace

double PointsLost(const FoundTwice& found, size_t rows) {
  return rows == 0 ? 0
                   : 100 *
                         (static_cast<double>(found.plain) -
                          static_cast<double>(found.disguised)) /
                         static_cast<double>(rows);
}

absl::StatusOr<std::vector<EvasionLoss>> MeasureEvasionLoss(
    const EvaluateOptions& options, const Engine& engine) {
  LabelledRow row(options.fields);
  const std::shared_ptr<const Bundle> bundle = engine.bundle();
  Trial trial(engine, bundle->vocabulary);
  std::vector<Tried> all;
  for (const std::string& path : options.files) {
    CRIBLE_RETURN_IF_ERROR(
        ReadLabelledFile(path, &row, [&] { all.push_back(trial.Try(row)); }));
  }
  CRIBLE_RETURN_IF_ERROR(row.CheckLeaks());
  std::vector<EvasionLoss> losses;
  for (const CategoryId category : {kSpam, kAbuse}) {
    AppendLosses(all, category, &losses);
  }
  return losses;
}

std::string EvasionLossJson(const std::vector<EvasionLoss>& losses) {
  std::string out = "{\"evasion\":[";
  for (const EvasionLoss& loss : losses) {
    if (&loss != losses.data()) out += ",";
    out += fmt::format("{{\"category\":\"{}\",\"language\":", loss.category);
    AppendJsonString(loss.language, &out);
    out += fmt::format(",\"disguise\":\"{}\",\"n\":{}",
                       DisguiseKey(loss.disguise), loss.rows);
    AppendFound("at_1_percent", loss.over, loss.rows, &out);
    AppendFound("stopped", loss.stopped, loss.rows, &out);
    out += fmt::format(",\"innocents\":{}", loss.innocents);
    AppendFound("innocents_stopped", loss.innocents_stopped, loss.innocents,
                &out);
    out += "}";
  }
  return out + "]}\n";
}

std::string EvasionLossPage(const std::vector<EvasionLoss>& losses,
                            UiLanguage language) {
  std::string out = BeginPage(
      FormatIn(language, "Perdu par les déguisements", "Lost to disguises"),
      language);
  out += "<p>" + Intro(language) + "</p>\n";
  MeanLoss mean;
  for (size_t i = 0; i < losses.size(); ++i) {
    const EvasionLoss& loss = losses[i];
    if (mean.disguises == 0) {
      out += "<h2>" + EscapeHtml(Title(loss)) + "</h2><table><tr><th></th>";
      for (const std::string& head : Heads(language))
        out += "<th>" + head + "</th>";
      out += "</tr>\n";
    }
    out += "<tr><td>" + DisguiseName(loss.disguise).In(language) + "</td>";
    for (const std::string& cell : Cells(loss)) out += "<td>" + cell + "</td>";
    out += "</tr>\n";
    mean.Add(loss);
    if (i + 1 == losses.size() || Title(losses[i + 1]) != Title(loss)) {
      out += "</table><p>" + mean.In(language) + "</p>\n";
      mean = {};
    }
  }
  return out + "</body></html>\n";
}

int RunEvaluateEvasion(const EvaluateOptions& options, const Io& io) {
  const auto bundle = LoadBundleOrSay(io, ModelsFolder(options.models));
  if (!bundle) return kExitFailed;
  const auto losses = MeasureEvasionLoss(options, Engine(bundle));
  if (!losses.ok()) return Fail(io, losses.status());
  if (options.json) {
    io.out << EvasionLossJson(*losses);
  } else {
    Print(*losses, io);
  }
  if (options.html.empty()) return kExitOk;
  const absl::Status written =
      WriteFile(options.html, EvasionLossPage(*losses, io.language));
  return written.ok() ? kExitOk : Fail(io, written);
}

}  // namespace crible
