// Several processes on one PostgreSQL database, and a server that goes away.

#include <atomic>
#include <set>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "store/event_log.h"
#include "store/store_fixture.h"

namespace crible {
namespace {

constexpr int kReplicas = 3;

class ReplicasTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!PostgresDatabases::Get().available())
      GTEST_SKIP() << "Debian's package postgresql-15 is not installed";
    OpenReplicas(PostgresDatabases::Get().Url(folder_ / "data"));
  }

  // Each in a folder of its own, under the key that the first has made.
  void OpenReplicas(const std::string& url) {
    url_ = url;
    for (int i = 0; i < kReplicas; ++i) {
      const std::string folder = folder_ / fmt::format("replica{}", i);
      if (i > 0) {
        std::filesystem::create_directory(folder);
        std::filesystem::copy(DataFolder::KeyIn(folder_ / "replica0"),
                              DataFolder::KeyIn(folder));
      }
      auto store = OpenStore({.folder = folder, .database = url});
      CRIBLE_ASSERT_OK(store);
      replicas_.push_back(*std::move(store));
    }
  }

  static std::string Name(int i) {
    return fmt::format("sites/demo/comments/{}", i);
  }
  static CommentDecision Decision(int i, Verdict verdict = Verdict::kHold) {
    return {.site = "demo",
            .comment = Name(i),
            .content = "content",
            .verdict = verdict,
            .time = kStart + absl::Seconds(i),
            .payload = fmt::format("payload {}", i)};
  }
  void Hold(int count) {
    std::vector<CommitPointer> commits;
    for (int i = 0; i < count; ++i)
      commits.push_back(replicas_[i % kReplicas]->Record(Decision(i)));
    for (const CommitPointer& commit : commits)
      CRIBLE_ASSERT_OK(commit->Wait());
  }
  // Runs `work` with each number from 0 on, on a thread of its own each.
  static void AtOnce(int count, const std::function<void(int)>& work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back(work, i);
    for (std::thread& thread : threads) thread.join();
  }
  std::vector<Event> Events(Store* store, uint64_t token) {
    auto events = store->ReadEvents({.site = "demo", .decisions = true}, token,
                                    1'000'000);
    EXPECT_THAT(events, IsOk());
    return events.ok() ? *std::move(events) : std::vector<Event>();
  }

  static inline const absl::Time kStart = absl::FromUnixSeconds(1'700'000'000);
  TestFolder folder_;
  std::string url_;
  std::vector<std::unique_ptr<Store>> replicas_;
};

TEST_F(ReplicasTest, OneReadsWhatAnotherHasWritten) {
  Hold(1);
  for (const auto& replica : replicas_) {
    const auto comment = replica->FindComment(Name(0));
    CRIBLE_ASSERT_OK(comment);
    ASSERT_TRUE(comment->has_value());
    EXPECT_EQ((*comment)->payload, "payload 0");
  }
}

TEST_F(ReplicasTest, AnOrderAtOneReplicaBindsTheOthers) {
  CommentDecision decision = Decision(1);
  decision.body = "body";
  CRIBLE_ASSERT_OK(replicas_[0]->Record(decision)->Wait());
  const auto before = replicas_[1]->FindRemovals();
  CRIBLE_ASSERT_OK(before);
  const auto order = replicas_[0]->Apply(
      {.subject = "legal", .now = kStart},
      RemovalOrder{.comment = Name(1), .order = "OFAC, 77", .text_bands = {7}});
  CRIBLE_ASSERT_OK(order);
  for (const auto& replica : replicas_) {
    const auto known = replica->FindKnown(
        {.site = "other", .author_id = "eve", .body = "body", .now = kStart});
    CRIBLE_ASSERT_OK(known);
    EXPECT_EQ(known->earlier, EarlierText::kOrderedAway);
    EXPECT_NE(*replica->FindRemovals(), *before);
    const std::vector<uint64_t> bands = {6, 7};
    const auto near = replica->FindKnown({.site = "other",
                                          .author_id = "eve",
                                          .body = "another",
                                          .text_bands = bands,
                                          .now = kStart});
    CRIBLE_ASSERT_OK(near);
    EXPECT_EQ(near->earlier, EarlierText::kNearlyOrdered);
    EXPECT_EQ(near->order, "OFAC, 77");
  }
}

