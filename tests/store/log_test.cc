// The log: order, watchers, and that nobody changes it unnoticed.

#include <atomic>
#include <thread>

#include "store/store_fixture.h"

namespace crible {
namespace {

TEST_P(StoreContract, ReadsEventsFromAToken) {
  Record(Decision(1));
  Record(Decision(2, Verdict::kAccept));
  const auto first = Resolve(1, Outcome::kReject);
  CRIBLE_ASSERT_OK(first);
  CommentDecision elsewhere = Decision(3);
  elsewhere.site = "other";
  Record(elsewhere);
  CRIBLE_ASSERT_OK(store_->Apply(By("ann"), Undo{.resolution = *first}));
  const auto read = [&](bool decisions, uint64_t token, int max) {
    auto events = store_->ReadEvents({.site = "demo", .decisions = decisions},
                                     token, max);
    EXPECT_THAT(events, IsOk());
    std::vector<std::pair<uint64_t, EventKind>> found;
    for (const Event& event : *events)
      found.emplace_back(event.token, event.kind);
    return found;
  };
  using testing::ElementsAre;
  using testing::Pair;
  EXPECT_THAT(
      read(true, 0, 10),
      ElementsAre(Pair(1, EventKind::kDecision), Pair(2, EventKind::kDecision),
                  Pair(3, EventKind::kResolution), Pair(5, EventKind::kUndo)));
  EXPECT_THAT(read(false, 0, 10), ElementsAre(Pair(3, EventKind::kResolution),
                                              Pair(5, EventKind::kUndo)));
  EXPECT_THAT(read(false, 3, 10), ElementsAre(Pair(5, EventKind::kUndo)));
  EXPECT_THAT(read(true, 0, 1), ElementsAre(Pair(1, EventKind::kDecision)));
}

// Many write at once; one who reads on from the last token that it has seen
// misses nothing and sees nothing twice.
TEST_P(StoreContract, AWatcherMissesNothing) {
  constexpr int kWriters = 4, kEach = 100;
  std::atomic<uint64_t> told = 0;
  const auto listening = store_->Listen([&](uint64_t token) { told = token; });
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < kEach; ++i) {
        const CommitPointer commit =
            store_->Record(Decision(1 + writer * kEach + i));
        if (i % 5 == 0) {
          EXPECT_THAT(commit->Wait(), IsOk());
        }
      }
    });
  }
  uint64_t token = 0;
  while (token < kWriters * kEach) {
    const auto events =
        store_->ReadEvents({.site = "demo", .decisions = true}, token, 7);
    CRIBLE_ASSERT_OK(events);
    for (const Event& event : *events) ASSERT_EQ(event.token, ++token);
  }
  for (std::thread& writer : writers) writer.join();
  store_->Flush();
  EXPECT_EQ(told, static_cast<uint64_t>(kWriters * kEach));
  EXPECT_EQ(store_->Head()->token, static_cast<uint64_t>(kWriters * kEach));
  CRIBLE_ASSERT_OK(store_->VerifyLog(""));
}

TEST_P(StoreContract, NobodyIsToldAfterwards) {
  std::atomic<int> told = 0;
  auto listening = store_->Listen([&](uint64_t) { ++told; });
  Record(Decision(1));
  EXPECT_EQ(told, 1);
  listening.reset();
  Record(Decision(2));
  EXPECT_EQ(told, 1);
}

TEST_P(StoreContract, TheLogIsOneChainOverRestarts) {
  EXPECT_EQ(store_->Head()->hash, "");
  CRIBLE_ASSERT_OK(store_->VerifyLog(""));
  Record(Decision(1));
  const LogHead before = *store_->Head();
  Open();
  Record(Decision(2));
  const LogHead after = *store_->Head();
  EXPECT_EQ(after.block, before.block + 1);
  EXPECT_NE(after.hash, before.hash);
  CRIBLE_ASSERT_OK(store_->VerifyLog(before.hash));
  CRIBLE_ASSERT_OK(store_->VerifyLog(after.hash));
  EXPECT_THAT(store_->VerifyLog(std::string(64, '0')),
              StatusIs(absl::StatusCode::kDataLoss, "no block"));
}

TEST_P(StoreContract, FindsWhatWasTamperedWith) {
  const struct {
    const char* name;
    const char* sql;
    const char* want;  // a part of what is said; "" for OK
  } kCases[] = {
      {"nothing", "", ""},
      {"an erased payload is sound", "DELETE FROM payloads WHERE event = 2",
       ""},
      {"edited", "UPDATE events SET ground = 'spam' WHERE token = 3",
       "an event of block 3 was changed"},
      {"edited subject", "UPDATE events SET subject = 'bob' WHERE token = 3",
       "an event of block 3 was changed"},
      {"edited payload",
       "UPDATE payloads SET sealed = (SELECT sealed FROM payloads WHERE "
       "event = 1) WHERE event = 2",
       "payload of event 2"},
      {"removed", "DELETE FROM events WHERE token = 2", "event 2 of block 2"},
      {"reordered",
       "UPDATE events SET token = -1 WHERE token = 1;"
       "UPDATE events SET token = 1 WHERE token = 2;"
       "UPDATE events SET token = 2 WHERE token = -1;"
       "DELETE FROM payloads",
       "an event of block 1 was changed"},
      {"a block removed",
       "DELETE FROM events WHERE token = 2; DELETE FROM blocks WHERE "
       "number = 2",
       "block 2 is missing"},
      {"cut tail",
       "DELETE FROM events WHERE token > 2; DELETE FROM blocks WHERE "
       "number > 2",
       "no block has this hash"},
      {"written on",
       "INSERT INTO events SELECT 9, block, kind, time, site, comment, "
       "subject, code, ground, refers, payload_hash FROM events WHERE "
       "token = 1",
       "after the last block"},
  };
  int number = 0;
  for (const auto& test : kCases) {
    SCOPED_TRACE(test.name);
    const std::string folder = folder_ / fmt::format("tampered{}", ++number);
    std::string head;
    {
      store_ = *GetParam().Open(folder);
      Record(Decision(1));
      Record(Decision(2));
      CRIBLE_ASSERT_OK(Resolve(1, Outcome::kReject));
      head = store_->Head()->hash;
      store_.reset();
    }
    const auto db = *GetParam().DatabaseIn(folder)->Connect();
    db->RunScript(test.sql);
    CRIBLE_ASSERT_OK(db->status());
    store_ = *GetParam().Open(folder);
    const absl::Status status = store_->VerifyLog(head);
    if (*test.want == '\0') {
      EXPECT_THAT(status, IsOk());
    } else {
      EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss, test.want));
    }
  }
}

}  // namespace
}  // namespace crible
