#ifndef CRIBLE_STORE_STORE_H_
#define CRIBLE_STORE_STORE_H_

// What outlives the process: comments with their decisions, the queue, what
// people did, and the log of all of it. Most callers need Record, FindComment
// and Apply:
//
//   CommitPointer commit = store->Record(decision);   // returns at once
//   if (commit->binds()) commit->WhenSettled(answer_the_caller);
//   store->Apply({subject, now}, Resolution{…});      // waits for the disk
//
// tests/store/store_fixture.h begins this page as a test; every engine passes.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/commit.h"
#include "store/records.h"

namespace crible {

// Safe from any thread. Every method may answer UNAVAILABLE when the engine
// cannot be written or read (a full disk, a database that went away); the
// message names the fault and holds nothing of a comment. Nothing is half done
// then, and the same call may be made again. Writes that are answered OK are on
// disk and survive the loss of power.
class Store {
 public:
  virtual ~Store() = default;

  // -- Decisions
  // ---------------------------------------------------------------

  // Keeps a decision: comment, event, author's figures, the queue's item, the
  // call's request_id. A hold or a reject is written with the next group
  // commit; an acceptance waits for company for some milliseconds, and is tried
  // again when it could not be written. The commit settles UNAVAILABLE at once
  // when as much waits as may.
  //
  // The same comment again supersedes: an open item of it is brought up to date
  // or closed. What a person has resolved stays so unless the content differs.
  //
  // `commit` is one that nobody else has submitted; callers make it beforehand
  // so that others can wait for it too.
  virtual void Record(CommentDecision decision, CommitPointer commit) = 0;
  CommitPointer Record(CommentDecision decision) {
    auto commit = std::make_shared<Commit>();
    Record(std::move(decision), commit);
    return commit;
  }

  // What is known of the comment of this name, with the payload of the decision
  // in force; nullopt when nothing is. Sees what has settled.
  virtual absl::StatusOr<std::optional<StoredComment>> FindComment(
      std::string_view name) = 0;

  // Whether other processes may write as well, so that what one of them has
  // decided is known here only when it is asked for.
  virtual bool IsShared() const = 0;

  // The call with this request_id, if it is not older than `oldest`.
  virtual absl::StatusOr<std::optional<StoredCall>> FindCall(
      std::string_view site, std::string_view request_id,
      absl::Time oldest) = 0;

  // Whether the article of this digest must come with its next decision: once a
  // day it is told so of each, and its bytes are then kept for all its
  // comments.
  virtual bool WantsArticle(const std::string& digest, absl::Time now) = 0;

  // 16 bytes, always the same for one store and another purpose: a key for
  // hashes that outlive the process.
  virtual std::string Secret(std::string_view purpose) const = 0;

  // What the engine asks of the world, in one reading.
  virtual absl::StatusOr<Known> FindKnown(const KnownQuery& query) = 0;

  // The content of an article under its hash; nullopt when it is not kept.
  virtual absl::StatusOr<std::optional<std::string>> FindArticle(
      std::string_view digest) = 0;

  // -- Review
  // ------------------------------------------------------------------

  // Open items in the order in which they should be read: by `due`, which is
  // the time since when they wait and an allowance by lane, queue and reports.
  // Nothing starves, because what waits grows due; an urgent item comes before
  // all that has not waited for 30 days. A page begins after `place`; items
  // that come or go meanwhile move no other item to another page.
  virtual absl::StatusOr<std::vector<ReviewItem>> ListItems(
      const ItemFilter& filter, const ItemPlace& place, int items_max,
      absl::Time now) = 0;

  // How many comments of the site are held and wait for a person, at most
  // kHeldCountMax.
  static constexpr uint32_t kHeldCountMax = 100'000;
  virtual absl::StatusOr<uint32_t> CountHeld(std::string_view site) = 0;

  // Sites with an open item; or with one that is held for nothing but checks
  // that could not finish. In the order of their names.
  virtual absl::StatusOr<std::vector<std::string>> ListWaitingSites(
      bool fault_only) = 0;

  // Takes up to `alarms_max` open urgent items whose alarm is due, those due
  // first: nobody else gets them for `lease`, nor ever again after EndAlarm. So
  // an alarm is rung at least once, whatever server ends in the middle.
  virtual absl::StatusOr<std::vector<Alarm>> TakeAlarms(absl::Time now,
                                                        absl::Duration lease,
                                                        int alarms_max) = 0;
  virtual absl::Status EndAlarm(std::string_view comment) = 0;

  // NOT_FOUND when the comment never waited for a person. Open or not.
  virtual absl::StatusOr<ReviewItem> GetItem(std::string_view comment) = 0;

