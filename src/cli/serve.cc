#include "cli/serve.h"

#include <cstdlib>
#include <istream>
#include <iterator>
#include <memory>
#include <ostream>

#include "absl/time/clock.h"
#include "cli/shipped_bundle.h"
#include "server/call.h"
#include "server/run.h"

namespace crible {

int RunServe(const ServeOptions& options, const Io& io) {
  if (options.no_data && !options.at.database.empty()) {
    return Fail(io, {"--no-data ne garde rien : --database n'y a pas de sens",
                     "--no-data keeps nothing: --database has no sense there"});
  }
  RunOptions run;
  run.server.address = options.listen;
  run.server.language = run.language = io.language;
  run.models = ModelsFolder(options.models);
  if (!options.no_data) {
    const StorePlace place = PlaceOf(options.at);
    run.data = place.folder;
    run.database = place.database;
  }
  run.alarm_command = options.alarm_command;
  run.bundle.now = absl::Now();
  run.bundle.checked_hash = ShippedBundleHash();
  run.drain_time = absl::Seconds(options.drain_seconds);
  const absl::Status status = Run(run);
  return status.ok() ? kExitOk : Fail(io, status);
}

int RunCall(const CallCommandOptions& options, const Io& io) {
  std::string request = options.request;
  if (request == "-") request.assign(std::istreambuf_iterator<char>(io.in), {});
  const char* key = std::getenv("CRIBLE_KEY");
  const auto answer = Call({.address = options.server,
                            .method = options.method,
                            .request = request,
                            .key = key != nullptr ? key : "",
                            .timeout = absl::Seconds(options.timeout_seconds)});
  if (!answer.ok()) return Fail(io, answer.status());
  io.out << *answer;
  return kExitOk;
}

void AddServe(CommandLine* line) {
  auto options = std::make_shared<ServeOptions>();
  Command command = line->Add("serve", {"le serveur gRPC", "the gRPC server"});
  command.Models(&options->models);
  AddDataOptions(&command, &options->at);
  command.Flag("--no-data", &options->no_data,
               {"ne rien garder : ni commentaires en attente, ni journal",
                "keep nothing: no queue, no log"});
  command.Value("--alarm-command", &options->alarm_command,
                {"programme lancé pour chaque cas urgent, avec le nom de "
                 "l'élément et son motif",
                 "program to run for each urgent item, with the item's name "
                 "and its ground"});
  command.Value("--listen", &options->listen,
                {"HÔTE:PORT de cette machine ; port 0 : au choix du système",
                 "HOST:PORT of this machine; port 0: the system's choice"});
  command
      .Value("--drain", &options->drain_seconds,
             {"secondes laissées aux appels en cours à l'arrêt",
              "seconds left to open calls at the end"})
      .Between(0, 3600);
  command.Runs([options](const Io& io) { return RunServe(*options, io); });
}

void AddCall(CommandLine* line) {
  auto options = std::make_shared<CallCommandOptions>();
  Command command = line->Add(
      "call", {"un appel au serveur, JSON en entrée et en sortie ; la clé est "
               "dans $CRIBLE_KEY",
               "one call to a server, JSON in and out; the key stands "
               "in $CRIBLE_KEY"});
  command.Value("--server", &options->server, {"HÔTE:PORT", "HOST:PORT"});
  command
      .Value({"APPEL", "METHOD"}, &options->method,
             {"une méthode de l'API : ModerateComment, ListReviewItems…",
              "a method of the API: ModerateComment, ListReviewItems…"})
      .Required();
  command
      .Value("JSON", &options->request,
             {"la requête, ou - pour l'entrée standard",
              "the request, or - for standard input"})
      .Required();
  command
      .Value("--timeout", &options->timeout_seconds,
             {"secondes d'attente", "seconds to wait"})
      .Between(1, 3600);
  command.Runs([options](const Io& io) { return RunCall(*options, io); });
}

}  // namespace crible
