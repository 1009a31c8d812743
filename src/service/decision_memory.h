#ifndef CRIBLE_SERVICE_DECISION_MEMORY_H_
#define CRIBLE_SERVICE_DECISION_MEMORY_H_

// What was decided lately: makes a comment sent again the same comment, and a
// call repeated the same call (the table in proto/README.md). In memory, within
// bounds; what is forgotten is decided anew. Keys and contents are hashes by
// one secret key (base/keyed_hash.h), of texts that strangers choose.

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "base/keyed_hash.h"
#include "service/bounded_cache.h"
#include "store/commit.h"

namespace crible {

struct RememberedDecision {
  Hash128 content;    // of all that rules and models read
  Hash128 id;         // of the decision, the last part of its name
  std::string bytes;  // a serialized v1::Decision with texts of all languages
  CommitPointer commit;  // until when it may not be answered; null: it may
};

class DecisionMemory {
 public:
  struct Options {
    size_t entries_max = 200000;          // of each of the two tables
    size_t bytes_max = size_t{64} << 20;  // of each of the two tables
    absl::Duration age_max = absl::Hours(24);
  };
  using Pointer = std::shared_ptr<const RememberedDecision>;

  explicit DecisionMemory(const Options& options);

  // The last decision on the comment of this name, or null.
  Pointer FindComment(const Hash128& name, absl::Time now);

  // Remembers a decision. If another call has meanwhile decided on the same
  // content, its decision stays, unless `replace`. Returns the one that holds.
  Pointer RememberComment(const Hash128& name, Pointer decision, bool replace,
                          absl::Time now);

  // A call by its request_id at a site. `content` is a hash of all that it
  // asked.
  struct Request {
    Hash128 content;
    Pointer decision;
  };
  std::shared_ptr<const Request> FindRequest(const Hash128& request,
                                             absl::Time now);
  // The first call with an id stays. Returns the one that holds.
  std::shared_ptr<const Request> RememberRequest(const Hash128& id,
                                                 Request request,
                                                 absl::Time now);

  // Forgets what was decided about a comment, and all calls: a store still
  // knows those.
  void Forget(const Hash128& name) {
    comments_.Erase(name);
    requests_.Clear();
  }

  void ForgetAll() {
    comments_.Clear();
    requests_.Clear();
  }

  size_t comments() { return comments_.size(); }
  size_t requests() { return requests_.size(); }

 private:
  BoundedCache<RememberedDecision> comments_;
  BoundedCache<Request> requests_;
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_DECISION_MEMORY_H_
