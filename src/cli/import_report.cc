#include "cli/import_report.h"

#include <algorithm>
#include <ostream>
#include <tuple>

#include "base/files.h"
#include "cli/archive_text.h"
#include "cli/chart.h"
#include "engine/reason_text.h"
#include "fmt/format.h"
#include "signals/memory_facts.h"

namespace crible {
namespace {

constexpr size_t kExcerptBytes = 400;
constexpr size_t kReasonsShown = 3;
constexpr size_t kCurvePoints = 100;

double Share(size_t part, size_t of) {
  return of == 0 ? 0 : static_cast<double>(part) / static_cast<double>(of);
}

// The surest first; of equals the one that stands first in the file.
bool IsSurer(const Difference& a, const Difference& b) {
  const auto rank = [](const Difference& d) {
    const double sure = d.people == PastDecision::kAccepted
                            ? d.probability + (d.verdict == Verdict::kReject)
                            : 1 - d.probability;
    return std::tuple(-sure, d.line);
  };
  return rank(a) < rank(b);
}

Localized VerdictWords(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAccept:
      return {"publié", "published"};
    case Verdict::kHold:
      return {"retenu", "held"};
    case Verdict::kReject:
      return {"refusé", "refused"};
  }
  return {};
}

// With a space that no line breaks at.
std::string Percent(double share, UiLanguage language) {
  return DecimalIn(language, fmt::format("{:.1f}", 100 * share)) + "\u00a0%";
}

// "refused (insult)", or without a ground "refused".
std::string PeopleDid(const Difference& it, UiLanguage language) {
  if (it.people == PastDecision::kAccepted)
    return FormatIn(language, "accepté", "accepted");
  const std::string ground =
      it.ground.empty() ? "" : fmt::format(" ({})", it.ground);
  return FormatIn(language, "refusé{}", "refused{}", ground);
}

std::string OneLine(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  return text;
}

}  // namespace

struct ImportReport::Room {
  Moderation moderation;
  std::unique_ptr<MemoryFacts> facts = NewMemoryFacts({});
  Article article;
  Comment comment;
};

ImportReport::ImportReport(const Engine* engine, UiLanguage language)
    : engine_(*engine), language_(language), room_(std::make_unique<Room>()) {}
ImportReport::~ImportReport() = default;

void ImportReport::Add(const ArchiveComment& archived,
                       const std::string& site) {
  Comment& comment = room_->comment;
  comment = {};
  comment.name = archived.id;
  comment.site = site;
  comment.body = archived.body;
  comment.format = archived.format;
  comment.author.id = archived.author_id;
  comment.author.name = archived.author_name;
  comment.author.email = archived.author_email;
  comment.author.url = archived.author_url;
  comment.language = archived.language;
  comment.parent.text = archived.parent;
  room_->article = {};
  room_->article.title = archived.title;
  room_->article.url = archived.url;
  if (!archived.title.empty() || !archived.url.empty())
    comment.article = &room_->article;
  absl::Time now = absl::UnixEpoch();
  if (archived.written != absl::InfinitePast()) {
    now = archived.written;
    comment.created = now;
    first_ = std::min(first_, now);
    last_ = std::max(last_, now);
  }
  engine_.Moderate(comment, room_->facts.get(), now, &room_->moderation);

  const Verdict verdict = room_->moderation.decision.verdict;
  const auto people = static_cast<size_t>(archived.decision);
  ++verdicts_[people][static_cast<size_t>(verdict)];
  if (archived.decision == PastDecision::kNone) return;
  const bool refused = archived.decision == PastDecision::kRefused;
  scored_.push_back({static_cast<float>(Probability()), refused});
  if (refused) {
    std::string ground = archived.ground;
    if (ground.empty()) ground = archived.category;
    ++grounds_[{site, ground}][static_cast<size_t>(verdict)];
    if (verdict == Verdict::kAccept)
      Keep(ToDifference(archived, site), &too_lax_);
  } else if (verdict != Verdict::kAccept) {
    Keep(ToDifference(archived, site), &too_strict_);
  }
}

