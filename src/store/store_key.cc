#include "store/store_key.h"

#include <cstring>
#include <optional>

#include "base/localized_status.h"
#include "base/status_macros.h"

namespace crible {

absl::StatusOr<SealingKey> LoadStoreKey(const std::string& path,
                                        Connection* db) {
  db->BeginWrite();
  std::optional<int64_t> sealed_under;
  {
    Rows rows = db->Query("SELECT value FROM marks WHERE name = 'sealing_key'");
    if (rows.Next()) sealed_under = rows.Int(0);
  }
  CRIBLE_RETURN_IF_ERROR(db->status());
  auto key =
      sealed_under ? SealingKey::Load(path) : SealingKey::LoadOrCreate(path);
  if (!key.ok() && !sealed_under) return key;
  int64_t mark = 0;
  if (key.ok()) std::memcpy(&mark, key->Mark("key", "").data(), sizeof(mark));
  if (sealed_under && *sealed_under != mark) {
    return LocalizedError(
        absl::StatusCode::kFailedPrecondition,
        FormatBoth(
            "{} n'est pas la clé de cette base : copier celle du serveur "
            "qui s'en sert déjà, ou celle de la sauvegarde",
            "{} is not the key of this database: copy the one of the "
            "server that uses it already, or of the backup",
            path));
  }
  if (!sealed_under)
    db->Run("INSERT INTO marks (name, value) VALUES ('sealing_key', ?1)", mark);
  db->Commit();
  CRIBLE_RETURN_IF_ERROR(db->status());
  return key;
}

}  // namespace crible
