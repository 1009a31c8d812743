// OpenStore, which chooses the engine by the place.

#include <utility>

#include "base/status_macros.h"
#include "store/data_folder.h"
#include "store/erase.h"
#include "store/migrate.h"
#include "store/sql_store.h"
#include "store/store.h"
#include "store/store_place.h"

namespace crible {
namespace {

// What a process that died was about to look for in the files, nobody knows any
// more. A database without tables has nothing to look for.
absl::Status CompactIfDue(Database* database) {
  CRIBLE_ASSIGN_OR_RETURN(const auto db, database->Connect());
  if (!IsSearchDue(db.get())) return absl::OkStatus();
  CRIBLE_RETURN_IF_ERROR(database->Compact());
  SetSearchDue(false, db.get());
  return db->status();
}

absl::StatusOr<std::unique_ptr<Store>> OpenIn(
    const StoreOptions& options,
    absl::StatusOr<std::unique_ptr<DataFolder>> (*open)(const std::string&)) {
  const StorePlace place = {options.folder, options.database};
  CRIBLE_ASSIGN_OR_RETURN(auto database, NewDatabase(place));
  CRIBLE_ASSIGN_OR_RETURN(auto folder, open(options.folder));
  // Whoever cannot do it now finds it due at the next start.
  if (open == DataFolder::Open && database->is_ours())
    CompactIfDue(database.get()).IgnoreError();
  return NewSqlStore(std::move(folder), std::move(database), SchemaOf(place),
                     options);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenStore(const StoreOptions& options) {
  return OpenIn(options, DataFolder::Open);
}

absl::StatusOr<std::unique_ptr<Store>> OpenStoreBeside(
    const StoreOptions& options) {
  return OpenIn(options, DataFolder::OpenBeside);
}

}  // namespace crible
