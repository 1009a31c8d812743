#ifndef CRIBLE_STORE_POSTGRES_DATABASE_H_
#define CRIBLE_STORE_POSTGRES_DATABASE_H_

#include <memory>
#include <string>
#include <string_view>

#include "store/database.h"

namespace crible {

// A database of PostgreSQL 15 by its URL, postgresql://user@host/name?…, for
// any number of processes at once: their writers take turns, one lock on the
// head of the log for all. The database must exist; its tables need not.
//
// Within a write transaction, statements whose rows nobody wants are sent
// without waiting for the server, so that a far server costs one way there and
// back a question, not a statement.
std::unique_ptr<Database> NewPostgresDatabase(const std::string& url);

bool IsPostgresUrl(std::string_view text);

}  // namespace crible

#endif  // CRIBLE_STORE_POSTGRES_DATABASE_H_
