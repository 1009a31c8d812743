#include "store/event_log.h"

#include <utility>

#include "base/sha256.h"

namespace crible {
namespace {

// Fixed widths and lengths before texts: no two events have the same bytes.
void AppendNumber(uint64_t number, std::string* out) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    out->push_back(static_cast<char>(number >> shift));
  }
}
void AppendText(std::string_view text, std::string* out) {
  AppendNumber(text.size(), out);
  out->append(text);
}

std::string CommitmentAt(uint64_t token, const Event& event,
                         std::string_view payload_hash) {
  std::string bytes(1, '\0');
  AppendNumber(token, &bytes);
  AppendNumber(static_cast<uint64_t>(event.kind), &bytes);
  AppendNumber(static_cast<uint64_t>(ToMicros(event.time)), &bytes);
  AppendText(event.site, &bytes);
  AppendText(event.comment, &bytes);
  AppendText(event.subject, &bytes);
  AppendNumber(static_cast<uint64_t>(event.code), &bytes);
  AppendText(event.ground, &bytes);
  AppendNumber(event.refers, &bytes);
  AppendText(payload_hash, &bytes);
  return Sha256(bytes);
}

}  // namespace

std::string Commitment(const Event& event, std::string_view payload_hash) {
  return CommitmentAt(event.token, event, payload_hash);
}

SealedPayload SealPayload(const SealingKey& key, std::string_view payload) {
  if (payload.empty()) return {};
  SealedPayload sealed{.bytes = key.Seal(payload)};
  sealed.hash = Sha256(sealed.bytes);
  return sealed;
}

std::string MerkleRoot(std::vector<std::string> level) {
  if (level.empty()) return "";
  while (level.size() > 1) {
    size_t out = 0;
    for (size_t i = 0; i < level.size(); i += 2, ++out) {
      level[out] = i + 1 < level.size()
                       ? Sha256Of({"\1", level[i], level[i + 1]})
                       : std::move(level[i]);
    }
    level.resize(out);
  }
  return std::move(level[0]);
}

std::string BlockHash(const BlockHeader& block, std::string_view previous) {
  std::string bytes(1, '\2');
  AppendNumber(block.number, &bytes);
  AppendNumber(block.first, &bytes);
  AppendNumber(block.last, &bytes);
  AppendNumber(static_cast<uint64_t>(block.time), &bytes);
  AppendText(block.root, &bytes);
  AppendText(previous, &bytes);
  return Sha256(bytes);
}

void BlockWriter::Begin() {
  commitments_.clear();
  Rows rows = db_.Query(
      "SELECT number, last_token, hash FROM blocks ORDER BY number DESC "
      "LIMIT 1");
  const bool found = rows.Next();
  number_ = found ? rows.Int(0) + 1 : 1;
  before_ = found ? rows.Int(1) : 0;
  previous_ = found ? rows.Text(2) : "";
}

uint64_t BlockWriter::Append(const Event& event) {
  return Append(event, SealPayload(key_, event.payload));
}

uint64_t BlockWriter::Append(const Event& event, const SealedPayload& payload) {
  const uint64_t token = last_token() + 1;
  if (!payload.bytes.empty()) {
    db_.Run("INSERT INTO payloads (event, sealed) VALUES (?1, ?2)", token,
            Blob{payload.bytes});
  }
  db_.Run(
      "INSERT INTO events (token, block, kind, time, site, comment, subject, "
      "code, ground, refers, payload_hash) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
      token, number_, event.kind, event.time, event.site, event.comment,
      event.subject, event.code, event.ground, event.refers,
      Blob{payload.hash});
  time_ = event.time;
  commitments_.push_back(CommitmentAt(token, event, payload.hash));
  return token;
}

void BlockWriter::Close() {
  hash_.clear();
  if (commitments_.empty()) return;
  const BlockHeader block{.number = number_,
                          .first = before_ + 1,
                          .last = last_token(),
                          .time = ToMicros(time_),
                          .root = MerkleRoot(commitments_)};
  hash_ = BlockHash(block, previous_);
  db_.Run(
      "INSERT INTO blocks (number, first_token, last_token, time, root, hash) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      block.number, block.first, block.last, block.time, Blob{block.root},
      Blob{hash_});
}

bool BlockWriter::IsWritten() {
  Rows rows = db_.Query("SELECT hash FROM blocks WHERE number = ?1", number_);
  return rows.Next() && rows.Text(0) == hash_;
}

LogHead ReadHead(Connection* db) {
  Rows rows = db->Query(
      "SELECT number, last_token, hash FROM blocks ORDER BY number DESC "
      "LIMIT 1");
  if (!rows.Next()) return {};
  return {.block = static_cast<uint64_t>(rows.Int(0)),
          .token = static_cast<uint64_t>(rows.Int(1)),
          .hash = ToHex(rows.Text(2))};
}

Event EventFrom(const SealingKey& key, Rows* rows) {
  Event event{.token = static_cast<uint64_t>(rows->Int(0)),
              .kind = rows->As<EventKind>(1),
              .time = rows->Time(2),
              .site = rows->Text(3),
              .comment = rows->Text(4),
              .subject = rows->Text(5),
              .code = static_cast<int>(rows->Int(6)),
              .ground = rows->Text(7),
              .refers = static_cast<uint64_t>(rows->Int(8))};
  // A payload that cannot be opened says no more than one that is erased;
  // CheckLog tells them apart.
  if (auto payload = key.Open(rows->Text(9)); payload.ok())
    event.payload = *std::move(payload);
  return event;
}

}  // namespace crible
