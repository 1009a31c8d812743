#ifndef CRIBLE_STORE_EVENT_LOG_H_
#define CRIBLE_STORE_EVENT_LOG_H_

// The log that nobody can change unnoticed. Events are appended in blocks, one
// a group commit. A block holds the Merkle root of its events' commitments and
// the hash of the block before: the hash of the last block stands for all.
//
//   commitment = SHA-256(0 ‖ fields ‖ SHA-256(sealed payload))
//   node       = SHA-256(1 ‖ left ‖ right)       an odd one goes up as it is
//   hash       = SHA-256(2 ‖ number ‖ first ‖ last ‖ time ‖ root ‖ previous)
//
// A commitment needs the hash of a payload only: one that is erased leaves the
// log as sound as before.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/seal.h"
#include "store/database.h"
#include "store/records.h"

namespace crible {

std::string Commitment(const Event& event, std::string_view payload_hash);
std::string MerkleRoot(std::vector<std::string> commitments);

struct BlockHeader {
  uint64_t number = 0;
  uint64_t first = 0;
  uint64_t last = 0;
  int64_t time = 0;
  std::string root;
};
std::string BlockHash(const BlockHeader& block, std::string_view previous);

// A payload as it is kept, made before it is its turn to be written.
struct SealedPayload {
  std::string bytes;  // empty for none
  std::string hash;
};
SealedPayload SealPayload(const SealingKey& key, std::string_view payload);

// The block that a transaction appends to. Begin() and Close() surround the
// appends, within a write transaction.
class BlockWriter {
 public:
  BlockWriter(Connection* db, const SealingKey* key) : db_(*db), key_(*key) {}

  // Reads the head of the log.
  void Begin();
  // Gives the event its token. `event.token` and `payload_hash` are not read;
  // an empty payload is none.
  uint64_t Append(const Event& event);
  // The same, `event.payload` is not read.
  uint64_t Append(const Event& event, const SealedPayload& payload);
  // Takes back the appends after the first `size`; their rows are the caller's.
  void Shrink(size_t size) { commitments_.resize(size); }
  size_t size() const { return commitments_.size(); }
  // Writes the block, unless it is empty; its time is its last event's.
  void Close();

  // Whether the block of the last Close() is in the log.
  bool IsWritten();

  uint64_t last_token() const { return before_ + commitments_.size(); }

 private:
  Connection& db_;
  const SealingKey& key_;
  uint64_t number_ = 0;
  uint64_t before_ = 0;  // last token of the block before
  std::string previous_;
  std::string hash_;  // of the closed block
  std::vector<std::string> commitments_;
  absl::Time time_;
};

// The last block; zeros for an empty log.
LogHead ReadHead(Connection* db);

// Columns that EventFrom reads, of events left-joined with payloads.
inline constexpr std::string_view kEventColumns =
    "events.token, kind, time, site, comment, subject, code, ground, refers, "
    "coalesce(sealed, '')";
Event EventFrom(const SealingKey& key, Rows* rows);

// Store::VerifyLog on one connection.
absl::Status CheckLog(Connection* db, std::string_view head);

}  // namespace crible

#endif  // CRIBLE_STORE_EVENT_LOG_H_
