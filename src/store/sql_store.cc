#include "store/sql_store.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "base/status_macros.h"
#include "base/string_map.h"
#include "fmt/format.h"
#include "store/alarms.h"
#include "store/erase.h"
#include "store/event_log.h"
#include "store/event_rows.h"
#include "store/group_writer.h"
#include "store/known.h"
#include "store/lessons.h"
#include "store/listeners.h"
#include "store/migrate.h"
#include "store/notices.h"
#include "store/observed.h"
#include "store/ordered_texts.h"
#include "store/person_acts.h"
#include "store/readers.h"
#include "store/recent_articles.h"
#include "store/review_items.h"
#include "store/seen.h"
#include "store/store_key.h"
#include "store/store_place.h"
#include "store/tables.h"
#include "store/term_parts.h"
#include "store/upkeep.h"
#include "store/wishes.h"

namespace crible {
namespace {

using Urgency = GroupWriter::Urgency;

class SqlStore : public Store {
 public:
  SqlStore(std::unique_ptr<DataFolder> folder,
           std::unique_ptr<Database> database, const SealingKey& key,
           std::unique_ptr<Connection> writer, const StoreOptions& options)
      : folder_(std::move(folder)),
        database_(std::move(database)),
        key_(key),
        orders_(&key_),
        wishes_(&key_),
        words_of_(options.words_of),
        readers_(database_.get()),
        writer_(
            std::move(writer), &key_,
            {.waiting_max = options.waiting_max,
             .linger = options.linger,
             .seen = database_->is_ours() ? &seen_ : nullptr,
             .committed = [this](uint64_t token) { listeners_.Tell(token); }}),
        watching_(database_->Watch(
            [this](uint64_t token) { listeners_.Tell(token); })) {
    if (const auto db = readers_.Take(); db.ok()) {
      orders_.Load(db->get());
      wishes_.Load(db->get());
    }
    if (database_->is_ours()) filler_ = std::thread([this] { Fill(); });
  }
  ~SqlStore() override {
    stop_filling_ = true;
    if (filler_.joinable()) filler_.join();
  }

  void Record(CommentDecision decision, CommitPointer commit) override {
    const Urgency urgency = decision.verdict == Verdict::kAccept
                                ? Urgency::kSoon
                                : Urgency::kNowSure;
    std::string name = decision.comment;
    writer_.Submit([prepared = Prepare(std::move(decision), key_)](
                       Transaction* t) { return RecordDecision(prepared, t); },
                   urgency, std::move(commit), std::move(name));
  }

  absl::StatusOr<std::optional<StoredComment>> FindComment(
      std::string_view name) override {
    if (!seen_.MayHave(Seen::Kind::kComment, name)) return std::nullopt;
    return Read(
        [&](Connection* db) { return FindStoredComment(db, key_, name); });
  }

  bool IsShared() const override { return !database_->is_ours(); }

  absl::StatusOr<std::optional<StoredCall>> FindCall(
      std::string_view site, std::string_view request_id,
      absl::Time oldest) override {
    if (!seen_.MayHave(Seen::Kind::kCall, site, request_id))
      return std::nullopt;
    return Read([&](Connection* db) {
      return FindStoredCall(db, key_, site, request_id, oldest);
    });
  }

  bool WantsArticle(const std::string& digest, absl::Time now) override {
    return articles_.Want(digest, now);
  }

  std::string Secret(std::string_view purpose) const override {
    return key_.Mark("secret", purpose);
  }

  absl::StatusOr<Known> FindKnown(const KnownQuery& query) override {
    // Where others write too, an order may have come by another server.
    const bool asks_orders = orders_.last() != 0 || !database_->is_ours();
    Known known;
    if (asks_orders || MayKnow(seen_, key_, query)) {
      CRIBLE_ASSIGN_OR_RETURN(known, Read([&](Connection* db) {
                                return crible::FindKnown(
                                    db, key_, asks_orders ? &orders_ : nullptr,
                                    query);
                              }));
    }
    known.wish.Add(wishes_.Find(query.site, query.traits));
    return known;
  }

  absl::StatusOr<std::optional<std::string>> FindArticle(
      std::string_view digest) override {
    return Read([&](Connection* db) { return FindArticleBytes(db, digest); });
  }

  absl::StatusOr<std::vector<ReviewItem>> ListItems(const ItemFilter& filter,
                                                    const ItemPlace& place,
                                                    int items_max,
                                                    absl::Time now) override {
    return Read([&](Connection* db) {
      return crible::ListItems(db, key_, words_of_, filter, place, items_max,
                               now);
    });
  }

