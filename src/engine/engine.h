#ifndef CRIBLE_ENGINE_ENGINE_H_
#define CRIBLE_ENGINE_ENGINE_H_

// The pipeline: one comment in, one decision out. What most callers need:
//
//   Engine engine(bundle);
//   Moderation moderation;                              // one a thread, reused
//   engine.Moderate(comment, &facts, clock.Now(), &moderation);
//   moderation.decision.verdict …
//
// Same comment, same facts, same bundle: the same decision, byte for byte.

#include <atomic>
#include <functional>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "comment/comment.h"
#include "comment/facts.h"
#include "engine/article_words.h"
#include "engine/bundle.h"
#include "engine/moderation.h"

namespace crible {

// Limits of what the engine reads; callers refuse more with a clear error.
inline constexpr size_t kBodyBytesMax = 64 << 10;

// Decides again from the evidence that a finished run holds, as it stands now:
// what the verdict would be without a hit that the caller took out. The comment
// is the run's.
void Redecide(const Comment& comment, Moderation* moderation);

// The same with other settings than the policy's.
void Redecide(const Comment& comment, const Settings& settings,
              Moderation* moderation);

class Engine {
 public:
  explicit Engine(std::shared_ptr<const Bundle> bundle);

  // Decides. The body must be valid UTF-8 of at most kBodyBytesMax bytes.
  // `facts` is asked once. Fills *moderation, which keeps the bundle that
  // decided alive. Safe from any thread, each with its own Moderation; never
  // blocks on a reload.
  void Moderate(const Comment& comment, Facts* facts, absl::Time now,
                Moderation* moderation) const;

  std::shared_ptr<const Bundle> bundle() const;
  // From the next call on. Runs that have begun end with the bundle they began
  // with.
  void Activate(std::shared_ptr<const Bundle> bundle);
  // Activates what `change` makes of the current bundle, one such change after
  // another, so that none is lost beside another.
  void Amend(const std::function<std::shared_ptr<const Bundle>(const Bundle&)>&
                 change);

 private:
  void TakeBundle(Moderation* moderation) const;

  absl::Mutex amend_mutex_;  // before mutex_
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Bundle> bundle_ ABSL_GUARDED_BY(mutex_);
  std::atomic<uint64_t> activation_ = 0;  // changes with bundle_
  mutable ArticleWords article_words_;
};

}  // namespace crible

#endif  // CRIBLE_ENGINE_ENGINE_H_
