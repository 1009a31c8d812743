#ifndef CRIBLE_STORE_PERSON_ACTS_H_
#define CRIBLE_STORE_PERSON_ACTS_H_

// The acts of person_records.h, each within a write transaction, and what is
// read about them.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "store/group_writer.h"
#include "store/records.h"
#include "store/tables.h"

namespace crible {

absl::StatusOr<uint64_t> ApplyPersonAct(const Actor& actor,
                                        const Restriction& act, Transaction* t);
absl::StatusOr<uint64_t> ApplyPersonAct(const Actor& actor,
                                        const AuthorWishes& act,
                                        Transaction* t);
absl::StatusOr<uint64_t> ApplyPersonAct(const Actor& actor,
                                        const Rectification& act,
                                        Transaction* t);
absl::StatusOr<uint64_t> ApplyPersonAct(const Actor& actor, const Access& act,
                                        Transaction* t);
absl::StatusOr<uint64_t> ApplyPersonAct(const Actor& actor,
                                        const LegalHold& act, Transaction* t);
absl::StatusOr<uint64_t> ApplyPersonAct(const Actor& actor,
                                        const LegalHoldEnd& act,
                                        Transaction* t);
absl::StatusOr<uint64_t> ApplyPersonAct(const Actor& actor,
                                        const RemovalOrder& act,
                                        Transaction* t);

// Whether what is in force is an authority's order.
bool IsOrdered(const CommentRow& row, Connection* db);

// -- Reading ------------------------------------------------------------------

// Names of an author's comments at a site, earliest first.
std::vector<std::string> ListAuthorComments(Connection* db,
                                            const SealingKey& key,
                                            std::string_view site,
                                            std::string_view author_id);
// Names of the comments with the same text, at all sites, this one among them.
std::vector<std::string> ListCopies(Connection* db, std::string_view comment);

// Store::ScanPayloads.
std::vector<StoredPayload> ScanPayloadRows(Connection* db,
                                           const SealingKey& key,
                                           std::string_view site, bool comments,
                                           uint64_t token, int payloads_max);
// The resolution that answered a report, or 0.
uint64_t NoticeAnswerToken(Connection* db, uint64_t notice);
std::vector<HoldRow> ListHoldRows(Connection* db, std::string_view site,
                                  absl::Time now);
std::vector<VaultEntry> ReadVaultRows(Connection* db, const SealingKey& key,
                                      std::string_view comment);

// Store::FindRemovals on one connection.
Removals ReadRemovals(Connection* db);
// Store::ListRemoved on one connection.
Removed ListRemovedSince(const Removals& since, const SealingKey& key,
                         Connection* db);
// Tells the other servers of whom nothing is counted any more, by the event
// `token` that says so.
void AnnounceUncounted(std::span<const uint64_t> authors, uint64_t token,
                       absl::Time now, Transaction* t);

std::vector<Tombstone> ListTombstoneRows(Connection* db);

}  // namespace crible

#endif  // CRIBLE_STORE_PERSON_ACTS_H_