TEST_F(ReplicasTest, AWishAtOneReplicaBindsTheOthersInTheNextRound) {
  const auto objects = [](Store* store) {
    return store
        ->FindKnown({.site = "demo", .traits = {.email = "zoe@exemple.test"}})
        ->wish.objects;
  };
  const auto wish = [&](bool wishes) {
    CRIBLE_ASSERT_OK(replicas_[0]->Apply(
        {.subject = "dpo", .now = kStart},
        AuthorWishes{
            .site = "demo", .email = "zoe@exemple.test", .objects = wishes}));
  };
  for (const bool wishes : {true, false, true}) {
    wish(wishes);
    EXPECT_EQ(objects(replicas_[0].get()), wishes);
    for (const auto& replica : replicas_) {
      CRIBLE_ASSERT_OK(replica->FindRemovals());
      EXPECT_EQ(objects(replica.get()), wishes);
    }
  }
  CRIBLE_ASSERT_OK(replicas_[1]->Erase(
      {.subject = "dpo", .now = kStart},
      {.site = "demo", .traits = {{.email = "zoe@exemple.test"}}}));
  for (const auto& replica : replicas_) {
    CRIBLE_ASSERT_OK(replica->FindRemovals());
    EXPECT_FALSE(objects(replica.get()));
  }
}

// ANALYZE would keep samples where no erasure comes.
TEST_F(ReplicasTest, NoSampleIsTakenOfWhatIsSealed) {
  Hold(400);
  const auto db = *NewPostgresDatabase(url_)->Connect();
  db->RunScript("ANALYZE");
  Rows rows = db->Query(
      "SELECT tablename || '.' || attname FROM pg_stats WHERE schemaname = "
      "'public' AND attname IN ('sealed', 'request_id')");
  EXPECT_FALSE(rows.Next()) << rows.Text(0);
}

TEST_F(ReplicasTest, NoItemIsClaimedTwice) {
  constexpr int kItems = 120;
  Hold(kItems);
  absl::Mutex mutex;
  std::multiset<std::string> claimed;
  AtOnce(2 * kReplicas, [&](int person) {
    while (true) {
      const auto items = replicas_[person % kReplicas]->Claim(
          {.subject = fmt::format("p{}", person),
           .lease = absl::Minutes(2),
           .now = kStart,
           .filter = {.site = "demo"},
           .items_max = 7});
      ASSERT_THAT(items, IsOk());
      if (items->empty()) return;
      absl::MutexLock lock(&mutex);
      for (const ReviewItem& item : *items) claimed.insert(item.comment.name);
    }
  });
  EXPECT_EQ(claimed.size(), static_cast<size_t>(kItems));
  EXPECT_EQ(std::set<std::string>(claimed.begin(), claimed.end()).size(),
            static_cast<size_t>(kItems));
}

TEST_F(ReplicasTest, NoItemIsResolvedTwice) {
  constexpr int kItems = 60;
  Hold(kItems);
  std::atomic<int> won[kItems] = {};
  AtOnce(2 * kReplicas, [&](int person) {
    for (int i = 0; i < kItems; ++i) {
      const auto result = replicas_[person % kReplicas]->Apply(
          {fmt::format("p{}", person), kStart},
          Resolution{.comment = Name(i), .version = 1});
      if (result.ok()) {
        ++won[i];
      } else {
        EXPECT_THAT(result.status(),
                    StatusIs(absl::StatusCode::kAborted, "changed"));
      }
    }
  });
  for (const auto& times : won) EXPECT_EQ(times, 1);
  CRIBLE_ASSERT_OK(replicas_[0]->VerifyLog(""));
}

// Reads on from its last token whenever it is told of a commit.
class Watcher {
 public:
  explicit Watcher(Store* store)
      : store_(*store), listening_(store->Listen([this](uint64_t token) {
          absl::MutexLock lock(&mutex_);
          told_ = std::max(told_, token);
        })) {}

  // Until it has seen as many; false when it is not told of them in time.
  bool Read(uint64_t count) {
    while (seen_ < count) {
      const auto told = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
        return told_ > seen_;
      };
      {
        absl::MutexLock lock(&mutex_);
        if (!mutex_.AwaitWithTimeout(absl::Condition(&told), absl::Seconds(20)))
          return false;
      }
      const auto events =
          store_.ReadEvents({.site = "demo", .decisions = true}, seen_, 7);
      if (!events.ok()) continue;
      for (const Event& event : *events) EXPECT_EQ(event.token, ++seen_);
    }
    return true;
  }

 private:
  Store& store_;
  absl::Mutex mutex_;
  uint64_t told_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t seen_ = 0;
  const std::unique_ptr<Store::Listening> listening_;
};

TEST_F(ReplicasTest, WatchersOnAnyReplicaSeeAllEventsInOrder) {
  constexpr int kEvents = 300;
  AtOnce(kReplicas + 1, [&](int replica) {
    if (replica == kReplicas) return Hold(kEvents);
    EXPECT_TRUE(Watcher(replicas_[replica].get()).Read(kEvents));
  });
}

