#ifndef CRIBLE_STORE_SQLITE_DATABASE_H_
#define CRIBLE_STORE_SQLITE_DATABASE_H_

#include <memory>
#include <string>

#include "store/database.h"

namespace crible {

// A file of SQLite in WAL mode with synchronous=FULL: what is committed
// survives the loss of power. Erased rows are overwritten (secure_delete).
// The file need not exist.
std::unique_ptr<Database> NewSqliteDatabase(const std::string& path);

}  // namespace crible

#endif  // CRIBLE_STORE_SQLITE_DATABASE_H_
