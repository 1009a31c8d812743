#ifndef CRIBLE_STORE_KNOWN_H_
#define CRIBLE_STORE_KNOWN_H_

#include "base/seal.h"
#include "store/database.h"
#include "store/ordered_texts.h"
#include "store/records.h"
#include "store/seen.h"

namespace crible {

// Store::FindKnown on one connection. Errors of the database stick to it.
// `orders`: null when no text was ordered away.
Known FindKnown(Connection* db, const SealingKey& key,
                const OrderedTexts* orders, const KnownQuery& query);

// False when FindKnown would certainly find nothing.
bool MayKnow(const Seen& seen, const SealingKey& key, const KnownQuery& query);

}  // namespace crible

#endif  // CRIBLE_STORE_KNOWN_H_
