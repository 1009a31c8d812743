#include "cli/keys.h"

#include <ostream>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "fmt/format.h"
#include "service/key_ring.h"
#include "store/maintenance.h"

namespace crible {
namespace {

Actor LocalActor() { return {LocalSubject(), absl::Now()}; }

}  // namespace

int RunKeysAdd(const KeysAddOptions& options, const Io& io) {
  for (const std::string& scope : options.scopes) {
    if (IsScope(scope)) continue;
    return Fail(io, FormatBoth("portée inconnue : {} ; il y a moderate, "
                               "review, rules, privacy, admin",
                               "unknown scope: {}; there are moderate, review, "
                               "rules, privacy, admin",
                               scope));
  }
  const NewKey made =
      MakeKey(options.subject, options.scopes, options.sites, absl::Now());
  const absl::Status status =
      AddKey(PlaceOf(options.at), LocalActor(), made.key);
  if (!status.ok()) return Fail(io, status);
  io.err << FormatIn(io.language,
                     "clé {} pour « {} » : elle ne sera plus jamais montrée\n",
                     "key {} for “{}”: it will never be shown again\n",
                     made.key.id, options.subject);
  io.out << made.words << "\n";
  return kExitOk;
}

int RunKeysList(const KeysOptions& options, const Io& io) {
  const auto keys = ListKeys(PlaceOf(options.at));
  if (!keys.ok()) return Fail(io, keys.status());
  for (const Key& key : *keys) {
    const bool revoked = key.revoked != absl::InfinitePast();
    const std::string day =
        absl::FormatTime("%Y-%m-%d", key.created, absl::UTCTimeZone());
    io.out << fmt::format(
        "{}  {}  {}  {}  {}{}\n", key.id, day, key.subject,
        absl::StrJoin(key.scopes, ","), absl::StrJoin(key.sites, ","),
        revoked ? FormatIn(io.language, "  révoquée", "  revoked") : "");
  }
  return kExitOk;
}

int RunKeysRevoke(const KeysOptions& options, const Io& io) {
  const absl::Status status =
      RevokeKey(PlaceOf(options.at), LocalActor(), options.id);
  if (!status.ok()) return Fail(io, status);
  io.out << FormatIn(io.language, "clé {} révoquée\n", "key {} revoked\n",
                     options.id);
  return kExitOk;
}

void AddKeys(CommandLine* line) {
  Command keys = line->Add(
      "keys", {"qui peut appeler le serveur", "who may call the server"});
  auto added = std::make_shared<KeysAddOptions>();
  Command add = keys.Add("add", {"crée une clé et la montre une seule fois",
                                 "make a key and show it once"});
  AddDataOptions(&add, &added->at);
  add.Value({"NOM", "NAME"}, &added->subject,
            {"qui s'en servira : une personne ou un système",
             "who will use it: a person or a system"})
      .Required();
  add.Value("--scopes", &added->scopes,
            {"ce qu'elle permet, séparé par des virgules (proto/README.md)",
             "what it may, with commas between (proto/README.md)"})
      .SplitAtCommas()
      .Required();
  add.Value("--sites", &added->sites,
            {"ses sites ; * : tous", "its sites; *: all"})
      .SplitAtCommas();
  add.Runs([added](const Io& io) { return RunKeysAdd(*added, io); });

  auto options = std::make_shared<KeysOptions>();
  Command list = keys.Add("list", {"montre les clés, sans leur secret",
                                   "show the keys, without their secret"});
  AddDataOptions(&list, &options->at);
  list.Runs([options](const Io& io) { return RunKeysList(*options, io); });
  Command revoke = keys.Add("revoke", {"retire une clé", "take a key back"});
  AddDataOptions(&revoke, &options->at);
  revoke.Value("ID", &options->id, {"son identifiant", "its id"}).Required();
  revoke.Runs([options](const Io& io) { return RunKeysRevoke(*options, io); });
}

}  // namespace crible
