#ifndef CRIBLE_SERVICE_MODERATOR_H_
#define CRIBLE_SERVICE_MODERATOR_H_

// The one code path of the three moderation methods, and explanations: a
// request that could be read in, a decision or an error out. Knows nothing of
// how requests travel.

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/keyed_hash.h"
#include "comment/facts.h"
#include "crible/v1/moderation_service.pb.h"
#include "crible/v1/rule_service.pb.h"
#include "engine/engine.h"
#include "engine/moderation.h"
#include "service/article_book.h"
#include "service/decision_memory.h"
#include "service/error.h"
#include "service/key_ring.h"
#include "store/store.h"

namespace crible {

// Who acts when Crible does something by itself.
inline constexpr std::string_view kOwnSubject = "crible";

// Who waits for the answer.
class Caller {
 public:
  virtual ~Caller() = default;
  // False once the call's time is over or the caller has gone away.
  virtual bool Waits() const = 0;
  virtual const Principal& principal() const {
    static const Principal local;
    return local;
  }
};

// The room to work on a request. Pooled: keeps its capacity.
struct Work {
  // The answer: a serialized v1::Decision.
  std::string decision;

  // Room for requests, for those who have none of their own.
  v1::ModerateCommentRequest request;
  v1::BatchModerateCommentsRequest batch;
  std::string answers;

  Moderation moderation;
  Article article;
  Comment comment;
  std::string name;
  std::string bytes;
  // Of the decision; see Moderator::MustWait.
  CommitPointer commit;
};

// By a key of the store; without one by a key of this process.
KeyedHash IdentityHash(const Store* store);

class Moderator {
 public:
  // All must outlive the Moderator and be safe from any thread. Without a store
  // nothing outlives the process.
  Moderator(const Engine* engine, Facts* facts, const Clock* clock,
            const DecisionMemory::Options& memory, Store* store = nullptr);

  // Decides on *request, which it may change; fills work->decision if the
  // result is OK. `articles` may be null; paths in errors begin with
  // `path_prefix`. While MustWait(), the decision may not be answered.
  RpcStatus Moderate(const Caller& caller, const ArticleBook* articles,
                     std::string_view path_prefix,
                     v1::ModerateCommentRequest* request, Work* work);

  // Whether work->decision has to wait until work->commit has settled: a hold
  // or a reject is on disk before it is answered. NotRecordedError() if it
  // fails.
  static bool MustWait(const Work& work) {
    return work.commit != nullptr && work.commit->binds();
  }

  // Decides again, with what is kept of it, about a comment that is held for
  // nothing but checks that could not finish. The event's subject is
  // kOwnSubject. When decided, work->commit tells what becomes of it: ABORTED
  // if the comment no longer waits for that.
  enum class Again : uint8_t {
    kDecided,
    kStillFaulty,  // a check did not finish this time either: nothing is kept
    kNot,          // nothing is kept of it, or somebody was faster
  };
  Again DecideAgain(const StoredComment& stored, Work* work);

  RpcStatus Explain(const Caller& caller,
                    const v1::ExplainCommentRequest& request,
                    v1::Explanation* out);

  // Of a comment that was erased: nothing of it is answered any more.
  void Forget(std::string_view comment) { memory_.Forget(hash_(comment)); }

  // A call later is answered from the store, if that still has it.
  void ForgetAll() { memory_.ForgetAll(); }

  // Takes back what was counted over time of comments, by their names, and by
  // authors, as AuthorFactHash has them. Reads all counts: for erasure and
  // restriction.
  void Uncount(std::span<const std::string> comments,
               std::span<const uint64_t> authors = {});

  DecisionMemory& memory() { return memory_; }
  // Of contents and names, by a key of the store, or of this process.
  const KeyedHash& hash() const { return hash_; }

 private:
  struct Identity;

  Identity Identify(const v1::ModerateCommentRequest& request,
                    const BookedArticle* booked, Work* work) const;
  bool MayBeOvertaken(const RememberedDecision& held) const;
  // In memory, else in the store; null when nothing is remembered.
  DecisionMemory::Pointer FindComment(const Hash128& hash,
                                      std::string_view name, absl::Time now);
  std::shared_ptr<const DecisionMemory::Request> FindRequest(
      const Identity& identity, std::string_view request_id, absl::Time now);
  RpcStatus Decide(const v1::ModerateCommentRequest& request,
                   const Identity& identity, absl::Time now, Work* work);
  DecisionMemory::Pointer DecideAnew(const v1::ModerateCommentRequest& request,
                                     const Identity& identity,
                                     const DecisionMemory::Pointer& held,
                                     absl::Time now, Work* work);
  void Keep(const v1::ModerateCommentRequest& request, const Identity& identity,
            const RememberedDecision& decided, bool again, absl::Time now,
            const Work& work);

  const Engine& engine_;
  Facts& facts_;
  const Clock& clock_;
  Store* const store_;
  const KeyedHash hash_;
  DecisionMemory memory_;
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_MODERATOR_H_
