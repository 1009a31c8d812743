// A server with one planted fault, so that tests/chaos/run is seen to find it.
//
//   crible_chaos_program early-answer|no-fsync|skip-event MODELS DATA [URL]
//
// early-answer  holds and rejects are answered before they are on disk
// no-fsync      SQLite is told that its bytes are on disk, and they are not
// skip-event    a watcher is not given every fiftieth event

#include <dlfcn.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "server/run.h"
#include "store/store.h"

namespace {
bool forgets_to_sync = false;
}  // namespace

// Goes before the library's own, which SQLite would call.
extern "C" int fdatasync(int fd) {
  if (forgets_to_sync) return 0;
  static auto* const next =
      reinterpret_cast<int (*)(int)>(dlsym(RTLD_NEXT, "fdatasync"));
  return next(fd);
}

namespace crible {
namespace {

// Passes everything on.
class PassingStore : public Store {
 public:
  explicit PassingStore(std::unique_ptr<Store> store)
      : store_(std::move(store)) {}
  void Record(CommentDecision decision, CommitPointer commit) override {
    store_->Record(std::move(decision), std::move(commit));
  }
  absl::StatusOr<std::optional<StoredComment>> FindComment(
      std::string_view name) override {
    return store_->FindComment(name);
  }
  absl::StatusOr<std::optional<StoredCall>> FindCall(
      std::string_view site, std::string_view id, absl::Time oldest) override {
    return store_->FindCall(site, id, oldest);
  }
  bool IsShared() const override { return store_->IsShared(); }
  bool WantsArticle(const std::string& digest, absl::Time now) override {
    return store_->WantsArticle(digest, now);
  }
  std::string Secret(std::string_view purpose) const override {
    return store_->Secret(purpose);
  }
  absl::StatusOr<Known> FindKnown(const KnownQuery& query) override {
    return store_->FindKnown(query);
  }
  absl::StatusOr<std::optional<std::string>> FindArticle(
      std::string_view digest) override {
    return store_->FindArticle(digest);
  }
  absl::StatusOr<std::vector<ReviewItem>> ListItems(const ItemFilter& filter,
                                                    const ItemPlace& place,
                                                    int items_max,
                                                    absl::Time now) override {
    return store_->ListItems(filter, place, items_max, now);
  }
  absl::StatusOr<uint32_t> CountHeld(std::string_view site) override {
    return store_->CountHeld(site);
  }
  absl::StatusOr<std::vector<std::string>> ListWaitingSites(
      bool fault_only) override {
    return store_->ListWaitingSites(fault_only);
  }
  absl::StatusOr<std::vector<Alarm>> TakeAlarms(absl::Time now,
                                                absl::Duration lease,
                                                int alarms_max) override {
    return store_->TakeAlarms(now, lease, alarms_max);
  }
  absl::Status EndAlarm(std::string_view comment) override {
    return store_->EndAlarm(comment);
  }
  absl::StatusOr<ReviewItem> GetItem(std::string_view comment) override {
    return store_->GetItem(comment);
  }
  absl::StatusOr<std::vector<std::string>> ListReplies(
      std::string_view comment) override {
    return store_->ListReplies(comment);
  }
  absl::StatusOr<AuthorLine> FindAuthor(std::string_view site,
                                        std::string_view author_id,
                                        int comments_max,
                                        absl::Time now) override {
    return store_->FindAuthor(site, author_id, comments_max, now);
  }
  absl::StatusOr<std::vector<NoticeRecord>> ListNotices(
      std::string_view comment, int notices_max) override {
    return store_->ListNotices(comment, notices_max);
  }
  absl::StatusOr<std::vector<ReviewItem>> Claim(
      const ClaimRequest& request) override {
    return store_->Claim(request);
  }
  absl::StatusOr<std::vector<ObservedCell>> CompareObserved(
      std::string_view site, absl::Time from, absl::Time to,
      int examples_max) override {
    return store_->CompareObserved(site, from, to, examples_max);
  }
  std::vector<absl::StatusOr<uint64_t>> ApplyAll(
      const Actor& actor, std::vector<Act> acts) override {
    return store_->ApplyAll(actor, std::move(acts));
  }
  absl::StatusOr<std::vector<Event>> ReadEvents(const EventFilter& filter,
                                                uint64_t token,
                                                int events_max) override {
    return store_->ReadEvents(filter, token, events_max);
  }
  absl::StatusOr<std::optional<Event>> FindEvent(uint64_t token) override {
    return store_->FindEvent(token);
  }
  absl::StatusOr<LogHead> Head() override { return store_->Head(); }
  absl::Status VerifyLog(std::string_view head) override {
    return store_->VerifyLog(head);
  }
  std::unique_ptr<Listening> Listen(
      std::function<void(uint64_t)> listener) override {
    return store_->Listen(std::move(listener));
  }
  absl::StatusOr<std::vector<std::string>> ListCommentsOf(
      std::string_view site, std::string_view author_id) override {
    return store_->ListCommentsOf(site, author_id);
  }
  absl::StatusOr<std::vector<std::string>> ListCopies(
      std::string_view comment) override {
    return store_->ListCopies(comment);
  }
  absl::StatusOr<std::vector<StoredPayload>> ScanPayloads(std::string_view site,
                                                          PayloadsOf of,
                                                          uint64_t token,
                                                          int max) override {
    return store_->ScanPayloads(site, of, token, max);
  }
  absl::StatusOr<Erased> Erase(const Actor& actor,
                               const Erasure& erasure) override {
    return store_->Erase(actor, erasure);
  }
  absl::StatusOr<ErasureTraces> FindTraces() override {
    return store_->FindTraces();
  }
  absl::StatusOr<Removals> FindRemovals() override {
    return store_->FindRemovals();
  }
  absl::StatusOr<Removed> ListRemoved(const Removals& since) override {
    return store_->ListRemoved(since);
  }
  absl::Status Compact() override { return store_->Compact(); }
  absl::StatusOr<std::vector<Tombstone>> ListTombstones() override {
    return store_->ListTombstones();
  }
  absl::StatusOr<int64_t> ReplayErasures(const Actor& actor,
                                         std::vector<Tombstone> tombstones,
                                         PayloadRewriter rewrite) override {
    return store_->ReplayErasures(actor, std::move(tombstones),
                                  std::move(rewrite));
  }
  absl::StatusOr<std::optional<Event>> FindNoticeAnswer(
      uint64_t notice) override {
    return store_->FindNoticeAnswer(notice);
  }
  absl::StatusOr<std::vector<HoldRow>> ListHolds(std::string_view site,
                                                 absl::Time now) override {
    return store_->ListHolds(site, now);
  }
  absl::StatusOr<std::vector<VaultEntry>> ReadVault(
      std::string_view comment) override {
    return store_->ReadVault(comment);
  }
  absl::StatusOr<std::vector<Lesson>> ListLessons(
      const LessonFilter& filter) override {
    return store_->ListLessons(filter);
  }
  absl::StatusOr<std::vector<LessonSource>> ListLessonSources(
      std::string_view site) override {
    return store_->ListLessonSources(site);
  }
  absl::StatusOr<std::vector<SiteLearning>> ListLearning() override {
    return store_->ListLearning();
  }
  absl::Status AddKey(const Actor& actor, Key key) override {
    return store_->AddKey(actor, std::move(key));
  }
  absl::Status RevokeKey(const Actor& actor, std::string_view id) override {
    return store_->RevokeKey(actor, id);
  }
  absl::StatusOr<std::vector<Key>> ListKeys() override {
    return store_->ListKeys();
  }
  absl::StatusOr<Pruned> Prune(const Retention& retention, absl::Time now,
                               int rows_max) override {
    return store_->Prune(retention, now, rows_max);
  }
  absl::StatusOr<bool> IndexItems(absl::Time now) override {
    return store_->IndexItems(now);
  }
  absl::Status Backup(const std::string& folder) override {
    return store_->Backup(folder);
  }
  void Flush() override { store_->Flush(); }

