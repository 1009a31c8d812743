#include "cli/queue.h"

#include <algorithm>
#include <cstdlib>
#include <istream>
#include <memory>
#include <ostream>
#include <utility>

#include "base/status_macros.h"
#include "crible/v1/review_service.pb.h"
#include "fmt/format.h"
#include "server/call.h"

namespace crible {
namespace {

constexpr size_t kLineBytes = 72;

// An id within the site, or the comment's whole name, as the site knows it.
std::string ItemName(const QueueOptions& options, const std::string& id) {
  constexpr std::string_view kComments = "/comments/";
  const size_t at = id.find(kComments);
  if (at != id.npos && id.starts_with("sites/")) {
    return id.substr(0, at) + "/reviewItems/" +
           id.substr(at + kComments.size());
  }
  return fmt::format("sites/{}/reviewItems/{}", options.site, id);
}

std::string IdOf(const v1::ReviewItem& item) {
  return item.name().substr(item.name().rfind('/') + 1);
}

const char* Language(const Io& io) {
  return io.language == UiLanguage::kFrench ? "fr" : "en";
}

template <typename Response, typename Request>
absl::StatusOr<Response> Ask(const QueueCall& call, const std::string& method,
                             const Request& request) {
  CRIBLE_ASSIGN_OR_RETURN(const std::string bytes,
                          call(method, request.SerializeAsString()));
  Response response;
  if (!response.ParseFromString(bytes))
    return absl::InternalError("the answer is no message of this method");
  return response;
}

absl::StatusOr<v1::ReviewItem> GetItem(const QueueOptions& options,
                                       const std::string& id,
                                       const QueueCall& call, const Io& io) {
  v1::GetReviewItemRequest request;
  request.set_name(ItemName(options, id));
  request.set_explain(true);
  request.add_reason_languages(Language(io));
  return Ask<v1::ReviewItem>(call, "GetReviewItem", request);
}

// Control characters of a comment must not reach the terminal.
std::string Harmless(std::string_view text, bool one_line) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n' && !one_line) {
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += ' ';
    } else {
      out += c;
    }
  }
  return out;
}

std::string FirstLine(const std::string& body) {
  std::string line = Harmless(body, true);
  if (line.size() <= kLineBytes) return line;
  size_t end = kLineBytes;
  while (end > 0 && (line[end] & 0xc0) == 0x80) --end;  // whole characters
  return line.substr(0, end) + "…";
}

void PrintItem(const v1::ReviewItem& item, const Io& io) {
  const v1::Comment& comment = item.record().comment();
  const std::string order =
      item.order_texts().empty() ? "" : item.order_texts(0).text();
  io.out << fmt::format("{}  {}\n", IdOf(item), order);
  io.out << fmt::format("  {}\n", FirstLine(comment.body()));
}

// One reading order: comment, why, author, article, what people did.
void PrintWhole(const v1::ReviewItem& item, const Io& io) {
  const v1::Comment& comment = item.record().comment();
  const v1::Decision& decision = item.record().decision();
  const std::string order =
      item.order_texts().empty() ? "" : item.order_texts(0).text();
  io.out << fmt::format("── {}  {}\n{}\n", IdOf(item), order,
                        Harmless(comment.body(), false));
  for (const v1::Reason& reason : decision.reasons()) {
    if (!reason.texts().empty())
      io.out << "  • " << Harmless(reason.texts(0).text(), true) << "\n";
  }
  for (const auto& other : item.explanation().counterfactuals()) {
    if (!other.texts().empty())
      io.out << "  → " << Harmless(other.texts(0).text(), true) << "\n";
  }
  io.out << FormatIn(io.language, "  auteur : {}", "  author: {}",
                     Harmless(comment.author().display_name().empty()
                                  ? comment.author().id()
                                  : comment.author().display_name(),
                              true));
  if (!item.record().article().title().empty())
    io.out << " · " << Harmless(item.record().article().title(), true);
  io.out << "\n";
  for (const v1::Event& event : item.history()) {
    if (event.kind() == v1::EVENT_KIND_SIGHTING) continue;
    io.out << fmt::format("  {} {} {}\n", event.subject(),
                          v1::EventKind_Name(event.kind()).substr(11),
                          Harmless(event.detail().note(), true));
  }
}

absl::StatusOr<v1::ReviewItem> Resolve(const v1::ReviewItem& item,
                                       v1::Outcome outcome,
                                       const std::string& ground,
                                       const std::string& note,
                                       const QueueCall& call) {
  v1::ResolveReviewItemRequest request;
  request.set_name(item.name());
  request.set_etag(item.etag());
  request.set_outcome(outcome);
  request.set_ground(ground);
  request.set_note(note);
  return Ask<v1::ReviewItem>(call, "ResolveReviewItem", request);
}

absl::Status UndoEvent(const std::string& event, const std::string& note,
                       const QueueCall& call) {
  v1::UndoResolutionRequest request;
  request.set_name(event);
  request.set_note(note);
  return Ask<v1::ReviewItem>(call, "UndoResolution", request).status();
}

v1::ReviewQueue QueueOf(const std::string& name) {
  if (name == "held") return v1::REVIEW_QUEUE_HELD;
  if (name == "look") return v1::REVIEW_QUEUE_LOOK;
  if (name == "reported") return v1::REVIEW_QUEUE_REPORTED;
  return v1::REVIEW_QUEUE_UNSPECIFIED;
}