  // The names of what a refusal of the comment would take along.
  virtual absl::StatusOr<std::vector<std::string>> ListReplies(
      std::string_view comment) = 0;

  // NOT_FOUND for one never seen at the site, and never given a status.
  virtual absl::StatusOr<AuthorLine> FindAuthor(std::string_view site,
                                                std::string_view author_id,
                                                int comments_max,
                                                absl::Time now) = 0;

  // The reports of a comment, earliest first.
  virtual absl::StatusOr<std::vector<NoticeRecord>> ListNotices(
      std::string_view comment, int notices_max) = 0;

  // Leases items to a subject. Of the named ones those that another has
  // claimed are left out; a lease of one's own is renewed.
  virtual absl::StatusOr<std::vector<ReviewItem>> Claim(
      const ClaimRequest& request) = 0;

  // Does what people and systems do, one event each, in their order. One result
  // an act: the token of its event, or why not:
  // NOT_FOUND (no such comment, item or resolution), ABORTED (the item is not
  // as it was looked at: look again), FAILED_PRECONDITION (it cannot be done
  // now: closed, claimed by another, not the last resolution, edited since),
  // ALREADY_EXISTS (a Notice whose request_id another comment's has).
  // What was refused changes nothing. A person's Sighting after their first has
  // no event and gives the first's token; so does a Notice whose request_id
  // came before.
  virtual std::vector<absl::StatusOr<uint64_t>> ApplyAll(
      const Actor& actor, std::vector<Act> acts) = 0;
  absl::StatusOr<uint64_t> Apply(const Actor& actor, Act act) {
    std::vector<Act> acts;
    acts.push_back(std::move(act));
    return ApplyAll(actor, std::move(acts))[0];
  }

  // What was observed and decided in [from, to), with examples of the cells
  // where Crible and the site disagree. Goes through all comments of the site.
  virtual absl::StatusOr<std::vector<ObservedCell>> CompareObserved(
      std::string_view site, absl::Time from, absl::Time to,
      int examples_max) = 0;

  // -- The log
  // -----------------------------------------------------------------

  // Events after `token` in the order of the log, at most `events_max`. No
  // event ever appears before one that was read.
  struct EventFilter {
    std::string site;        // required unless one of the following is
    std::string comment;     // what people did to this comment only
    uint64_t cause = 0;      // the answers that this resolution took along
    bool decisions = false;  // of a site: the engine's as well
  };
  virtual absl::StatusOr<std::vector<Event>> ReadEvents(
      const EventFilter& filter, uint64_t token, int events_max) = 0;
  virtual absl::StatusOr<std::optional<Event>> FindEvent(uint64_t token) = 0;

  virtual absl::StatusOr<LogHead> Head() = 0;

  // Reads the whole log. OK when every block follows from its events and from
  // the block before, and, unless `head` is empty, a block has that hash.
  // DATA_LOSS says where it does not. Erased payloads are no fault.
  virtual absl::Status VerifyLog(std::string_view head) = 0;

  // Calls `listener` with the last token after commits that appended events, of
  // this process or another with the same database, on a thread of the store:
  // it must return soon and not call the store. Of this process's own it hears
  // before they settle. Tokens rise; some may be left out. Ends when the result
  // is destroyed, which must happen before the store is.
  class Listening {
   public:
    virtual ~Listening() = default;
  };
  virtual std::unique_ptr<Listening> Listen(
      std::function<void(uint64_t)> listener) = 0;

  // -- Persons (src/service/privacy.h says what they may ask)
  // ---------------------------------------------------------

  // Names of an author's comments at a site, earliest first. By their mark.
  virtual absl::StatusOr<std::vector<std::string>> ListCommentsOf(
      std::string_view site, std::string_view author_id) = 0;
  // Names of all comments with this one's text, at all sites, and its own.
  // Reads all comments.
  virtual absl::StatusOr<std::vector<std::string>> ListCopies(
      std::string_view comment) = 0;

  // Payloads of a site after `token`, unsealed, in their order: by what nobody
  // has a mark of, persons are found by reading all of them.
  enum class PayloadsOf : uint8_t { kComments, kOtherEvents };
  virtual absl::StatusOr<std::vector<StoredPayload>> ScanPayloads(
      std::string_view site, PayloadsOf of, uint64_t token,
      int payloads_max) = 0;

