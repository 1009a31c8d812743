#ifndef CRIBLE_STORE_REVIEW_ITEMS_H_
#define CRIBLE_STORE_REVIEW_ITEMS_H_

// Store::ListItems, GetItem and Claim on one connection. Errors of the database
// stick to it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/seal.h"
#include "store/database.h"
#include "store/group_writer.h"
#include "store/records.h"

namespace crible {

std::vector<ReviewItem> ListItems(Connection* db, const SealingKey& key,
                                  const WordsOf& words_of,
                                  const ItemFilter& filter,
                                  const ItemPlace& place, int items_max,
                                  absl::Time now);

std::optional<ReviewItem> FindReviewItem(Connection* db, const SealingKey& key,
                                         std::string_view comment);

std::optional<StoredComment> FindStoredComment(Connection* db,
                                               const SealingKey& key,
                                               std::string_view name);
// Not one whose comment is erased.
std::optional<StoredCall> FindStoredCall(Connection* db, const SealingKey& key,
                                         std::string_view site,
                                         std::string_view request_id,
                                         absl::Time oldest);

// Store::FindAuthor.
std::optional<AuthorLine> FindAuthorLine(Connection* db, const SealingKey& key,
                                         std::string_view site,
                                         std::string_view author_id,
                                         int comments_max, absl::Time now);

// Store::CountHeld on one connection.
uint32_t CountHeldItems(Connection* db, std::string_view site);
std::vector<std::string> WaitingSites(Connection* db, bool fault_only);

// Within a write transaction.
std::vector<ReviewItem> ClaimItems(const ClaimRequest& request, Transaction* t);
// Who works keeps all that they have in hand at the site for two more minutes.
void RenewClaims(std::string_view site, const Actor& actor, Connection* db);

}  // namespace crible

#endif  // CRIBLE_STORE_REVIEW_ITEMS_H_
