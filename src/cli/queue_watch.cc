#include "cli/queue_watch.h"

#include <chrono>
#include <cstdlib>
#include <ostream>
#include <thread>
#include <utility>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "server/call.h"

namespace crible {
namespace {

// Between two attempts to reach a server that has gone away.
constexpr std::chrono::seconds kPause{1};

Localized KindText(const v1::Event& event) {
  switch (event.kind()) {
    case v1::EVENT_KIND_DECISION:
      return {"retenu", "held"};
    case v1::EVENT_KIND_RESOLUTION:
      switch (event.outcome()) {
        case v1::OUTCOME_ACCEPT:
          return {"accepté", "accepted"};
        case v1::OUTCOME_REJECT:
          return {"refusé", "refused"};
        case v1::OUTCOME_KEEP:
          return {"laissé", "kept"};
        case v1::OUTCOME_HAND_ON:
          return {"transmis à la rédaction", "handed on to the desk"};
        default:
          return {"écarté avec ce à quoi il répond",
                  "set aside with what it answers"};
      }
    case v1::EVENT_KIND_UNDO:
      return {"défait", "undone"};
    case v1::EVENT_KIND_SIGHTING:
      return {"ouvert", "opened"};
    case v1::EVENT_KIND_REPORT:
      return {"signalé", "reported"};
    case v1::EVENT_KIND_WITHDRAWAL:
      return {"retiré", "withdrawn"};
    case v1::EVENT_KIND_PUBLICATION:
      return {"publié", "published"};
    case v1::EVENT_KIND_REMOVAL:
      return {"dépublié", "removed"};
    case v1::EVENT_KIND_ARTICLE_MODE:
      return {"régime de l'article changé", "article's mode changed"};
    case v1::EVENT_KIND_AUTHOR_STATUS:
      return {"statut d'un auteur changé", "an author's status changed"};
    case v1::EVENT_KIND_FEEDBACK:
      return {"avis sur la décision", "feedback"};
    case v1::EVENT_KIND_EXPIRY:
      return {"a attendu trop longtemps", "has waited for too long"};
    case v1::EVENT_KIND_REDECISION:
      return {"décidé de nouveau", "decided again"};
    case v1::EVENT_KIND_REPORT_ANSWER:
      return {"réponse à un signalement", "answer to a report"};
    default:
      return {"événement", "event"};
  }
}

// "02:56:21  c42  refused (spam)  ann"; neither text nor author.
std::string Line(const v1::Event& event, UiLanguage language) {
  const std::string& about =
      event.comment().empty() ? event.article() : event.comment();
  const absl::Time time = absl::FromUnixSeconds(event.event_time().seconds());
  std::string line = fmt::format(
      "{}  {}  {}", absl::FormatTime("%H:%M:%S", time, absl::LocalTimeZone()),
      about.substr(about.rfind('/') + 1), KindText(event).In(language));
  if (!event.ground().empty()) line += fmt::format(" ({})", event.ground());
  if (!event.subject().empty()) line += "  " + event.subject();
  return Harmless(line, true);
}

}  // namespace

QueueStream StreamFrom(const std::string& address) {
  const char* key = std::getenv("CRIBLE_KEY");
  return [address, key = std::string(key != nullptr ? key : "")](
             const std::string& method, const std::string& request,
             const std::function<bool(const std::string&)>& take) {
    return StreamBytes({.address = address,
                        .method = "crible.v1.ReviewService/" + method,
                        .request = request,
                        .key = key},
                       take);
  };
}

int RunQueueWatch(const QueueOptions& options, const QueueStream& stream,
                  const Io& io) {
  v1::WatchReviewItemsRequest request;
  request.set_parent("sites/" + options.site);
  int seen = 0;
  const auto wants_more = [&] {
    return options.events == 0 || seen < options.events;
  };
  bool lost = false;
  while (true) {
    const absl::Status ended = stream(
        "WatchReviewItems", request.SerializeAsString(),
        [&](const std::string& bytes) {
          v1::WatchReviewItemsResponse message;
          if (!message.ParseFromString(bytes)) return true;
          request.set_resume_token(message.resume_token());
          lost = false;
          if (!message.has_event()) return true;
          ++seen;
          io.out << Line(message.event(), io.language) << "\n" << std::flush;
          return wants_more();
        });
    if (!wants_more()) return kExitOk;
    if (!ended.ok() && ended.code() != absl::StatusCode::kUnavailable)
      return Fail(io, ended);
    if (!lost) {
      io.err << FormatIn(io.language, "serveur perdu, nouvel essai\n",
                         "server lost, trying again\n");
    }
    lost = true;
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace crible