  absl::StatusOr<uint32_t> CountHeld(std::string_view site) override {
    return Read([&](Connection* db) { return CountHeldItems(db, site); });
  }

  absl::StatusOr<std::vector<std::string>> ListWaitingSites(
      bool fault_only) override {
    return Read([&](Connection* db) { return WaitingSites(db, fault_only); });
  }

  absl::StatusOr<std::vector<Alarm>> TakeAlarms(absl::Time now,
                                                absl::Duration lease,
                                                int alarms_max) override {
    // Most of the time there is none, and nobody need wait for the disk.
    CRIBLE_ASSIGN_OR_RETURN(const bool due, Read([&](Connection* db) {
                              return IsAlarmDue(db, now);
                            }));
    if (!due) return std::vector<Alarm>();
    return writer_.WriteFor([=](Transaction* t) {
      return crible::TakeAlarms(now, lease, alarms_max, t);
    });
  }
  absl::Status EndAlarm(std::string_view comment) override {
    return Write([comment = std::string(comment)](Transaction* t) {
      crible::EndAlarm(comment, t);
      return absl::OkStatus();
    });
  }

  absl::StatusOr<ReviewItem> GetItem(std::string_view comment) override {
    CRIBLE_ASSIGN_OR_RETURN(auto item, Read([&](Connection* db) {
                              return FindReviewItem(db, key_, comment);
                            }));
    if (!item) return absl::NotFoundError("the comment waits for nobody");
    return *std::move(item);
  }

  absl::StatusOr<std::vector<std::string>> ListReplies(
      std::string_view comment) override {
    return Read([&](Connection* db) {
      std::vector<std::string> names;
      for (CommentRow& reply : RepliesTo(db, std::string(comment)))
        names.push_back(std::move(reply.name));
      return names;
    });
  }

  absl::StatusOr<AuthorLine> FindAuthor(std::string_view site,
                                        std::string_view author_id,
                                        int comments_max,
                                        absl::Time now) override {
    CRIBLE_ASSIGN_OR_RETURN(auto line, Read([&](Connection* db) {
                              return FindAuthorLine(db, key_, site, author_id,
                                                    comments_max, now);
                            }));
    if (!line) return absl::NotFoundError("nothing is kept of this author");
    return *std::move(line);
  }

  absl::StatusOr<std::vector<NoticeRecord>> ListNotices(
      std::string_view comment, int notices_max) override {
    return Read([&](Connection* db) {
      return crible::ListNotices(db, comment, notices_max);
    });
  }

  absl::StatusOr<std::vector<ReviewItem>> Claim(
      const ClaimRequest& request) override {
    return writer_.WriteFor(
        [=](Transaction* t) { return ClaimItems(request, t); });
  }

  absl::StatusOr<std::vector<ObservedCell>> CompareObserved(
      std::string_view site, absl::Time from, absl::Time to,
      int examples_max) override {
    return Read([&](Connection* db) {
      return crible::CompareObserved(db, site, from, to, examples_max);
    });
  }

  std::vector<absl::StatusOr<uint64_t>> ApplyAll(
      const Actor& actor, std::vector<Act> acts) override {
    struct Applied {
      CommitPointer commit;
      std::shared_ptr<uint64_t> token;
    };
    std::vector<Applied> applied;
    for (Act& act : acts) {
      auto token = std::make_shared<uint64_t>(0);
      auto operation = [this, actor, act = std::move(act),
                        token](Transaction* t) {
        const auto result = ApplyAct(actor, act, t);
        if (std::holds_alternative<RemovalOrder>(act)) orders_.Load(&t->db);
        if (std::holds_alternative<AuthorWishes>(act)) wishes_.Load(&t->db);
        if (result.ok()) *token = *result;
        return result.status();
      };
      applied.push_back(
          {writer_.Submit(std::move(operation), Urgency::kNow), token});
    }
    std::vector<absl::StatusOr<uint64_t>> results;
    for (const Applied& one : applied) {
      const absl::Status status = one.commit->Wait();
      if (status.ok()) {
        results.emplace_back(*one.token);
      } else {
        results.emplace_back(status);
      }
    }
    return results;
  }

  absl::StatusOr<std::vector<Event>> ReadEvents(const EventFilter& filter,
                                                uint64_t token,
                                                int events_max) override {
    return Read([&](Connection* db) {
      return ReadEventRows(db, key_, filter, token, events_max);
    });
  }

  absl::StatusOr<std::optional<Event>> FindEvent(uint64_t token) override {
    return Read([&](Connection* db) { return FindEventRow(db, key_, token); });
  }

  absl::StatusOr<LogHead> Head() override { return Read(ReadHead); }