double ImportReport::Probability() const {
  double highest = 0;
  for (const CategoryScore& score : room_->moderation.decision.scores)
    highest = std::max(highest, score.probability);
  return highest;
}

Difference ImportReport::ToDifference(const ArchiveComment& comment,
                                      const std::string& site) const {
  const Moderation& m = room_->moderation;
  Difference difference{
      .line = comment.line,
      .id = comment.id,
      .site = site,
      .ground = comment.ground.empty() ? comment.category : comment.ground,
      .people = comment.decision,
      .verdict = m.decision.verdict,
      .probability = Probability()};
  difference.excerpt = OneLine(CutUtf8(comment.body, kExcerptBytes));
  if (difference.excerpt.size() < comment.body.size())
    difference.excerpt += "…";
  const size_t reasons = std::min(kReasonsShown, m.decision.reasons.size());
  for (size_t i = 0; i < reasons; ++i) {
    std::string text;
    AppendReasonText(m, room_->comment, m.decision.reasons[i], language_,
                     &text);
    difference.reasons.push_back(OneLine(std::move(text)));
  }
  return difference;
}

// At most as many as are ever shown.
void ImportReport::Keep(Difference difference, std::vector<Difference>* among) {
  const auto place =
      std::upper_bound(among->begin(), among->end(), difference, IsSurer);
  if (among->size() == kDifferencesShown && place == among->end()) return;
  among->insert(place, std::move(difference));
  if (among->size() > kDifferencesShown) among->pop_back();
}

std::vector<Difference> ImportReport::Differences() const {
  std::vector<Difference> all;
  for (size_t i = 0; i < kDifferencesShown; ++i) {
    for (const auto* side : {&too_strict_, &too_lax_})
      if (i < side->size() && all.size() < kDifferencesShown)
        all.push_back((*side)[i]);
  }
  return all;
}

size_t ImportReport::Total(PastDecision people) const {
  const auto& row = verdicts_[static_cast<size_t>(people)];
  return row[0] + row[1] + row[2];
}

double ImportReport::days() const {
  if (last_ < first_) return 0;
  return std::max(1.0, absl::ToDoubleHours(last_ - first_) / 24);
}

double ImportReport::reviews_a_day() const {
  const double held =
      static_cast<double>(verdicts_[0][1] + verdicts_[1][1] + verdicts_[2][1]);
  return days() == 0 ? 0 : held / days();
}

double ImportReport::rightly_held() const {
  return Share(verdicts_[2][1], verdicts_[1][1] + verdicts_[2][1]);
}

// Sentences with their figures, for both forms.
std::vector<std::pair<std::string, std::string>> ImportReport::Lines() const {
  const auto& [none, accepted, refused] = verdicts_;
  const size_t held = none[1] + accepted[1] + refused[1];
  const auto part = [&](size_t n, size_t of) {
    return fmt::format("{} ({})", n, Percent(Share(n, of), language_));
  };
  const auto name = [&](const char* fr, const char* en) {
    return std::string(language_ == UiLanguage::kFrench ? fr : en);
  };
  const size_t accepted_all = Total(PastDecision::kAccepted);
  const size_t refused_all = Total(PastDecision::kRefused);
  std::vector<std::pair<std::string, std::string>> lines = {
      {name("commentaires", "comments"),
       fmt::format("{}",
                   accepted_all + refused_all + Total(PastDecision::kNone))},
      {name("acceptés par les personnes", "accepted by people"),
       fmt::format("{}", accepted_all)},
      {name("refusés par les personnes", "refused by people"),
       fmt::format("{}", refused_all)},
      {name("acceptés que Crible aurait refusés",
            "accepted ones that Crible would have refused"),
       part(accepted[2], accepted_all)},
      {name("acceptés que Crible aurait retenus",
            "accepted ones that Crible would have held"),
       part(accepted[1], accepted_all)},
      {name("refus que Crible aurait faits seul",
            "refusals that Crible would have made alone"),
       part(refused[2], refused_all)},
      {name("refus que Crible aurait retenus pour une personne",
            "refusals that Crible would have held for a person"),
       part(refused[1], refused_all)},
      {name("refus que Crible aurait publiés",
            "refusals that Crible would have published"),
       part(refused[0], refused_all)}};
  if (days() > 0) {
    lines.emplace_back(
        name("relectures par jour", "reviews a day"),
        DecimalIn(language_, fmt::format("{:.1f}", reviews_a_day())));
  } else {
    lines.emplace_back(name("relectures (sans dates)", "reviews (no dates)"),
                       fmt::format("{}", held));
  }
  lines.emplace_back(name("retenus à raison", "rightly held"),
                     Percent(rightly_held(), language_));
  return lines;
}

