#include "cli/queue_take.h"

#include <algorithm>
#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "cli/terminal.h"
#include "fmt/format.h"

namespace crible {
namespace {

// The keys of the grounds, as they lie on a keyboard.
constexpr std::string_view kGroundKeys = "1234567890";

std::vector<std::string> GroundsOf(const QueueOptions& options) {
  std::vector<std::string> grounds =
      absl::StrSplit(options.grounds, ',', absl::SkipEmpty());
  grounds.resize(std::min(grounds.size(), kGroundKeys.size()));
  return grounds;
}

// The decisions of one sitting.
class Sitting {
 public:
  // `terminal` may be null: keys are then read from io.in, line by line.
  Sitting(const QueueOptions& options, const QueueCall& call, const Io& io,
          Terminal* terminal)
      : options_(options),
        call_(call),
        io_(io),
        terminal_(terminal),
        grounds_(GroundsOf(options)) {}

  // False when the moderator wants to stop.
  absl::StatusOr<bool> Decide(const v1::ReviewItem& item) {
    PrintKeys();
    while (true) {
      const char key = ReadKey();
      switch (key) {
        case 'a':
          return Settle(item, v1::OUTCOME_ACCEPT, "");
        case 'r':
        case 'R':
          return Settle(item, v1::OUTCOME_REJECT, AskGround(), key == 'R');
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
        case kNoKey:
          GiveBack(item);
          return false;
        default:
          break;
      }
      const size_t ground = kGroundKeys.find(key);
      if (ground < grounds_.size())
        return Settle(item, v1::OUTCOME_REJECT, grounds_[ground]);
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
  void PrintKeys() {
    std::string grounds;
    for (size_t i = 0; i < grounds_.size(); ++i)
      grounds += fmt::format(" [{}] {}", kGroundKeys[i], grounds_[i]);
    io_.out << FormatIn(io_.language,
                        "[a]ccepter [r]efuser, [R] avec les réponses, [k] "
                        "laisser [d]esk [s]uivant [u] défaire [q]uitter\n"
                        "refuser :{}\n",
                        "[a]ccept [r]efuse, [R] with the answers, [k]eep "
                        "[d]esk [s]kip [u]ndo [q]uit\nrefuse:{}\n",
                        grounds)
            << std::flush;
  }

  // kNoKey at the end of the input.
  char ReadKey() {
    if (terminal_ != nullptr) return terminal_->ReadKey();
    char key = kNoKey;
    while (io_.in.get(key) && (key == '\n' || key == ' ')) {
    }
    return io_.in ? key : kNoKey;
  }

  // Words are typed with Enter, a digit of the list without.
  std::string AskGround() {
    if (!options_.ground.empty()) return options_.ground;
    io_.out << FormatIn(io_.language, "motif : ", "ground: ") << std::flush;
    if (terminal_ == nullptr) {
      std::string ground;
      io_.in >> ground;
      return ground;
    }
    std::string ground;
    while (true) {
      const char key = terminal_->ReadKey();
      const size_t digit = kGroundKeys.find(key);
      if (ground.empty() && digit < grounds_.size()) ground = grounds_[digit];
      if (key == kNoKey || key == '\n' || key == '\r' ||
          digit < grounds_.size())
        break;
      ground += key;
      io_.out << key << std::flush;
    }
    io_.out << "\n";
    return ground;
  }

  absl::StatusOr<bool> Settle(const v1::ReviewItem& item, v1::Outcome outcome,
                              const std::string& ground,
                              bool with_replies = false) {
    v1::ResolveReviewItemRequest request;
    request.set_name(item.name());
    request.set_etag(item.etag());
    request.set_outcome(outcome);
    request.set_ground(ground);
    request.set_note(options_.note);
    request.set_with_replies(with_replies);
    const auto done = Resolve(call_, request);
    if (!done.ok()) {
      // Somebody else was first, or it cannot be: say so, and go on.
      io_.out << std::string(done.status().message()) << "\n";
      GiveBack(item);
      return true;
    }
    last_ = done->resolution().name();
    io_.out << FormatIn(io_.language, "fait", "done");
    if (!ground.empty()) io_.out << " : " << ground;
    if (done->replies_size() > 0) {
      io_.out << FormatIn(io_.language, ", avec {} réponse(s)",
                          ", with {} answer(s)", done->replies_size());
    }
    io_.out << "\n";
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
  Terminal* const terminal_;
  const std::vector<std::string> grounds_;
  std::string last_;  // resolution of this sitting
};

}  // namespace

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
  const auto terminal = io.in_is_terminal ? OpenTerminal() : nullptr;
  Sitting sitting(options, call, io, terminal.get());
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

}  // namespace crible