  absl::Status VerifyLog(std::string_view head) override {
    CRIBLE_ASSIGN_OR_RETURN(const Readers::Lent db, readers_.Take());
    db->BeginRead();  // one moment, whatever is written beside
    const absl::Status status = CheckLog(db.get(), head);
    db->Rollback();
    return status;
  }

  std::unique_ptr<Listening> Listen(
      std::function<void(uint64_t)> listener) override {
    return listeners_.Add(std::move(listener));
  }

  absl::StatusOr<std::vector<std::string>> ListCommentsOf(
      std::string_view site, std::string_view author_id) override {
    return Read([&](Connection* db) {
      return ListAuthorComments(db, key_, site, author_id);
    });
  }
  absl::StatusOr<std::vector<std::string>> ListCopies(
      std::string_view comment) override {
    return Read(
        [&](Connection* db) { return crible::ListCopies(db, comment); });
  }
  absl::StatusOr<std::vector<StoredPayload>> ScanPayloads(
      std::string_view site, PayloadsOf of, uint64_t token,
      int payloads_max) override {
    return Read([&](Connection* db) {
      return ScanPayloadRows(db, key_, site, of == PayloadsOf::kComments, token,
                             payloads_max);
    });
  }
  absl::StatusOr<std::optional<Event>> FindNoticeAnswer(
      uint64_t notice) override {
    return Read([&](Connection* db) -> std::optional<Event> {
      const uint64_t answer = NoticeAnswerToken(db, notice);
      if (answer == 0) return std::nullopt;
      return FindEventRow(db, key_, answer);
    });
  }
  absl::StatusOr<std::vector<HoldRow>> ListHolds(std::string_view site,
                                                 absl::Time now) override {
    return Read([&](Connection* db) { return ListHoldRows(db, site, now); });
  }
  absl::StatusOr<std::vector<VaultEntry>> ReadVault(
      std::string_view comment) override {
    return Read(
        [&](Connection* db) { return ReadVaultRows(db, key_, comment); });
  }

  absl::StatusOr<Removals> FindRemovals() override {
    return Read([&](Connection* db) {
      const Removals removals = ReadRemovals(db);
      if (removals.ordered != orders_.last()) orders_.Load(db);
      wishes_.Follow(db);
      return removals;
    });
  }
  absl::StatusOr<Removed> ListRemoved(const Removals& since) override {
    return Read(
        [&](Connection* db) { return ListRemovedSince(since, key_, db); });
  }
  absl::StatusOr<Erased> Erase(const Actor& actor,
                               const Erasure& erasure) override {
    ++erasures_;
    Erased erased;
    const absl::Status status = EraseInSlices(
        actor, erasure,
        [this](auto operation) { return Write(std::move(operation)); },
        &erased);
    // A wish that is still known for a second does no harm.
    if (erased.wishes > 0) FindRemovals().status().IgnoreError();
    const absl::Status purged = EndErasure(erased.gone);
    CRIBLE_RETURN_IF_ERROR(status);
    CRIBLE_RETURN_IF_ERROR(purged);
    return erased;
  }

  absl::StatusOr<std::vector<Tombstone>> ListTombstones() override {
    return Read(ListTombstoneRows);
  }
  absl::StatusOr<int64_t> ReplayErasures(const Actor& actor,
                                         std::vector<Tombstone> tombstones,
                                         PayloadRewriter rewrite) override {
    const auto count = writer_.WriteFor([=](Transaction* t) {
      return ReplayAll(actor, tombstones, rewrite, t);
    });
    CRIBLE_RETURN_IF_ERROR(count.status());
    CRIBLE_RETURN_IF_ERROR(database_->Compact());
    return count;
  }
  absl::StatusOr<ErasureTraces> FindTraces() override {
    return database_->Traces();
  }
  absl::Status Compact() override { return database_->Compact(); }

  absl::StatusOr<std::vector<Lesson>> ListLessons(
      const LessonFilter& filter) override {
    return Read(
        [&](Connection* db) { return ListLessonRows(db, key_, filter); });
  }
  absl::StatusOr<std::vector<LessonSource>> ListLessonSources(
      std::string_view site) override {
    return Read(
        [&](Connection* db) { return crible::ListLessonSources(db, site); });
  }
  absl::StatusOr<std::vector<SiteLearning>> ListLearning() override {
    return Read(ListLearningRows);
  }