void FillFilter(const QueueOptions& options, v1::ReviewFilter* filter) {
  filter->set_queue(QueueOf(options.queue));
  filter->set_rule(options.rule);
}

// The decisions of one sitting.
class Sitting {
 public:
  Sitting(const QueueOptions& options, const QueueCall& call, const Io& io)
      : options_(options), call_(call), io_(io) {}

  // False when the moderator wants to stop.
  absl::StatusOr<bool> Decide(const v1::ReviewItem& item) {
    while (true) {
      io_.out << FormatIn(io_.language,
                          "[a]ccepter [r]efuser [k] laisser [d]esk [s]uivant "
                          "[u] défaire [q]uitter : ",
                          "[a]ccept [r]efuse [k]eep [d]esk [s]kip [u]ndo "
                          "[q]uit: ")
              << std::flush;
      switch (ReadKey()) {
        case 'a':
          return Settle(item, v1::OUTCOME_ACCEPT, "");
        case 'r':
          return Settle(item, v1::OUTCOME_REJECT, AskGround());
        case 'k':
          return Settle(item, v1::OUTCOME_KEEP, "");
        case 'd':
          return Settle(item, v1::OUTCOME_HAND_ON, "");
        case 'u':
          CRIBLE_RETURN_IF_ERROR(UndoLast());
          break;
        case 's':
          GiveBack(item);
          return true;
        case 'q':
        case '\0':
          GiveBack(item);
          return false;
        default:
          break;
      }
    }
  }

  void GiveBack(const v1::ReviewItem& item) {
    v1::ClaimReviewItemsRequest request;
    request.set_parent("sites/" + options_.site);
    request.add_names(item.name());
    request.mutable_lease();  // of no time
    (void)Ask<v1::ClaimReviewItemsResponse>(call_, "ClaimReviewItems", request);
  }

 private:
  char ReadKey() {
    char key = '\0';
    while (io_.in.get(key) && (key == '\n' || key == ' ')) {
    }
    return io_.in ? key : '\0';
  }

  std::string AskGround() {
    if (!options_.ground.empty()) return options_.ground;
    io_.out << FormatIn(io_.language, "motif : ", "ground: ") << std::flush;
    std::string ground;
    io_.in >> ground;
    return ground;
  }

  absl::StatusOr<bool> Settle(const v1::ReviewItem& item, v1::Outcome outcome,
                              const std::string& ground) {
    const auto done = Resolve(item, outcome, ground, options_.note, call_);
    if (!done.ok()) {
      // Somebody else was first, or it cannot be: say so, and go on.
      io_.out << std::string(done.status().message()) << "\n";
      GiveBack(item);
      return true;
    }
    last_ = done->resolution().name();
    io_.out << FormatIn(io_.language, "fait\n", "done\n");
    return true;
  }

  absl::Status UndoLast() {
    if (last_.empty()) {
      io_.out << FormatIn(io_.language, "rien à défaire\n",
                          "nothing to undo\n");
      return absl::OkStatus();
    }
    CRIBLE_RETURN_IF_ERROR(UndoEvent(last_, "", call_));
    last_.clear();
    io_.out << FormatIn(io_.language, "défait\n", "undone\n");
    return absl::OkStatus();
  }

  const QueueOptions& options_;
  const QueueCall& call_;
  const Io& io_;
  std::string last_;  // resolution of this sitting
};

}  // namespace

QueueCall CallServer(const std::string& address) {
  const char* key = std::getenv("CRIBLE_KEY");
  return [address, key = std::string(key != nullptr ? key : "")](
             const std::string& method, const std::string& request) {
    return CallBytes({.address = address,
                      .method = "crible.v1.ReviewService/" + method,
                      .request = request,
                      .key = key});
  };
}

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
    const auto done =
        Resolve(*item, accept ? v1::OUTCOME_ACCEPT : v1::OUTCOME_REJECT,
                accept ? "" : options.ground, options.note, call);
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

int RunQueueTake(const QueueOptions& options, const QueueCall& call,
                 const Io& io) {
  v1::ClaimReviewItemsRequest request;
  request.set_parent("sites/" + options.site);
  request.set_max_items(options.max);
  request.mutable_lease()->set_seconds(1800);
  FillFilter(options, request.mutable_filter());
  const auto claimed =
      Ask<v1::ClaimReviewItemsResponse>(call, "ClaimReviewItems", request);
  if (!claimed.ok()) return Fail(io, claimed.status());
  if (claimed->items().empty())
    io.out << FormatIn(io.language, "rien n'attend au site {}\n",
                       "nothing waits at site {}\n", options.site);
  Sitting sitting(options, call, io);
  bool goes_on = true;
  for (const v1::ReviewItem& taken : claimed->items()) {
    if (!goes_on) {
      sitting.GiveBack(taken);
      continue;
    }
    const auto item = GetItem(options, IdOf(taken), call, io);
    if (!item.ok()) return Fail(io, item.status());
    PrintWhole(*item, io);
    const auto decided = sitting.Decide(*item);
    if (!decided.ok()) return Fail(io, decided.status());
    goes_on = *decided;
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
