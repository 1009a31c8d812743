#include "cli/queue.h"

#include <memory>
#include <ostream>
#include <utility>

#include "cli/queue_group.h"
#include "cli/queue_take.h"
#include "cli/queue_watch.h"
#include "fmt/format.h"

namespace crible {

int RunQueueList(const QueueOptions& options, const QueueCall& call,
                 const Io& io) {
  v1::ListReviewItemsRequest request;
  request.set_parent("sites/" + options.site);
  request.set_page_size(options.max);
  FillFilter(options, request.mutable_filter());
  request.mutable_filter()->set_text(options.text);
  request.add_reason_languages(Language(io));
  const auto listed =
      Ask<v1::ListReviewItemsResponse>(call, "ListReviewItems", request);
  if (!listed.ok()) return Fail(io, listed.status());
  for (const v1::ReviewItem& item : listed->items()) PrintItem(item, io);
  if (listed->items().empty())
    io.out << FormatIn(io.language, "rien n'attend au site {}\n",
                       "nothing waits at site {}\n", options.site);
  return kExitOk;
}

int RunQueueShow(const QueueOptions& options, const QueueCall& call,
                 const Io& io) {
  for (const std::string& id : options.ids) {
    const auto item = GetItem(options, id, call, io);
    if (!item.ok()) return Fail(io, item.status());
    PrintWhole(*item, io);
  }
  return kExitOk;
}

int RunQueueResolve(const QueueOptions& options, bool accept,
                    const QueueCall& call, const Io& io) {
  for (const std::string& id : options.ids) {
    const auto item = GetItem(options, id, call, io);
    if (!item.ok()) return Fail(io, item.status());
    v1::ResolveReviewItemRequest request;
    request.set_name(item->name());
    request.set_etag(item->etag());
    request.set_outcome(accept ? v1::OUTCOME_ACCEPT : v1::OUTCOME_REJECT);
    if (!accept) request.set_ground(options.ground);
    request.set_note(options.note);
    const auto done = Resolve(call, request);
    if (!done.ok()) return Fail(io, done.status());
    io.out << (accept
                   ? FormatIn(io.language, "{} accepté\n", "{} accepted\n", id)
                   : FormatIn(io.language, "{} refusé\n", "{} refused\n", id));
  }
  return kExitOk;
}

int RunQueueUndo(const QueueOptions& options, const QueueCall& call,
                 const Io& io) {
  for (const std::string& id : options.ids) {
    const auto item = GetItem(options, id, call, io);
    if (!item.ok()) return Fail(io, item.status());
    std::string last;
    for (const v1::Event& event : item->history()) {
      if (event.kind() == v1::EVENT_KIND_RESOLUTION) last = event.name();
    }
    if (last.empty()) {
      return Fail(io,
                  FormatBoth("{} : rien à défaire", "{}: nothing to undo", id));
    }
    const absl::Status status = UndoEvent(last, options.note, call);
    if (!status.ok()) return Fail(io, status);
    io.out << FormatIn(io.language, "{} attend de nouveau\n",
                       "{} waits again\n", id);
  }
  return kExitOk;
}

namespace {

using QueueRun =
    std::function<int(const QueueOptions&, const QueueCall&, const Io&)>;

Command AddForm(Command* queue, const char* name, const Localized& help,
                const std::shared_ptr<QueueOptions>& options, QueueRun run) {
  Command command = queue->Add(name, help);
  command.Value("--server", &options->server, {"HÔTE:PORT", "HOST:PORT"});
  command.Value("--site", &options->site, {"le site", "the site"});
  command.Runs([options, run = std::move(run)](const Io& io) {
    return run(*options, CallServer(options->server), io);
  });
  return command;
}

void AddFilter(Command* command, QueueOptions* options) {
  command
      ->Value("--queue", &options->queue,
              {"une liste seulement", "one queue only"})
      .OneOf({"held", "look", "reported"});
  command->Value("--rule", &options->rule,
                 {"ce qu'une règle a arrêté : paquet/identifiant",
                  "what one rule stopped: pack/id"});
  command
      ->Value("--max", &options->max, {"combien au plus", "how many at most"})
      .Between(1, 200);
}

void AddIds(Command* command, QueueOptions* options) {
  command
      ->Value("ID", &options->ids,
              {"identifiants de commentaires", "ids of comments"})
      .Required();
}

void AddNote(Command* command, QueueOptions* options) {
  command->Value("--note", &options->note,
                 {"pour les collègues ; l'auteur peut demander à la lire",
                  "for colleagues; the author may ask to read it"});
}

void AddGroup(Command* queue) {
  auto grouped = std::make_shared<QueueGroupOptions>();
  Command similar = queue->Add(
      "similar", {"ce qui va ensemble : même texte, lien, auteur, règle ou "
                  "personne visée",
                  "what belongs together: the same text, link, author, rule or "
                  "person meant"});
  similar.Value("--server", &grouped->queue.server, {"HÔTE:PORT", "HOST:PORT"});
  similar.Value("--site", &grouped->queue.site, {"le site", "the site"});
  AddIds(&similar, &grouped->queue);
  similar.Value("--by", &grouped->by, {"par quoi", "by what"})
      .OneOf({"text", "link", "author", "rule", "person"});
  similar.Value("--refuse", &grouped->queue.ground,
                {"dit combien seraient refusés pour ce motif, et pour quelles "
                 "raisons ils attendent",
                 "say how many would be refused for this ground, and for which "
                 "reasons they wait"});
  similar
      .Value("--except", &grouped->except,
             {"sauf ceux-là, séparés par des virgules",
              "but for these, with commas between"})
      .SplitAtCommas();
  similar.Flag("--yes", &grouped->yes, {"refuse", "refuse them"});
  AddNote(&similar, &grouped->queue);
  similar.Runs([grouped](const Io& io) {
    return RunQueueSimilar(*grouped, CallServer(grouped->queue.server), io);
  });
  auto known = std::make_shared<QueueOptions>();
  Command author = AddForm(queue, "author",
                           {"ce qu'on sait d'un auteur, par son identifiant",
                            "what is known of an author, by id"},
                           known, RunQueueAuthor);
  author.Value("ID", &known->ids, {"identifiants", "ids"}).Required();
}

}  // namespace

void AddQueue(CommandLine* line) {
  Command queue = line->Add(
      "queue", {"ce qui attend les modérateurs", "the moderators' queue"});
  const auto options = [] { return std::make_shared<QueueOptions>(); };
  auto listed = options();
  Command list = AddForm(&queue, "list",
                         {"ce qui attend, dans l'ordre où le lire",
                          "what waits, in the order in which to read it"},
                         listed, RunQueueList);
  AddFilter(&list, listed.get());
  list.Value("--text", &listed->text,
             {"ces mots dans le texte", "these words in the text"});
  auto shown = options();
  Command show =
      AddForm(&queue, "show",
              {"un commentaire et ses raisons", "one comment and its reasons"},
              shown, RunQueueShow);
  AddIds(&show, shown.get());
  auto taken = options();
  Command take = AddForm(&queue, "take",
                         {"réserve les suivants, une touche pour décider",
                          "claim the next ones, one key to decide"},
                         taken, RunQueueTake);
  AddFilter(&take, taken.get());
  AddNote(&take, taken.get());
  take.Value("--grounds", &taken->grounds,
             {"les motifs des touches 1 à 9 et 0, séparés par des virgules",
              "the grounds of the keys 1 to 9 and 0, with commas"});
  auto watched = options();
  Command watch = queue.Add("watch", {"ce qui arrive en attente, au fur et à "
                                      "mesure",
                                      "what happens to the queue, as it does"});
  watch.Value("--server", &watched->server, {"HÔTE:PORT", "HOST:PORT"});
  watch.Value("--site", &watched->site, {"le site", "the site"});
  watch.Value("--events", &watched->events,
              {"finir après tant d'événements", "end after so many events"});
  watch.Runs([watched](const Io& io) {
    return RunQueueWatch(*watched, StreamFrom(watched->server), io);
  });
  AddGroup(&queue);
  auto accepted = options();
  Command accept =
      AddForm(&queue, "accept", {"accepte", "accept"}, accepted,
              [](const QueueOptions& o, const QueueCall& call, const Io& io) {
                return RunQueueResolve(o, true, call, io);
              });
  AddIds(&accept, accepted.get());
  AddNote(&accept, accepted.get());
  auto refused = options();
  Command refuse = AddForm(
      &queue, "refuse", {"refuse, pour un motif", "refuse, for a ground"},
      refused, [](const QueueOptions& o, const QueueCall& call, const Io& io) {
        return RunQueueResolve(o, false, call, io);
      });
  AddIds(&refuse, refused.get());
  AddNote(&refuse, refused.get());
  refuse
      .Value("--ground", &refused->ground,
             {"le motif, de la charte", "the ground, of the charter"})
      .Required();
  auto undone = options();
  Command undo = AddForm(&queue, "undo",
                         {"défait la dernière décision d'une personne",
                          "undo a person's last decision"},
                         undone, RunQueueUndo);
  AddIds(&undo, undone.get());
  AddNote(&undo, undone.get());
}

}  // namespace crible
