#ifndef CRIBLE_SERVICE_ROUNDS_H_
#define CRIBLE_SERVICE_ROUNDS_H_

// What the clock does to the queue: held comments expire when they have waited
// for as long as the policy lets them, and those that are held for nothing but
// checks that could not finish are decided again. And what other servers erased
// or removed by order is forgotten here as well.

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "base/clock.h"
#include "base/string_map.h"
#include "crible/v1/comment.pb.h"
#include "engine/engine.h"
#include "service/moderator.h"
#include "store/store.h"

namespace crible {

// For one thread. Several servers with one database may each make rounds: what
// one has done, another's attempt finds changed and leaves.
//
// Nothing expires while a person has claimed it or it is at the desk. What is
// urgent, or stands under prior review, is never published unread, and what
// somebody wrote who objects is not set aside unread: where the policy would,
// it goes to the desk.
class QueueRounds {
 public:
  // All must outlive it. Without a store it does nothing.
  QueueRounds(const Engine* engine, const Clock* clock, Store* store,
              Moderator* moderator)
      : engine_(*engine),
        clock_(*clock),
        store_(store),
        moderator_(*moderator) {
    FollowRemovals();
  }

  // Does what is due, at most some hundred items. Call it each second or so.
  void Run();

 private:
  // How far a site's items have been gone through, and when to go on.
  struct Progress {
    ItemPlace place;
    absl::Time next = absl::InfinitePast();
    absl::Duration pause;
  };

  void FollowRemovals();
  void DecideAgain(const std::string& site, absl::Time now);
  void Expire(const std::string& site, absl::Time now);
  // What becomes of an item; nullopt if it may wait.
  std::optional<Outcome> ExpiryOf(const ReviewItem& item,
                                  const std::string& site, absl::Time now);
  // Whether the author wishes that a person decides.
  bool Objects(const v1::Comment& comment, const std::string& site,
               absl::Time now);
  // Whether nothing of the article is published before a person has read it.
  bool UnderPriorReview(const Settings& settings, const std::string& site,
                        const std::string& article, absl::Time now);

  const Engine& engine_;
  const Clock& clock_;
  Store* const store_;
  Moderator& moderator_;
  Work work_;
  std::optional<Removals> removals_;    // that this server has followed
  StringMap<Progress> again_, expiry_;  // by site
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_ROUNDS_H_
