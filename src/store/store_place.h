#ifndef CRIBLE_STORE_STORE_PLACE_H_
#define CRIBLE_STORE_STORE_PLACE_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "store/database.h"

namespace crible {

// Where a store is kept.
struct StorePlace {
  std::string folder;    // the key, the lock, and SQLite's database
  std::string database;  // postgresql://…, or empty for SQLite in the folder

  bool is_postgres() const { return !database.empty(); }
  // For people: the folder, and the database without user and password.
  std::string Shown() const;
};

// Connects to nothing yet. INVALID_ARGUMENT, in both languages, for a URL that
// is none of PostgreSQL; it is not quoted, as it may hold a password.
absl::StatusOr<std::unique_ptr<Database>> NewDatabase(const StorePlace& place);

// The schema's versions for the engine of the place (store/migrate.h).
std::span<const std::string_view> SchemaOf(const StorePlace& place);

}  // namespace crible

#endif  // CRIBLE_STORE_STORE_PLACE_H_
