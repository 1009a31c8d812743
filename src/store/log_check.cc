// Reading the whole log and holding it to what its blocks say.

#include "base/localized_status.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "fmt/format.h"
#include "store/event_log.h"

namespace crible {
namespace {

template <typename... Args>
absl::Status Changed(fmt::format_string<const Args&...> fr,
                     fmt::format_string<const Args&...> en,
                     const Args&... args) {
  return LocalizedError(absl::StatusCode::kDataLoss,
                        FormatBoth<Args...>(fr, en, args...));
}

class LogReader {
 public:
  explicit LogReader(Connection* db)
      : db_(*db),
        events_(db->Query(
            "SELECT events.token, kind, time, site, comment, subject, code, "
            "ground, refers, payload_hash, coalesce(sealed, '') FROM events "
            "LEFT JOIN payloads ON payloads.event = events.token "
            "ORDER BY events.token")) {}

  // The root of the events from `block.first` to `block.last`, which must be
  // the next ones.
  absl::StatusOr<std::string> ReadRoot(const BlockHeader& block) {
    std::vector<std::string> commitments;
    for (uint64_t token = block.first; token <= block.last; ++token) {
      if (!events_.Next() || static_cast<uint64_t>(events_.Int(0)) != token) {
        return Changed("l'événement {} du bloc {} manque",
                       "event {} of block {} is missing", token, block.number);
      }
      const std::string payload_hash = events_.Text(9);
      const std::string sealed = events_.Text(10);
      if (!sealed.empty() && Sha256(sealed) != payload_hash &&
          ToHex(Sha256(sealed)) != RewrittenTo(token)) {
        return Changed("le contenu de l'événement {} a été changé",
                       "the payload of event {} was changed", token);
      }
      commitments.push_back(Commitment(Read(token), payload_hash));
    }
    return MerkleRoot(std::move(commitments));
  }

  // The hash of a payload that was rewritten, as a later event has it, which
  // the log holds like any other; empty if it never was.
  std::string RewrittenTo(uint64_t token) {
    Rows rows = db_.Query(
        "SELECT ground FROM events WHERE kind <> 1 AND kind = ?2 AND "
        "refers = ?1 AND comment = (SELECT comment FROM events WHERE token = "
        "?1) "
        "ORDER BY token DESC LIMIT 1",
        token, EventKind::kRedaction);
    return rows.Next() ? rows.Text(0) : "";
  }

  // Whether anything comes after the last block.
  bool AtEnd() { return !events_.Next(); }

 private:
  Event Read(uint64_t token) {
    return {.token = token,
            .kind = events_.As<EventKind>(1),
            .time = events_.Time(2),
            .site = events_.Text(3),
            .comment = events_.Text(4),
            .subject = events_.Text(5),
            .code = static_cast<int>(events_.Int(6)),
            .ground = events_.Text(7),
            .refers = static_cast<uint64_t>(events_.Int(8))};
  }

  Connection& db_;
  Rows events_;
};

}  // namespace

absl::Status CheckLog(Connection* db, std::string_view head) {
  LogReader events(db);
  Rows blocks = db->Query(
      "SELECT number, first_token, last_token, time, root, hash FROM blocks "
      "ORDER BY number");
  std::string previous;
  uint64_t number = 0, last = 0;
  bool head_found = head.empty();
  while (blocks.Next()) {
    const BlockHeader block{.number = static_cast<uint64_t>(blocks.Int(0)),
                            .first = static_cast<uint64_t>(blocks.Int(1)),
                            .last = static_cast<uint64_t>(blocks.Int(2)),
                            .time = blocks.Int(3),
                            .root = blocks.Text(4)};
    if (block.number != ++number || block.first != last + 1)
      return Changed("le bloc {} manque", "block {} is missing", number);
    last = block.last;
    CRIBLE_ASSIGN_OR_RETURN(const std::string root, events.ReadRoot(block));
    if (root != block.root) {
      return Changed("un événement du bloc {} a été changé",
                     "an event of block {} was changed", number);
    }
    const std::string hash = blocks.Text(5);
    if (BlockHash(block, previous) != hash)
      return Changed("le bloc {} a été changé", "block {} was changed", number);
    if (ToHex(hash) == head) head_found = true;
    previous = hash;
  }
  const bool whole = events.AtEnd();
  CRIBLE_RETURN_IF_ERROR(db->status());
  if (!whole) {
    return Changed("des événements suivent le dernier bloc, {}",
                   "events stand after the last block, {}", number);
  }
  if (!head_found) {
    return Changed(
        "aucun bloc n'a cette empreinte : le journal a été coupé ou récrit",
        "no block has this hash: the log was cut or written anew");
  }
  return absl::OkStatus();
}

}  // namespace crible
