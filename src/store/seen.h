#ifndef CRIBLE_STORE_SEEN_H_
#define CRIBLE_STORE_SEEN_H_

// Which comments, calls, authors and article modes were ever kept: most that
// arrive were not, and then nobody needs to look into the database. "No" is
// certain, "maybe" is not. For a database that one process alone writes.
//
// A Bloom filter in blocks of one cache line (Putze, Sanders, Singler 2007)
// that grows by further ones of twice the size.

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "base/keyed_hash.h"
#include "store/database.h"

namespace crible {

// Safe from any thread. 12 bits a text; above kTextsMax it gives up, and all
// are "maybe" again.
class Seen {
 public:
  Seen();
  ~Seen();

  enum class Kind : char {
    kComment,      // name
    kCall,         // site, request_id
    kAuthor,       // site, mark
    kArticleMode,  // article's name
  };
  static constexpr int64_t kTextsMax = int64_t{1} << 25;

  // Before what it is about is committed.
  void Add(Kind kind, std::string_view text, std::string_view more = {});

  // True until SetComplete().
  bool MayHave(Kind kind, std::string_view text,
               std::string_view more = {}) const;

  // All that the database had was added.
  void SetComplete() { complete_ = true; }
  bool complete() const { return complete_; }

 private:
  class Filter;

  Hash128 HashOf(Kind kind, std::string_view text, std::string_view more) const;
  Filter* Grow(Filter* full);

  static constexpr int kFiltersMax = 9;  // 2^17, 2^18 … 2^25 texts
  const KeyedHash hash_;
  std::atomic<bool> complete_ = false;
  std::atomic<int> count_ = 0;  // of filters
  absl::Mutex mutex_;           // held to grow
  std::array<std::unique_ptr<Filter>, kFiltersMax> filters_;
};

// Adds all that the database has, in slices, until `stop`; then it is complete.
// Errors of the database leave it incomplete.
void FillSeen(Connection* db, const std::atomic<bool>& stop, Seen* seen);

}  // namespace crible

#endif  // CRIBLE_STORE_SEEN_H_