  // Erases, and returns when it is out of sight, queue, learning and figures,
  // and when none of it stands in a file any more; what FindTraces tells is the
  // exception. What is under a legal hold waits, out of sight. After an error
  // call it again: nothing is erased twice. DEADLINE_EXCEEDED when all is
  // erased but old bytes stand in files until somebody has read to an end.
  virtual absl::StatusOr<Erased> Erase(const Actor& actor,
                                       const Erasure& erasure) = 0;
  virtual absl::StatusOr<ErasureTraces> FindTraces() = 0;
  // Whether anything was erased, ordered away or restricted since it was last
  // asked, here or by another process.
  virtual absl::StatusOr<Removals> FindRemovals() = 0;
  // Which comments, and whose.
  virtual absl::StatusOr<Removed> ListRemoved(const Removals& since) = 0;
  // Rewrites the files so that what was erased before stands in none of them.
  // PostgreSQL keeps everybody waiting meanwhile.
  virtual absl::Status Compact() = 0;
  // What was erased from this store; and does it to a copy from before.
  virtual absl::StatusOr<std::vector<Tombstone>> ListTombstones() = 0;
  virtual absl::StatusOr<int64_t> ReplayErasures(
      const Actor& actor, std::vector<Tombstone> tombstones,
      PayloadRewriter rewrite) = 0;

  // The event that answered a report; nullopt while none has.
  virtual absl::StatusOr<std::optional<Event>> FindNoticeAnswer(
      uint64_t notice) = 0;

  // Legal holds of a site in force.
  virtual absl::StatusOr<std::vector<HoldRow>> ListHolds(std::string_view site,
                                                         absl::Time now) = 0;
  // What had to be kept of an erased comment.
  virtual absl::StatusOr<std::vector<VaultEntry>> ReadVault(
      std::string_view comment) = 0;

  // -- Learning (src/jobs builds layers of it)
  // -----------------------------------------------------------------------

  // Live lessons of a site in the order of their hashes.
  virtual absl::StatusOr<std::vector<Lesson>> ListLessons(
      const LessonFilter& filter) = 0;
  virtual absl::StatusOr<std::vector<LessonSource>> ListLessonSources(
      std::string_view site) = 0;
  // All sites with lessons.
  virtual absl::StatusOr<std::vector<SiteLearning>> ListLearning() = 0;

  // -- Keys
  // --------------------------------------------------------------------

  virtual absl::Status AddKey(const Actor& actor, Key key) = 0;
  // NOT_FOUND when there is none, or it is revoked.
  virtual absl::Status RevokeKey(const Actor& actor, std::string_view id) = 0;
  virtual absl::StatusOr<std::vector<Key>> ListKeys() = 0;

  // -- Upkeep
  // ------------------------------------------------------------------

  // Takes away some of what is kept longer than it may be, at most `rows_max`
  // rows of a kind; call it again while it takes any.
  virtual absl::StatusOr<Pruned> Prune(const Retention& retention,
                                       absl::Time now, int rows_max) = 0;

  // Puts some of the open items in lists by which ListItems finds words, texts,
  // links and persons; true when there was any to put: call it again. Those
  // that are in none yet are found as well, one by one. From one thread.
  virtual absl::StatusOr<bool> IndexItems(absl::Time now) = 0;

  // Copies the store, as it is at one moment, into a new folder that OpenStore
  // can open; others go on writing. ALREADY_EXISTS when there is one.
  virtual absl::Status Backup(const std::string& folder) = 0;

  // Returns when all that was recorded before has settled.
  virtual void Flush() = 0;
};

struct StoreOptions {
  // Made if missing, for this user alone. It holds the key under which all that
  // tells of persons is sealed, and SQLite's database.
  std::string folder;
  // postgresql://…, or empty for SQLite. Any number of processes may open one,
  // each with a folder of its own and a copy of the same key in it: the first
  // makes the key, the others are refused without it.
  std::string database;
  // Decisions that may wait to be written.
  size_t waiting_max = 20000;
  // How long an acceptance waits for company.
  absl::Duration linger = absl::Milliseconds(50);
  // For IndexItems; without it nothing is found by its words.
  WordsOf words_of;
};

// Opens the database, brings its schema up to date and keeps a lock on the
// folder. FAILED_PRECONDITION when another process has the folder open, a newer
// program wrote the database, or the folder's key is not that of the database.
absl::StatusOr<std::unique_ptr<Store>> OpenStore(const StoreOptions& options);

// The same beside a server that has the folder open, for what is done to
// lessons by hand. What comes by it must be no comment, call or author that
// SQLite's server would have to know of (store/seen.h). The server hears of it
// with its next commit.
absl::StatusOr<std::unique_ptr<Store>> OpenStoreBeside(
    const StoreOptions& options);

}  // namespace crible

#endif  // CRIBLE_STORE_STORE_H_
