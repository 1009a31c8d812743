#include "cli/legal.h"

#include <memory>
#include <ostream>

#include "absl/time/time.h"
#include "crible/v1/legal_service.pb.h"
#include "fmt/format.h"

namespace crible {
namespace {

// The yearly figures read the log of a year.
constexpr absl::Duration kReadsEverything = absl::Minutes(30);

std::string Name(const LegalOptions& options, const char* collection,
                 const std::string& id) {
  return NameAtSite(options.site, collection, id);
}

std::string Moment(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

std::string Quoted(const std::string& text) {
  if (text.find_first_of(",\"\n") == text.npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

}  // namespace

int RunLegalHold(const LegalOptions& options, const ServiceCall& call,
                 const Io& io) {
  v1::PlaceLegalHoldRequest request;
  request.set_parent("sites/" + options.site);
  if (!options.author.empty()) request.set_author_id(options.author);
  if (!options.article.empty())
    request.set_article(Name(options, "articles", options.article));
  if (!options.comment.empty())
    request.set_comment(Name(options, "comments", options.comment));
  request.set_case_reference(options.reference);
  absl::Time until;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%d", options.until, &until, &error)) {
    return Fail(io, FormatBoth("--until : écrire une date comme 2027-01-31",
                               "--until: write a date as 2027-01-31"));
  }
  request.mutable_until_time()->set_seconds(absl::ToUnixSeconds(until));
  const auto event = Ask<v1::Event>(call, "PlaceLegalHold", request);
  if (!event.ok()) return Fail(io, event.status());
  io.out << event->name() << "\n";
  return kExitOk;
}

int RunLegalHolds(const LegalOptions& options, const ServiceCall& call,
                  const Io& io) {
  v1::ListLegalHoldsRequest request;
  request.set_parent("sites/" + options.site);
  const auto holds =
      Ask<v1::ListLegalHoldsResponse>(call, "ListLegalHolds", request);
  if (!holds.ok()) return Fail(io, holds.status());
  for (const v1::LegalHold& hold : holds->holds()) {
    io.out << fmt::format(
        "{}  {}  {}\n", hold.name(), Moment(hold.until_time()),
        hold.target().empty() ? FormatIn(io.language, "un auteur", "an author")
                              : hold.target());
  }
  return kExitOk;
}

int RunLegalRelease(const LegalOptions& options, const ServiceCall& call,
                    const Io& io) {
  v1::EndLegalHoldRequest request;
  request.set_name(Name(options, "events", options.event));
  const auto event = Ask<v1::Event>(call, "EndLegalHold", request);
  if (!event.ok()) return Fail(io, event.status());
  io.out << event->name() << "\n";
  return kExitOk;
}

int RunLegalOrder(const LegalOptions& options, const ServiceCall& call,
                  const Io& io) {
  v1::EnforceRemovalOrderRequest request;
  request.set_name(Name(options, "comments", options.comment));
  request.set_authority(options.authority);
  request.set_case_reference(options.reference);
  request.set_ground(options.ground);
  request.set_hours(options.hours);
  const auto done = Ask<v1::EnforceRemovalOrderResponse>(
      call, "EnforceRemovalOrder", request);
  if (!done.ok()) return Fail(io, done.status());
  for (const v1::Event& event : done->events())
    io.out << event.comment() << "\n";
  io.out << FormatIn(io.language, "{} refusé(s) ; délai : {}\n",
                     "{} refused; due: {}\n", done->events_size(),
                     Moment(done->due_time()));
  return done->in_time() ? kExitOk : kExitFindings;
}

int RunLegalDisclose(const LegalOptions& options, const ServiceCall& call,
                     const Io& io) {
  v1::DiscloseRequest request;
  request.set_name(Name(options, "comments", options.comment));
  request.set_authority(options.authority);
  request.set_case_reference(options.reference);
  const auto disclosed = Ask<v1::Disclosure>(call, "Disclose", request);
  if (!disclosed.ok()) return Fail(io, disclosed.status());
  return PrintJson(*disclosed, io);
}

int RunLegalStatement(const LegalOptions& options, const ServiceCall& call,
                      const Io& io) {
  v1::GetStatementRequest request;
  request.set_name(Name(options, "comments", options.comment));
  const auto statement =
      Ask<v1::StatementOfReasons>(call, "GetStatement", request);
  if (!statement.ok()) return Fail(io, statement.status());
  io.out << TextIn(statement->texts(), io) << "\n";
  return kExitOk;
}

int RunLegalAnswer(const LegalOptions& options, const ServiceCall& call,
                   const Io& io) {
  v1::GetNoticeAnswerRequest request;
  request.set_name(Name(options, "events", options.event));
  const auto answer = Ask<v1::NoticeAnswer>(call, "GetNoticeAnswer", request);
  if (!answer.ok()) return Fail(io, answer.status());
  io.out << TextIn(answer->texts(), io) << "\n";
  return kExitOk;
}

int RunReportDsa(const LegalOptions& options, const ServiceCall& call,
                 const Io& io) {
  v1::GetYearlyFiguresRequest request;
  request.set_parent("sites/" + options.site);
  request.set_year(options.year);
  const auto figures =
      Ask<v1::YearlyFigures>(call, "GetYearlyFigures", request);
  if (!figures.ok()) return Fail(io, figures.status());
  io.out << "figure,ground,kind,value\n";
  for (const v1::YearlyFigure& one : figures->figures()) {
    io.out << fmt::format("{},{},{},{:.6g}\n", one.figure(),
                          Quoted(one.ground()), Quoted(one.kind()),
                          one.value());
  }
  return kExitOk;
}

int RunReportTeam(const LegalOptions& options, const ServiceCall& call,
                  const Io& io) {
  absl::CivilMonth month;
  if (!absl::ParseLenientCivilTime(options.month, &month)) {
    return Fail(io, FormatBoth("--month : écrire un mois comme 2026-10",
                               "--month: write a month as 2026-10"));
  }
  v1::GetTeamFiguresRequest request;
  request.set_parent("sites/" + options.site);
  request.set_year(static_cast<int32_t>(month.year()));
  request.set_month(month.month());
  const auto told = Ask<v1::TeamFigures>(call, "GetTeamFigures", request);
  if (!told.ok()) return Fail(io, told.status());
  io.out << "figure,value\n";
  const auto line = [&](const char* figure, double value) {
    io.out << fmt::format("{},{:.6g}\n", figure, value);
  };
  line("people", told->people_count());
  line("resolutions", static_cast<double>(told->resolution_count()));
  line("undone_share", told->undone_share());
  if (told->has_median_seconds())
    line("median_seconds", told->median_seconds());
  if (told->has_agreement_share()) {
    line("twice_decided", static_cast<double>(told->twice_decided_count()));
    line("agreement_share", told->agreement_share());
  }
  return kExitOk;
}

namespace {

using Options = std::shared_ptr<LegalOptions>;
using Run = int (*)(const LegalOptions&, const ServiceCall&, const Io&);

Command AddForm(Command* group, const char* name, const Localized& help,
                const Options& options, Run run) {
  Command command = group->Add(name, help);
  command.Value("--server", &options->server,
                {"adresse du serveur", "address of the server"});
  command.Value("--site", &options->site, {"le site", "the site"});
  command.Runs([options, run](const Io& io) {
    return run(*options,
               CallService(options->server, "LegalService", kReadsEverything),
               io);
  });
  return command;
}

Options New() { return std::make_shared<LegalOptions>(); }

void AddComment(Command* command, const Options& options) {
  command
      ->Value({"COMMENTAIRE", "COMMENT"}, &options->comment,
              {"identifiant ou nom entier", "id or whole name"})
      .Required();
}

void AddCase(Command* command, const Options& options, bool authority) {
  if (authority) {
    command
        ->Value("--authority", &options->authority, {"qui demande", "who asks"})
        .Required();
  }
  command
      ->Value("--case", &options->reference,
              {"la référence du dossier", "the case's reference"})
      .Required();
}

void AddHolds(Command* legal) {
  Options held = New();
  Command hold =
      AddForm(legal, "hold",
              {"gèle un commentaire, un fil ou un auteur jusqu'à une date",
               "freeze a comment, a thread or an author until a date"},
              held, RunLegalHold);
  hold.Value("--comment", &held->comment, {"ce commentaire", "this comment"});
  hold.Value("--article", &held->article,
             {"tous ceux de cet article", "all under this article"});
  hold.Value("--author", &held->author,
             {"tous ceux de cet auteur", "all of this author"});
  hold.Value("--until", &held->until,
             {"le jour de la fin : 2027-01-31", "the last day: 2027-01-31"})
      .Required();
  AddCase(&hold, held, false);
  AddForm(legal, "holds", {"ce qui est gelé", "what is frozen"}, New(),
          RunLegalHolds);
  Options released = New();
  Command release =
      AddForm(legal, "release", {"met fin à un gel", "end a hold"}, released,
              RunLegalRelease);
  release
      .Value({"ÉVÉNEMENT", "EVENT"}, &released->event,
             {"comme « hold » l'a donné", "as “hold” gave it"})
      .Required();
}

void AddOrders(Command* legal) {
  Options ordered = New();
  Command order =
      AddForm(legal, "order",
              {"exécute un ordre de retrait : le commentaire et ses copies",
               "obey a removal order: the comment and its copies"},
              ordered, RunLegalOrder);
  AddComment(&order, ordered);
  AddCase(&order, ordered, true);
  order.Value("--hours", &ordered->hours,
              {"délai : 1 pour le terrorisme, 24 sinon",
               "time allowed: 1 for terrorism, else 24"});
  order.Value("--ground", &ordered->ground,
              {"le motif, de la charte", "the ground, of the charter"});
  Options disclosed = New();
  Command disclose =
      AddForm(legal, "disclose",
              {"un fichier signé pour une réquisition judiciaire",
               "a signed file for a judicial request"},
              disclosed, RunLegalDisclose);
  AddComment(&disclose, disclosed);
  AddCase(&disclose, disclosed, true);
}

void AddTexts(Command* legal) {
  Options stated = New();
  Command statement = AddForm(
      legal, "statement",
      {"l'exposé des motifs dû à l'auteur", "what its author is owed: why"},
      stated, RunLegalStatement);
  AddComment(&statement, stated);
  Options answered = New();
  Command answer = AddForm(
      legal, "answer",
      {"la réponse due à qui a signalé", "the answer owed to who has reported"},
      answered, RunLegalAnswer);
  answer
      .Value({"ÉVÉNEMENT", "EVENT"}, &answered->event,
             {"le signalement", "the report"})
      .Required();
}

}  // namespace

void AddLegal(CommandLine* line) {
  Command legal = line->Add("legal", {"ce que la loi demande à un éditeur",
                                      "what law asks of a publisher"});
  AddHolds(&legal);
  AddOrders(&legal);
  AddTexts(&legal);
}

void AddReport(CommandLine* line) {
  Command report = line->Add("report", {"des chiffres à rendre ou à discuter",
                                        "figures to hand in or to discuss"});
  Options options = New();
  Command dsa = AddForm(&report, "dsa",
                        {"règlement (UE) 2022/2065, article 15, en CSV",
                         "Regulation (EU) 2022/2065, Article 15, as CSV"},
                        options, RunReportDsa);
  dsa.Value("--year", &options->year, {"l'année civile", "the calendar year"})
      .Required();
  Options team_options = New();
  Command team =
      AddForm(&report, "team",
              {"les modérateurs ensemble, cinq au moins, si le site le permet, "
               "en CSV",
               "the moderators together, five at least, if the site allows it, "
               "as CSV"},
              team_options, RunReportTeam);
  team.Value("--month", &team_options->month,
             {"un mois écoulé : 2026-10", "a month that is over: 2026-10"})
      .Required();
}

}  // namespace crible
