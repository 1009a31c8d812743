#ifndef CRIBLE_SERVICE_KEY_RING_H_
#define CRIBLE_SERVICE_KEY_RING_H_

// Who calls, and what they may. A caller shows a key in the call's metadata,
// `authorization: Bearer crible_ID_SECRET`.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "base/string_map.h"
#include "service/error.h"
#include "store/store.h"

namespace crible {

enum class KeyScope : uint8_t { kModerate, kReview, kRules, kPrivacy, kAdmin };
inline constexpr size_t kKeyScopes = 5;
std::string_view ScopeName(KeyScope scope);  // "moderate", "review", …
bool IsScope(std::string_view name);

// Who calls. By default this machine's own user, who may do everything.
struct Principal {
  std::string subject = "local";
  uint8_t scopes = 0xff;  // a bit a KeyScope
  bool all_sites = true;
  std::vector<std::string> sites;  // unless all

  bool Has(KeyScope scope) const {
    return (scopes >> static_cast<int>(scope)) & 1;
  }
  bool MaySee(std::string_view site) const;
};

// A new key: what the store keeps, and the words that the caller shows, which
// nobody can read again.
struct NewKey {
  Key key;
  std::string words;
};
NewKey MakeKey(std::string subject, std::vector<std::string> scopes,
               std::vector<std::string> sites, absl::Time now);

// The keys in force. Safe from any thread.
class KeyRing {
 public:
  // Without a store, or as long as it never had a key, callers need none: only
  // for addresses of this machine.
  explicit KeyRing(Store* store) : store_(store) {}

  // Reads the store's keys anew; what was read before stays if it cannot.
  absl::Status Reload();
  // Whether there never was a key.
  bool empty() const;

  // UNAUTHENTICATED without a key in force, PERMISSION_DENIED if it has not the
  // scope.
  RpcStatus Identify(std::string_view authorization, KeyScope scope,
                     std::shared_ptr<const Principal>* principal) const;

 private:
  struct Held {
    std::string hash;
    std::shared_ptr<const Principal> principal;
  };

  Store* const store_;
  mutable absl::Mutex mutex_;
  bool needed_ ABSL_GUARDED_BY(mutex_) = false;
  StringMap<Held> by_id_ ABSL_GUARDED_BY(mutex_);
};

// PERMISSION_DENIED: the key is not for this site.
RpcStatus OtherSiteError();

}  // namespace crible

#endif  // CRIBLE_SERVICE_KEY_RING_H_