 protected:
  const std::unique_ptr<Store> store_;
};

class EarlyAnswerStore : public PassingStore {
 public:
  using PassingStore::PassingStore;
  void Record(CommentDecision decision, CommitPointer commit) override {
    commit->set_binds(false);
    commit->Settle(absl::OkStatus());
    // Never joined: this program ends by being killed.
    std::thread([store = store_.get(), decision = std::move(decision)] {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      store->Record(decision, std::make_shared<Commit>());
    }).detach();
  }
};

class SkipEventStore : public PassingStore {
 public:
  using PassingStore::PassingStore;
  absl::StatusOr<std::vector<Event>> ReadEvents(const EventFilter& filter,
                                                uint64_t token,
                                                int events_max) override {
    auto events = store_->ReadEvents(filter, token, events_max);
    // What is asked for in large pages is the check itself.
    if (events.ok() && events_max < 1000) {
      std::erase_if(*events,
                    [](const Event& event) { return event.token % 50 == 0; });
    }
    return events;
  }
};

std::unique_ptr<Store> Hurt(std::string_view fault,
                            std::unique_ptr<Store> store) {
  if (fault == "early-answer")
    return std::make_unique<EarlyAnswerStore>(std::move(store));
  if (fault == "skip-event")
    return std::make_unique<SkipEventStore>(std::move(store));
  return store;
}

int Serve(std::string_view fault, char** arguments) {
  RunOptions options;
  options.models = arguments[0];
  options.data = arguments[1];
  if (arguments[2] != nullptr) options.database = arguments[2];
  options.language = options.server.language = UiLanguage::kEnglish;
  options.server.address = "127.0.0.1:0";
  options.wrap_store = [fault](std::unique_ptr<Store> store) {
    return Hurt(fault, std::move(store));
  };
  const absl::Status status = Run(options);
  if (!status.ok()) std::cerr << status.ToString() << "\n";
  return status.ok() ? 0 : 1;
}

}  // namespace
}  // namespace crible

int main(int argc, char** argv) {
  const std::string_view fault = argc == 4 || argc == 5 ? argv[1] : "";
  forgets_to_sync = fault == "no-fsync";
  if (fault == "early-answer" || fault == "skip-event" || forgets_to_sync)
    return crible::Serve(fault, argv + 2);
  std::cerr << "usage: crible_chaos_program early-answer|no-fsync|skip-event "
               "MODELS DATA [URL]\n";
  return 2;
}