std::string ImportReport::GroundWords(const std::string& ground) const {
  if (!ground.empty()) return ground;
  return FormatIn(language_, "sans motif", "without a ground");
}

std::string ImportReport::Text() const {
  std::string out;
  for (const auto& [name, value] : Lines())
    out += fmt::format("{:<52}{:>16}\n", name, value);
  out += FormatIn(language_,
                  "\nPar site et motif : refusés, dont refusés seul, retenus, "
                  "publiés par Crible\n",
                  "\nBy site and ground: refused, of them refused alone, held, "
                  "published by Crible\n");
  for (const auto& [key, row] : grounds_) {
    out += fmt::format("{:<20}{:<24}{:>8}{:>8}{:>8}{:>8}\n", key.first,
                       GroundWords(key.second), row[0] + row[1] + row[2],
                       row[2], row[1], row[0]);
  }
  out += FormatIn(language_, "\nÀ lire d'abord :\n", "\nTo read first:\n");
  for (const Difference& it : Differences()) {
    out += FormatIn(
        language_, "\nligne {} {} : {} par une personne, {} par Crible\n",
        "\nline {} {}: {} by a person, {} by Crible\n", it.line, it.id,
        PeopleDid(it, language_), VerdictWords(it.verdict).In(language_));
    out += "  " + it.excerpt + "\n";
    for (const std::string& reason : it.reasons) out += "  - " + reason + "\n";
  }
  return out;
}

// What holding from each probability on would find, and cost.
std::string ImportReport::Curves() const {
  std::vector<Scored> sorted = scored_;
  std::sort(sorted.begin(), sorted.end(), [](const Scored& a, const Scored& b) {
    return a.probability > b.probability;
  });
  const size_t refused_all = Total(PastDecision::kRefused);
  if (refused_all == 0 || sorted.size() == refused_all) return "";
  Chart cost{.title = FormatIn(language_, "Refus trouvés, selon ce qu'on relit",
                               "Refusals found, by what is read"),
             .x = FormatIn(language_, "part des commentaires relus",
                           "share of comments read"),
             .y = FormatIn(language_, "part des refus", "share of refusals"),
             .lines = {{"", {{0, 0}}}},
             .diagonal = true};
  Chart split{
      .title = FormatIn(language_, "Part au-dessus d'un seuil",
                        "Share above a threshold"),
      .x =
          FormatIn(language_, "seuil (probabilité)", "threshold (probability)"),
      .y = FormatIn(language_, "part des commentaires", "share of comments"),
      .lines = {{FormatIn(language_, "refusés", "refused"), {}},
                {FormatIn(language_, "acceptés", "accepted"), {}}}};
  const size_t every = sorted.size() / kCurvePoints + 1;
  size_t found = 0;
  for (size_t i = 0; i < sorted.size(); ++i) {
    found += sorted[i].refused;
    if (i % every != 0 && i + 1 != sorted.size()) continue;
    const double refused = Share(found, refused_all);
    const double p = sorted[i].probability;
    cost.lines[0].points.push_back({Share(i + 1, sorted.size()), refused});
    split.lines[0].points.push_back({p, refused});
    split.lines[1].points.push_back(
        {p, Share(i + 1 - found, sorted.size() - refused_all)});
  }
  std::string out;
  AppendChart(cost, language_, &out);
  AppendChart(split, language_, &out);
  return out;
}

