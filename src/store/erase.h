#ifndef CRIBLE_STORE_ERASE_H_
#define CRIBLE_STORE_ERASE_H_

// Taking away what is kept of comments and persons, within a write transaction.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "store/group_writer.h"
#include "store/records.h"
#include "store/tables.h"

namespace crible {

// The rows of a comment; its payloads, its author's figures and, if it had an
// item, that one's terms stay: see ForgetTerms.
void EraseCommentRows(int64_t id, Connection* db);

int64_t ErasePayload(uint64_t event, Connection* db);

// The end of the legal hold under which a comment is; InfinitePast() if none.
absl::Time HeldUntil(const CommentRow& row, absl::Time now, Connection* db);

// Store::Erase but for the files; `write` runs an operation in a transaction
// and waits for it. Others write between the slices.
// After an error *erased holds what was done until then.
absl::Status EraseInSlices(
    const Actor& actor, const Erasure& erasure,
    const std::function<absl::Status(GroupWriter::Operation)>& write,
    Erased* erased);

// Erases what waits for the end of legal holds that are over; what the vault
// and the list of erasures have kept long enough goes as well. The number of
// rows; appends to *gone what Database::Purge is to look for.
int64_t EraseWhatWaited(absl::Time now, absl::Duration tombstones, int rows_max,
                        std::vector<std::string>* gone, Transaction* t);

// Whether something was erased whose bytes nobody has looked for in the files.
// An erasure notes it in its own transaction, as a process that dies forgets
// which bytes they are: then all is to be written anew.
void SetSearchDue(bool due, Connection* db);
bool IsSearchDue(Connection* db);

// Erases in `t` what others had erased from the store that this is a copy of.
// The number of comments and payloads.
int64_t ReplayAll(const Actor& actor, std::span<const Tombstone> tombstones,
                  const PayloadRewriter& rewrite, Transaction* t);

}  // namespace crible

#endif  // CRIBLE_STORE_ERASE_H_
