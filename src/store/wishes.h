#ifndef CRIBLE_STORE_WISHES_H_
#define CRIBLE_STORE_WISHES_H_

// What persons wish who are told by an e-mail address, a network address or a
// name: in memory, as wishes are few and every comment is compared with them.
// An author id needs none of this: it has a row of `authors`.

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "base/seal.h"
#include "base/string_map.h"
#include "store/database.h"
#include "store/records.h"

namespace crible {

enum class TraitKind : uint8_t { kEmail = 1, kAddress = 2, kName = 3 };

struct TraitMark {
  TraitKind kind;
  std::string mark;
};
// Keyed marks of what is not empty, at a site; the same for another case, other
// accents, spaces around.
std::vector<TraitMark> TraitMarks(const SealingKey& key, std::string_view site,
                                  const TraitViews& traits);

// Safe from any thread.
class Wishes {
 public:
  explicit Wishes(const SealingKey* key) : key_(*key) {}

  // Reads all anew. Errors of the database stick to it, and leave what was.
  void Load(Connection* db) ABSL_LOCKS_EXCLUDED(mutex_);
  // The same if another process has changed anything since.
  void Follow(Connection* db) ABSL_LOCKS_EXCLUDED(mutex_);

  // What holds for whoever comes with any of these. Where nobody wishes
  // anything it costs the look at a flag.
  PersonWish Find(std::string_view site, const TraitViews& traits) const
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Site {
    bool has[4] = {};  // by TraitKind
    absl::flat_hash_map<std::string, PersonWish> by_mark;
  };

  const SealingKey& key_;
  std::atomic<bool> any_ = false;
  std::atomic<int64_t> version_ = 0;
  mutable absl::Mutex mutex_;
  StringMap<Site> sites_ ABSL_GUARDED_BY(mutex_);
};

// Within a write transaction: what `act` wishes for its traits, from event
// `token` on.
void SetWishes(const AuthorWishes& act, uint64_t token, const SealingKey& key,
               Connection* db);

// The wish of a mark ends. Whether there was one.
bool EndWish(std::string_view site, const std::string& mark, Connection* db);

}  // namespace crible

#endif  // CRIBLE_STORE_WISHES_H_