std::string ImportReport::Tables() const {
  std::string out = "<div class=\"wide\"><table>";
  for (const auto& [name, value] : Lines())
    out += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", name, value);
  out += "</table></div>\n";
  out += FormatIn(
      language_,
      "<h2>Par site et motif</h2><div class=\"wide\"><table><tr>"
      "<th>site</th><th class=\"words\">motif</th><th>refusés</th><th>refusés "
      "seul</th><th>retenus</th>"
      "<th>publiés</th></tr>\n",
      "<h2>By site and ground</h2><div class=\"wide\"><table><tr>"
      "<th>site</th><th class=\"words\">ground</th><th>refused</th><th>refused "
      "alone</th><th>held</th>"
      "<th>published</th></tr>\n");
  for (const auto& [key, row] : grounds_) {
    out += fmt::format(
        "<tr><td>{}</td><td class=\"words\">{}</td><td>{}</td><td>{}</td>"
        "<td>{}</td><td>{}</td></tr>\n",
        EscapeHtml(key.first), EscapeHtml(GroundWords(key.second)),
        row[0] + row[1] + row[2], row[2], row[1], row[0]);
  }
  return out + "</table></div>\n";
}

std::string ImportReport::Page(const std::string& title) const {
  const std::string heading = FormatIn(language_, "Ce que Crible aurait fait",
                                       "What Crible would have "
                                       "done");
  std::string out = BeginPage(heading, language_);
  out += "<p>" + EscapeHtml(title) + "</p>\n";
  out += Tables() + Curves();
  out += FormatIn(
      language_,
      "<h2>À lire d'abord</h2><p>Cette partie cite des commentaires : la page "
      "est à garder comme eux.</p>\n",
      "<h2>To read first</h2><p>This part quotes comments: keep the page as "
      "you "
      "keep them.</p>\n");
  for (const Difference& it : Differences()) {
    out += FormatIn(
        language_,
        "<p><b>Par une personne : {}. Par Crible : {}.</b> ({:.0f}&nbsp;%) "
        "Ligne {}, {}</p>\n",
        "<p><b>By a person: {}. By Crible: {}.</b> ({:.0f}&nbsp;%) Line {}, "
        "{}</p>\n",
        EscapeHtml(PeopleDid(it, language_)),
        VerdictWords(it.verdict).In(language_), 100 * it.probability, it.line,
        EscapeHtml(it.id));
    out += "<blockquote>" + EscapeHtml(it.excerpt) + "</blockquote>\n";
    if (it.reasons.empty()) continue;
    out += "<ul>";
    for (const std::string& reason : it.reasons)
      out += "<li>" + EscapeHtml(reason) + "</li>";
    out += "</ul>\n";
  }
  return out + "</body></html>\n";
}

int RunImportReport(const ImportOptions& options, const Io& io) {
  const auto bundle = LoadBundleOrSay(io, ModelsFolder(options.models));
  if (bundle == nullptr) return kExitFailed;
  const Engine engine(bundle);
  ImportReport report(&engine, io.language);
  const auto problems =
      ReadArchiveOrSay(options, io, [&](ArchiveComment* comment) {
        report.Add(*comment,
                   comment->site.empty() ? options.site : comment->site);
      });
  if (!problems.ok()) return Fail(io, problems.status());
  io.out << report.Text();
  if (!options.html.empty()) {
    const absl::Status status =
        WriteFile(options.html, report.Page(options.file));
    if (!status.ok()) return Fail(io, status);
  }
  return *problems == 0 ? kExitOk : kExitFindings;
}

}  // namespace crible
