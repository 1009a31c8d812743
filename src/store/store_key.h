#ifndef CRIBLE_STORE_STORE_KEY_H_
#define CRIBLE_STORE_STORE_KEY_H_

#include <string>

#include "absl/status/statusor.h"
#include "base/seal.h"
#include "store/database.h"

namespace crible {

// The key in the file `path`, made if neither it nor the database has one yet.
// The database remembers under which key it is sealed: FAILED_PRECONDITION for
// another. A second process that made a key of its own could read nothing of
// the first one's, and nobody would know until it is too late.
absl::StatusOr<SealingKey> LoadStoreKey(const std::string& path,
                                        Connection* db);

}  // namespace crible

#endif  // CRIBLE_STORE_STORE_KEY_H_
