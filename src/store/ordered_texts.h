#ifndef CRIBLE_STORE_ORDERED_TEXTS_H_
#define CRIBLE_STORE_ORDERED_TEXTS_H_

// The texts that authorities have ordered away, in memory: orders are few, and
// every comment is compared with them.

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "base/seal.h"
#include "store/database.h"

namespace crible {

// Safe from any thread.
class OrderedTexts {
 public:
  explicit OrderedTexts(const SealingKey* key) : key_(*key) {}

  // Reads all anew. Errors of the database stick to it, and leave what was.
  void Load(Connection* db) ABSL_LOCKS_EXCLUDED(mutex_);

  // The last order that Load has read; 0: none.
  uint64_t last() const { return last_.load(std::memory_order_acquire); }

  // The order about a text that has one of these bands in common, as it was
  // entered: may be empty. nullopt: there is none.
  std::optional<std::string> FindNear(std::span<const uint64_t> bands) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // The same about the text of this mark itself, by the database, which knows
  // what another server has written a moment ago.
  static std::optional<std::string> FindExact(Connection* db,
                                              const SealingKey& key,
                                              const std::string& body_mark);

  // What is sealed beside a text's mark. Of orders from before nothing is.
  static std::string Pack(std::string_view order,
                          std::span<const uint64_t> bands);

 private:
  const SealingKey& key_;
  std::atomic<uint64_t> last_ = 0;
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<uint64_t, std::string> by_band_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace crible

#endif  // CRIBLE_STORE_ORDERED_TEXTS_H_
