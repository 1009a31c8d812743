#include "cli/store.h"

#include <ostream>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "base/localized_status.h"
#include "base/status_macros.h"
#include "fmt/format.h"
#include "service/person_match.h"
#include "store/maintenance.h"
#include "store/store.h"

namespace crible {
namespace {

int Done(const Io& io, const Localized& message) {
  io.out << message.In(io.language) << "\n";
  return kExitOk;
}

// Before anybody serves the store. How much was erased.
absl::StatusOr<int64_t> EraseAgain(const StorePlace& place,
                                   const std::vector<std::string>& erased) {
  std::vector<Tombstone> tombstones;
  for (const std::string& folder : erased) {
    CRIBLE_ASSIGN_OR_RETURN(const auto more,
                            ReadTombstones({.folder = folder}));
    tombstones.insert(tombstones.end(), more.begin(), more.end());
  }
  if (tombstones.empty()) return 0;
  CRIBLE_ASSIGN_OR_RETURN(
      const auto store,
      OpenStore({.folder = place.folder, .database = place.database}));
  return store->ReplayErasures({"restore", absl::Now()}, std::move(tombstones),
                               WithoutParent);
}

}  // namespace

int RunStoreMigrate(const StoreCommandOptions& options, const Io& io) {
  const StorePlace place = PlaceOf(options.at);
  const auto migrated = MigrateStore(place);
  if (!migrated.ok()) return Fail(io, migrated.status());
  if (migrated->from == migrated->to) {
    return Done(
        io, FormatBoth("{} : schéma {}, à jour", "{}: schema {}, up to date",
                       place.Shown(), migrated->to));
  }
  return Done(io, FormatBoth("{} : du schéma {} au schéma {}",
                             "{}: from schema {} to schema {}", place.Shown(),
                             migrated->from, migrated->to));
}

int RunStoreBackup(const StoreCommandOptions& options, const Io& io) {
  const absl::Status status = BackupStore(PlaceOf(options.at), options.other);
  if (!status.ok()) return Fail(io, status);
  return Done(io, FormatBoth("copié dans {} ; la clé crible.key y est : à "
                             "garder à part",
                             "copied to {}; the key crible.key is in it: keep "
                             "it apart",
                             options.other));
}

int RunStoreCompact(const StoreCommandOptions& options, const Io& io) {
  const StorePlace place = PlaceOf(options.at);
  const absl::Status status = CompactStore(place);
  if (!status.ok()) return Fail(io, status);
  return Done(io, FormatBoth("{} récrit : rien d'effacé n'y est plus",
                             "{} rewritten: nothing that was erased is in it",
                             place.Shown()));
}

int RunStoreRestore(const StoreCommandOptions& options, const Io& io) {
  const StorePlace place = PlaceOf(options.at);
  const absl::Status status = RestoreStore(options.other, place);
  if (!status.ok()) return Fail(io, status);
  const auto erased = EraseAgain(place, options.erased);
  if (!erased.ok()) return Fail(io, erased.status());
  if (options.erased.empty()) {
    return Done(
        io, FormatBoth("{} restauré depuis {} ; ce qui a été effacé depuis y "
                       "est revenu : --erased, avec une copie plus récente",
                       "{} restored from {}; what was erased since is back: "
                       "--erased, with a later copy",
                       place.Shown(), options.other));
  }
  return Done(io,
              FormatBoth("{} restauré depuis {}, {} effacement(s) refait(s)",
                         "{} restored from {}, {} erasure(s) done again",
                         place.Shown(), options.other, *erased));
}

int RunAuditHead(const AuditOptions& options, const Io& io) {
  const auto head = ReadLogHead(PlaceOf(options.at));
  if (!head.ok()) return Fail(io, head.status());
  io.out << head->hash << "\n";
  return kExitOk;
}

int RunAuditVerify(const AuditOptions& options, const Io& io) {
  const auto head = CheckStoreLog(PlaceOf(options.at), options.head);
  if (!head.ok()) {
    const int code = Fail(io, head.status());
    const bool changed = head.status().code() == absl::StatusCode::kDataLoss;
    return changed ? kExitFindings : code;
  }
  return Done(io, FormatBoth("journal intact : {} événements, {} blocs, {}",
                             "the log is whole: {} events, {} blocks, {}",
                             head->token, head->block, head->hash));
}

void AddStore(CommandLine* line) {
  Command store =
      line->Add("store", {"les données du serveur", "the server's data"});
  const struct {
    const char* name;
    Localized help;
    int (*run)(const StoreCommandOptions&, const Io&);
    OptionName argument;
    Localized argument_help;
  } kForms[] = {{"migrate",
                 {"met le schéma à jour, serveur arrêté",
                  "bring the schema up to date, while no server runs"},
                 RunStoreMigrate,
                 "",
                 {}},
                {"backup",
                 {"copie les données, même en service",
                  "copy the data, a server may be running"},
                 RunStoreBackup,
                 {"COPIE", "COPY"},
                 {"où copier : un dossier qui n'existe pas",
                  "where to: a folder that does not exist"}},
                {"compact",
                 {"récrit les fichiers : rien d'effacé n'y reste",
                  "rewrite the files: nothing erased is left in them"},
                 RunStoreCompact,
                 "",
                 {}},
                {"restore",
                 {"vérifie une copie et la met en place",
                  "check a copy and put it in place"},
                 RunStoreRestore,
                 {"COPIE", "COPY"},
                 {"la copie", "the copy"}}};
  for (const auto& form : kForms) {
    auto options = std::make_shared<StoreCommandOptions>();
    Command command = store.Add(form.name, form.help);
    AddDataOptions(&command, &options->at);
    if (!form.argument.en.empty()) {
      command.Value(form.argument, &options->other, form.argument_help)
          .Required();
    }
    if (form.run == RunStoreRestore) {
      command.Value("--erased", &options->erased,
                    {"copies plus récentes : ce qui y a été effacé l'est ici",
                     "later copies: what was erased there is erased here"});
    }
    command.Runs(
        [options, run = form.run](const Io& io) { return run(*options, io); });
  }
}

void AddAudit(CommandLine* line) {
  Command audit = line->Add("audit", {"le journal de tout ce qui s'est passé",
                                      "the log of all that happened"});
  auto options = std::make_shared<AuditOptions>();
  Command head = audit.Add("head", {"l'empreinte de la fin du journal",
                                    "the hash at the end of the log"});
  AddDataOptions(&head, &options->at);
  head.Runs([options](const Io& io) { return RunAuditHead(*options, io); });
  Command verify = audit.Add(
      "verify", {"relit le journal : rien n'y a été changé ni retiré",
                 "read the log again: nothing was changed or removed"});
  AddDataOptions(&verify, &options->at);
  verify.Value("--head", &options->head,
               {"une empreinte que le journal doit contenir",
                "a hash that the log must contain"});
  verify.Runs([options](const Io& io) { return RunAuditVerify(*options, io); });
}

}  // namespace crible
