#ifndef CRIBLE_STORE_SQL_STORE_H_
#define CRIBLE_STORE_SQL_STORE_H_

// The store over any engine: one writer, and readers beside it.

#include <memory>
#include <span>
#include <string_view>

#include "absl/status/statusor.h"
#include "store/data_folder.h"
#include "store/database.h"
#include "store/store.h"

namespace crible {

// Brings the database's schema up to date and opens it. The folder holds the
// key, and stays locked as long as the store lives.
absl::StatusOr<std::unique_ptr<Store>> NewSqlStore(
    std::unique_ptr<DataFolder> folder, std::unique_ptr<Database> database,
    std::span<const std::string_view> schema, const StoreOptions& options);

}  // namespace crible

#endif  // CRIBLE_STORE_SQL_STORE_H_