  absl::Status AddKey(const Actor& actor, Key key) override {
    return Write([actor, key = std::move(key)](Transaction* t) {
      return AddKeyRow(actor, key, t);
    });
  }
  absl::Status RevokeKey(const Actor& actor, std::string_view id) override {
    return Write([actor, id = std::string(id)](Transaction* t) {
      return RevokeKeyRow(actor, id, t);
    });
  }
  absl::StatusOr<std::vector<Key>> ListKeys() override {
    return Read(ListKeyRows);
  }

  absl::StatusOr<Pruned> Prune(const Retention& retention, absl::Time now,
                               int rows_max) override {
    ++erasures_;
    auto pruned = writer_.WriteFor([=, this](Transaction* t) {
      Pruned pruned = PruneOnce(retention, now, rows_max, t);
      orders_.Load(&t->db);
      return pruned;
    });
    if (pruned.ok() && !pruned->gone.empty()) {
      CRIBLE_RETURN_IF_ERROR(EndErasure(pruned->gone));
    } else {
      --erasures_;
    }
    return pruned;
  }

  absl::StatusOr<bool> IndexItems(absl::Time now) override {
    if (words_of_ == nullptr) return false;
    CRIBLE_ASSIGN_OR_RETURN(
        const auto part, Read([&](Connection* db) {
          const auto range = NextPart(now, &term_pace_, db);
          return range ? std::make_shared<const BuiltPart>(
                             BuildPart(*range, key_, words_of_, db))
                       : nullptr;
        }));
    if (part == nullptr) return false;
    const absl::Status put =
        Write([part](Transaction* t) { return PutPart(*part, t); });
    if (!put.ok() && !absl::IsAborted(put)) return put;
    return true;
  }

  absl::Status Backup(const std::string& to) override {
    return DataFolder::Copy(database_.get(), folder_->path(), to);
  }

  void Flush() override { writer_.Flush(); }

 private:
  // `read` fills its result from a connection; a failure of the database goes
  // before it.
  template <typename Function>
  auto Read(const Function& read)
      -> absl::StatusOr<decltype(read(std::declval<Connection*>()))> {
    CRIBLE_ASSIGN_OR_RETURN(const Readers::Lent db, readers_.Take());
    auto result = read(db.get());
    CRIBLE_RETURN_IF_ERROR(db->status());
    return result;
  }

  void Fill() {
    const auto db = database_->Connect();
    if (db.ok()) FillSeen(db->get(), stop_filling_, &seen_);
  }

  // Looks for what an erasure took away, and for what others could not find out
  // about. One at a time, so that whoever notes that nothing is due any more
  // knows of all.
  absl::Status EndErasure(std::span<const std::string> gone)
      ABSL_LOCKS_EXCLUDED(purge_mutex_) {
    absl::MutexLock lock(&purge_mutex_);
    const absl::Status purged = database_->Purge(gone);
    --erasures_;
    CRIBLE_RETURN_IF_ERROR(purged);
    const auto due = Read(IsSearchDue);
    if (!due.ok() || !*due) return absl::OkStatus();
    // Left standing, it costs a compaction at the next start.
    Write([this](Transaction* t) {
      if (erasures_ == 0) SetSearchDue(false, &t->db);
      return absl::OkStatus();
    }).IgnoreError();
    return absl::OkStatus();
  }

  absl::Status Write(GroupWriter::Operation operation) {
    return writer_.Submit(std::move(operation), Urgency::kNow)->Wait();
  }

  const std::unique_ptr<DataFolder> folder_;
  const std::unique_ptr<Database> database_;
  const SealingKey key_;
  // Those of other servers are known when FindRemovals has told of them.
  OrderedTexts orders_;
  Wishes wishes_;
  const WordsOf words_of_;
  Readers readers_;
  Listeners listeners_;
  Seen seen_;  // never complete where others write
  RecentArticles articles_;
  std::atomic<int> erasures_ = 0;  // begun, and their bytes not looked for
  absl::Mutex purge_mutex_;
  TermPace term_pace_;  // of the one thread that calls IndexItems
  GroupWriter writer_;
  const std::unique_ptr<Database::Watching> watching_;
  std::atomic<bool> stop_filling_ = false;
  std::thread filler_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> NewSqlStore(
    std::unique_ptr<DataFolder> folder, std::unique_ptr<Database> database,
    std::span<const std::string_view> schema, const StoreOptions& options) {
  CRIBLE_ASSIGN_OR_RETURN(auto writer, database->Connect());
  CRIBLE_RETURN_IF_ERROR(Migrate(schema, writer.get()));
  CRIBLE_ASSIGN_OR_RETURN(const SealingKey key,
                          LoadStoreKey(folder->key(), writer.get()));
  return std::make_unique<SqlStore>(std::move(folder), std::move(database), key,
                                    std::move(writer), options);
}

}  // namespace crible
