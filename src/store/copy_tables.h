#ifndef CRIBLE_STORE_COPY_TABLES_H_
#define CRIBLE_STORE_COPY_TABLES_H_

#include "absl/status/status.h"
#include "store/database.h"

namespace crible {

// Copies all rows of one database, as they are at one moment, into another that
// has the last schema and no rows, whatever their engines. All or nothing.
absl::Status CopyTables(Connection* from, Connection* to);

}  // namespace crible

#endif  // CRIBLE_STORE_COPY_TABLES_H_
