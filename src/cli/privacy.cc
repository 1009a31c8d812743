#include "cli/privacy.h"

#include <memory>
#include <ostream>

#include "crible/v1/privacy_service.pb.h"
#include "fmt/format.h"

namespace crible {
namespace {

// By e-mail, name and address all records of a site are read.
constexpr absl::Duration kReadsEverything = absl::Minutes(30);

std::string SiteName(const PrivacyOptions& options) {
  return "sites/" + options.site;
}

std::string CommentName(const PrivacyOptions& options, const std::string& id) {
  return NameAtSite(options.site, "comments", id);
}

void FillPerson(const PrivacyOptions& options, v1::PersonQuery* person) {
  person->set_author_id(options.author);
  person->set_email(options.email);
  person->set_ip_address(options.address);
  person->set_display_name(options.name);
}

// One a line, on standard error: the receipt stays what a script reads.
template <typename Warnings>
void PrintWarnings(const Warnings& warnings, const Io& io) {
  const std::string language(io.language == UiLanguage::kFrench ? "fr" : "en");
  for (const v1::LocalizedText& warning : warnings) {
    if (warning.language() == language) io.err << warning.text() << "\n";
  }
}

}  // namespace

int RunPrivacyFind(const PrivacyOptions& options, const ServiceCall& call,
                   const Io& io) {
  v1::FindPersonRequest request;
  request.set_parent(SiteName(options));
  FillPerson(options, request.mutable_person());
  const auto found = Ask<v1::FindPersonResponse>(call, "FindPerson", request);
  if (!found.ok()) return Fail(io, found.status());
  for (const v1::FoundComment& comment : found->comments()) {
    std::string by;
    for (const std::string& field : comment.by())
      by += (by.empty() ? "" : ", ") + field;
    io.out << fmt::format("{}  {}  {}\n", comment.name(),
                          v1::CommentState_Name(comment.state()).substr(14),
                          by);
  }
  for (const std::string& id : found->author_ids())
    io.out << fmt::format("author_id  {}\n", id);
  for (const std::string& email : found->emails())
    io.out << fmt::format("email  {}\n", email);
  for (const std::string& report : found->reports())
    io.out << fmt::format("report  {}\n", report);
  if (found->objects()) {
    io.out << FormatIn(io.language, "s'oppose au refus automatique\n",
                       "objects to automatic refusal\n");
  }
  if (found->restricted()) {
    io.out << FormatIn(io.language, "a demandé la limitation\n",
                       "has asked for restriction\n");
  }
  io.out << FormatIn(io.language,
                     "{} commentaire(s), {} signalement(s) ou statut(s)\n",
                     "{} comment(s), {} report(s) or status(es)\n",
                     found->comments_size(), found->reports_size());
  return kExitOk;
}

int RunPrivacyExport(const PrivacyOptions& options, const ServiceCall& call,
                     const Io& io) {
  v1::ExportPersonRequest request;
  request.set_parent(SiteName(options));
  FillPerson(options, request.mutable_person());
  v1::ExportPersonResponse all;
  do {
    const auto page =
        Ask<v1::ExportPersonResponse>(call, "ExportPerson", request);
    if (!page.ok()) return Fail(io, page.status());
    all.MergeFrom(*page);
    all.set_next_page_token("");
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return PrintJson(all, io);
}

int RunPrivacyErase(const PrivacyOptions& options, const ServiceCall& call,
                    const Io& io) {
  v1::ErasePersonRequest request;
  request.set_parent(SiteName(options));
  if (!options.author.empty()) request.add_author_ids(options.author);
  if (!options.email.empty()) request.add_emails(options.email);
  for (const std::string& id : options.comments)
    request.add_comments(CommentName(options, id));
  request.set_reference(options.reference);
  const auto receipt = Ask<v1::ErasureReceipt>(call, "ErasePerson", request);
  if (!receipt.ok()) return Fail(io, receipt.status());
  io.out << TextIn(receipt->texts(), io) << "\n";
  io.out << FormatIn(io.language,
                     "journal : {} ; {} enregistrement(s), {} citation(s) chez "
                     "d'autres\n",
                     "log: {}; {} record(s), {} quotation(s) by others\n",
                     receipt->name(), receipt->record_count(),
                     receipt->redacted_count());
  const std::string traces = TextIn(receipt->traces(), io);
  if (!traces.empty()) io.out << traces << "\n";
  return kExitOk;
}

int RunPrivacyRestrict(const PrivacyOptions& options, const ServiceCall& call,
                       const Io& io) {
  v1::RestrictPersonRequest request;
  request.set_parent(SiteName(options));
  FillPerson(options, request.mutable_person());
  for (const std::string& id : options.comments)
    request.add_comments(CommentName(options, id));
  request.set_lift(options.lift);
  request.set_reference(options.reference);
  const auto receipt =
      Ask<v1::RestrictionReceipt>(call, "RestrictPerson", request);
  if (!receipt.ok()) return Fail(io, receipt.status());
  PrintWarnings(receipt->warnings(), io);
  io.out << FormatIn(io.language, "{} commentaire(s)\n", "{} comment(s)\n",
                     receipt->comment_count());
  return kExitOk;
}

int RunPrivacyObject(const PrivacyOptions& options, const ServiceCall& call,
                     const Io& io) {
  v1::SetObjectionRequest request;
  request.set_parent(SiteName(options));
  FillPerson(options, request.mutable_person());
  request.set_withdraw(options.lift);
  request.set_reference(options.reference);
  const auto receipt = Ask<v1::ObjectionReceipt>(call, "SetObjection", request);
  if (!receipt.ok()) return Fail(io, receipt.status());
  PrintWarnings(receipt->warnings(), io);
  io.out << receipt->name() << "\n";
  return kExitOk;
}

int RunPrivacyRectify(const PrivacyOptions& options, const ServiceCall& call,
                      const Io& io) {
  for (const std::string& id : options.comments) {
    v1::RectifyDecisionRequest request;
    request.set_name(CommentName(options, id));
    request.set_outcome(options.accept ? v1::OUTCOME_ACCEPT
                                       : v1::OUTCOME_REJECT);
    request.set_ground(options.ground);
    request.set_note(options.note);
    const auto event = Ask<v1::Event>(call, "RectifyDecision", request);
    if (!event.ok()) return Fail(io, event.status());
    io.out << event->name() << "\n";
  }
  return kExitOk;
}

namespace {

using Options = std::shared_ptr<PrivacyOptions>;
using Run = int (*)(const PrivacyOptions&, const ServiceCall&, const Io&);

Command AddForm(Command* privacy, const char* name, const Localized& help,
                const Options& options, Run run) {
  Command command = privacy->Add(name, help);
  command.Value("--server", &options->server,
                {"adresse du serveur", "address of the server"});
  command.Value("--site", &options->site, {"le site", "the site"});
  command.Runs([options, run](const Io& io) {
    return run(*options,
               CallService(options->server, "PrivacyService", kReadsEverything),
               io);
  });
  return command;
}

void AddWho(Command* command, const Options& options) {
  command->Value("--author", &options->author,
                 {"son identifiant d'auteur", "their author id"});
}
void AddEmail(Command* command, const Options& options) {
  command->Value("--email", &options->email,
                 {"son adresse électronique : lit tout",
                  "their e-mail address: reads everything"});
}
// All that reads everything.
void AddTraits(Command* command, const Options& options) {
  AddEmail(command, options);
  command->Value("--address", &options->address,
                 {"son adresse réseau, que d'autres partagent : lit tout",
                  "their network address, which others share: reads "
                  "everything"});
  command->Value("--name", &options->name,
                 {"son nom affiché, que d'autres portent : lit tout",
                  "their name, which others have: reads everything"});
}
void AddComments(Command* command, const Options& options) {
  command->Value("--comment", &options->comments,
                 {"un commentaire, plusieurs fois s'il le faut",
                  "a comment, several times if need be"});
}
void AddReference(Command* command, const Options& options) {
  command->Value("--reference", &options->reference,
                 {"la référence du dossier, jamais le nom",
                  "the file's reference, never the name"});
}

void AddReading(Command* privacy) {
  auto found = std::make_shared<PrivacyOptions>();
  Command find =
      AddForm(privacy, "find",
              {"ce qui est gardé d'une personne", "what is kept of a person"},
              found, RunPrivacyFind);
  AddWho(&find, found);
  AddTraits(&find, found);
  auto exported = std::make_shared<PrivacyOptions>();
  Command get = AddForm(privacy, "export",
                        {"tout, en JSON, pour la personne (accès, portabilité)",
                         "everything, as JSON, for the person (access, "
                         "portability)"},
                        exported, RunPrivacyExport);
  AddWho(&get, exported);
  AddEmail(&get, exported);
}

void AddChanging(Command* privacy) {
  auto erased = std::make_shared<PrivacyOptions>();
  Command erase =
      AddForm(privacy, "erase", {"efface une personne", "erase a person"},
              erased, RunPrivacyErase);
  AddWho(&erase, erased);
  AddEmail(&erase, erased);
  AddComments(&erase, erased);
  AddReference(&erase, erased);
  auto restricted = std::make_shared<PrivacyOptions>();
  Command restrict =
      AddForm(privacy, "restrict",
              {"garde sans montrer, ni apprendre, ni compter",
               "keep, and neither show nor learn from nor count"},
              restricted, RunPrivacyRestrict);
  AddWho(&restrict, restricted);
  AddTraits(&restrict, restricted);
  AddComments(&restrict, restricted);
  restrict.Flag("--lift", &restricted->lift, {"met fin", "put an end to it"});
  AddReference(&restrict, restricted);
  auto objecting = std::make_shared<PrivacyOptions>();
  Command object =
      AddForm(privacy, "object",
              {"plus aucun refus automatique : une personne décide",
               "nothing is refused automatically any more: a person decides"},
              objecting, RunPrivacyObject);
  AddWho(&object, objecting);
  object.Value("--email", &objecting->email,
               {"son adresse électronique", "their e-mail address"});
  object.Value("--address", &objecting->address,
               {"son adresse réseau, que d'autres partagent",
                "their network address, which others share"});
  object.Value("--name", &objecting->name,
               {"son nom affiché, que d'autres portent",
                "their name, which others have"});
  object.Flag("--lift", &objecting->lift, {"met fin", "put an end to it"});
  AddReference(&object, objecting);
  auto rectified = std::make_shared<PrivacyOptions>();
  Command rectify = AddForm(
      privacy, "rectify",
      {"rectifie une décision contestée", "put a disputed decision right"},
      rectified, RunPrivacyRectify);
  AddComments(&rectify, rectified);
  rectify.Flag("--accept", &rectified->accept,
               {"publier ; sinon refuser, avec --ground",
                "publish; else refuse, with --ground"});
  rectify.Value("--ground", &rectified->ground,
                {"le motif, de la charte", "the ground, of the charter"});
  rectify.Value("--note", &rectified->note,
                {"pour les collègues ; l'auteur peut demander à la lire",
                 "for colleagues; the author may ask to read it"});
}

}  // namespace

void AddPrivacy(CommandLine* line) {
  Command privacy =
      line->Add("privacy", {"les droits d'une personne sur ses données",
                            "the rights of a person over their data"});
  AddReading(&privacy);
  AddChanging(&privacy);
}

}  // namespace crible
