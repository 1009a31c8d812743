#include "cli/queue_call.h"

#include <ostream>

#include "fmt/format.h"

namespace crible {
namespace {

constexpr size_t kLineBytes = 72;

}  // namespace

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

absl::StatusOr<v1::ReviewItem> GetItem(const QueueOptions& options,
                                       const std::string& id,
                                       const QueueCall& call, const Io& io) {
  v1::GetReviewItemRequest request;
  request.set_name(ItemName(options, id));
  request.set_explain(true);
  request.add_reason_languages(Language(io));
  return Ask<v1::ReviewItem>(call, "GetReviewItem", request);
}

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

void PrintAuthor(const v1::AuthorSummary& author, const Io& io) {
  if (author.author_id().empty()) return;
  io.out << FormatIn(io.language, "  {} commentaires, {} publiés, {} refusés\n",
                     "  {} comments, {} published, {} refused\n",
                     author.comment_count(), author.accepted_count(),
                     author.refused_count());
}

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
  PrintAuthor(item.author(), io);
  for (const v1::Event& event : item.history()) {
    if (event.kind() == v1::EVENT_KIND_SIGHTING) continue;
    io.out << fmt::format("  {} {} {}\n", event.subject(),
                          v1::EventKind_Name(event.kind()).substr(11),
                          Harmless(event.detail().note(), true));
  }
}

absl::StatusOr<v1::ReviewItem> Resolve(
    const QueueCall& call, const v1::ResolveReviewItemRequest& request) {
  return Ask<v1::ReviewItem>(call, "ResolveReviewItem", request);
}

absl::Status UndoEvent(const std::string& event, const std::string& note,
                       const QueueCall& call) {
  v1::UndoResolutionRequest request;
  request.set_name(event);
  request.set_note(note);
  return Ask<v1::ReviewItem>(call, "UndoResolution", request).status();
}

namespace {
v1::ReviewQueue QueueOf(const std::string& name) {
  if (name == "held") return v1::REVIEW_QUEUE_HELD;
  if (name == "look") return v1::REVIEW_QUEUE_LOOK;
  if (name == "reported") return v1::REVIEW_QUEUE_REPORTED;
  return v1::REVIEW_QUEUE_UNSPECIFIED;
}

}  // namespace

void FillFilter(const QueueOptions& options, v1::ReviewFilter* filter) {
  filter->set_queue(QueueOf(options.queue));
  filter->set_rule(options.rule);
}

QueueCall CallServer(const std::string& address) {
  return CallService(address, "ReviewService");
}

}  // namespace crible