// A writer that is slow to commit keeps the others waiting: a token is never
// seen before one that is lower.
TEST_F(ReplicasTest, NoEventIsMissedWhileOneWriterIsHeldOpen) {
  Hold(1);
  const auto db = *NewPostgresDatabase(url_)->Connect();
  const SealingKey key =
      *SealingKey::Load(DataFolder::KeyIn(folder_ / "replica0"));
  BlockWriter block(db.get(), &key);
  db->BeginWrite();
  block.Begin();
  EXPECT_EQ(block.Append({.site = "demo", .comment = "slow"}), 2u);
  CRIBLE_ASSERT_OK(db->status());
  const CommitPointer quick = replicas_[1]->Record(Decision(2));
  const auto waits = [&] {
    const auto other = *NewPostgresDatabase(url_)->Connect();
    Rows rows = other->Query(
        "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted "
        "AND database = (SELECT oid FROM pg_database WHERE datname = "
        "current_database())");
    return rows.Next();
  };
  while (!waits()) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_FALSE(quick->settled());
  for (const auto& replica : replicas_)
    EXPECT_EQ(Events(replica.get(), 1).size(), 0u);
  block.Close();
  db->Commit();
  CRIBLE_ASSERT_OK(db->status());
  CRIBLE_ASSERT_OK(quick->Wait());
  for (const auto& replica : replicas_) {
    const std::vector<Event> events = Events(replica.get(), 1);
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[0].comment, "slow");
    EXPECT_EQ(events[1].comment, Name(2));
  }
  CRIBLE_ASSERT_OK(replicas_[0]->VerifyLog(""));
}

TEST_F(ReplicasTest, AReplicaNeedsTheKey) {
  EXPECT_THAT(OpenStore({.folder = folder_ / "stranger", .database = url_}),
              StatusIs(absl::StatusCode::kFailedPrecondition, "not the key"));
}

// A server of its own, since it is killed.
class RestartTest : public ReplicasTest {
 protected:
  void SetUp() override {
    if (!server_.available())
      GTEST_SKIP() << "Debian's package postgresql-15 is not installed";
    OpenReplicas(server_.Url(server_.MakeDatabase()));
  }

  struct Answer {
    std::string comment;
    CommitPointer commit;
  };
  // Records as fast as answers come, until all is done.
  void Load(int replica) {
    for (int i = replica; !done_; i += kReplicas) {
      const Verdict verdict = i % 2 ? Verdict::kAccept : Verdict::kHold;
      const CommentDecision decision = Decision(i, verdict);
      const CommitPointer commit = replicas_[replica]->Record(decision);
      answers_[replica].push_back({decision.comment, commit});
      if (commit->binds() && commit->Wait().ok()) ++written_;
    }
  }
  void AwaitWritten(int more) {
    for (const int goal = written_ + more; written_ < goal;)
      absl::SleepFor(absl::Milliseconds(1));
  }

  std::vector<Answer> answers_[kReplicas];
  std::atomic<bool> done_ = false;
  std::atomic<int> written_ = 0;
  PostgresServer server_;
};

// What was answered OK is there once, what was refused is not there.
TEST_F(RestartTest, NothingIsLostOrDoubledWhenTheServerGoesAway) {
  std::unique_ptr<Watcher> watchers[kReplicas];
  for (int i = 0; i < kReplicas; ++i)
    watchers[i] = std::make_unique<Watcher>(replicas_[i].get());
  AtOnce(kReplicas + 1, [&](int replica) {
    if (replica < kReplicas) return Load(replica);
    for (const char* way : {"restart", "crash", "restart", "crash"}) {
      AwaitWritten(50);
      server_.Do(way);
      if (way == std::string_view("crash")) server_.Do("up");
    }
    AwaitWritten(50);
    done_ = true;
  });
  for (const auto& replica : replicas_) replica->Flush();
  std::multiset<std::string> kept;
  for (const Event& event : Events(replicas_[0].get(), 0))
    kept.insert(event.comment);
  size_t written = 0;
  for (const auto& answers : answers_) {
    for (const auto& [comment, commit] : answers) {
      const absl::Status status = commit->Wait();
      EXPECT_EQ(kept.count(comment), status.ok() ? 1u : 0u) << status;
      written += status.ok();
    }
  }
  EXPECT_EQ(kept.size(), written);
  for (const auto& watcher : watchers) EXPECT_TRUE(watcher->Read(written));
  CRIBLE_ASSERT_OK(replicas_[0]->VerifyLog(""));
}

}  // namespace
}  // namespace crible
