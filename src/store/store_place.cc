#include "store/store_place.h"

#include "base/localized_status.h"
#include "fmt/format.h"
#include "store/data_folder.h"
#include "store/migrate.h"
#include "store/postgres_database.h"
#include "store/postgres_session.h"
#include "store/sqlite_database.h"

namespace crible {

std::string StorePlace::Shown() const {
  return is_postgres()
             ? fmt::format("{}, {}", folder, PostgresUrlWithoutUser(database))
             : folder;
}

absl::StatusOr<std::unique_ptr<Database>> NewDatabase(const StorePlace& place) {
  if (!place.is_postgres())
    return NewSqliteDatabase(DataFolder::DatabaseIn(place.folder));
  if (IsPostgresUrl(place.database)) return NewPostgresDatabase(place.database);
  return LocalizedError(
      absl::StatusCode::kInvalidArgument,
      FormatBoth("la base s'écrit postgresql://utilisateur@hôte/nom",
                 "a database is written postgresql://user@host/name"));
}

std::span<const std::string_view> SchemaOf(const StorePlace& place) {
  return place.is_postgres() ? PostgresSchema() : SqliteSchema();
}

}  // namespace crible
