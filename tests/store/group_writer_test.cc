#include "store/group_writer.h"

#include <signal.h>
#include <sys/resource.h>

#include <atomic>

#include "absl/synchronization/notification.h"
#include "store/seen.h"
#include "store/store_fixture.h"

namespace crible {
namespace {

using Urgency = GroupWriter::Urgency;

class GroupWriterTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_ / "data");
    database_ = NewSqliteDatabase(folder_ / "data/test.db");
    db_ = *database_->Connect();
    db_->RunScript(
        "CREATE TABLE blocks (number INTEGER PRIMARY KEY, first_token, "
        "last_token, time, root, hash);"
        "CREATE TABLE marks (value INTEGER);");
    CRIBLE_ASSERT_OK(db_->status());
  }
  std::unique_ptr<GroupWriter> Writer(GroupWriter::Options options) {
    return std::make_unique<GroupWriter>(*database_->Connect(), &key_,
                                         std::move(options));
  }
  static GroupWriter::Operation Insert(int value) {
    return [value](Transaction* t) {
      t->db.Run("INSERT INTO marks VALUES (?1)", value);
      return absl::OkStatus();
    };
  }
  // Blocks the writer until told to go on.
  GroupWriter::Operation Gate() {
    return [this](Transaction*) {
      begun_.Notify();
      go_on_.WaitForNotification();
      return absl::OkStatus();
    };
  }
  int64_t Count() {
    Rows rows = db_->Query("SELECT count(*) FROM marks");
    return rows.Next() ? rows.Int(0) : -1;
  }

  TestFolder folder_;
  const SealingKey key_ = *SealingKey::LoadOrCreate(folder_ / "key");
  std::unique_ptr<Database> database_;
  std::unique_ptr<Connection> db_;
  absl::Notification begun_, go_on_;
};

TEST_F(GroupWriterTest, WritesWhatCameMeanwhileTogether) {
  const auto writer = Writer({});
  writer->Submit(Gate(), Urgency::kNow);
  begun_.WaitForNotification();
  std::vector<CommitPointer> commits;
  for (int i = 0; i < 100; ++i)
    commits.push_back(writer->Submit(Insert(i), Urgency::kNow));
  std::atomic<int64_t> seen = 0;
  commits[0]->WhenSettled([&](const absl::Status& status) {
    EXPECT_THAT(status, IsOk());
    seen = Count();
  });
  go_on_.Notify();
  for (const CommitPointer& commit : commits)
    EXPECT_THAT(commit->Wait(), IsOk());
  EXPECT_EQ(seen, 100);  // the first knew of all
}

TEST_F(GroupWriterTest, ARefusalIsUndoneAlone) {
  const auto writer = Writer({});
  writer->Submit(Gate(), Urgency::kNow);
  begun_.WaitForNotification();
  const auto before = writer->Submit(Insert(1), Urgency::kNow);
  const auto refused = writer->Submit(
      [](Transaction* t) {
        t->db.Run("INSERT INTO marks VALUES (2)");
        return absl::AbortedError("no");
      },
      Urgency::kNow);
  const auto after = writer->Submit(Insert(3), Urgency::kNow);
  go_on_.Notify();
  EXPECT_THAT(before->Wait(), IsOk());
  EXPECT_THAT(refused->Wait(), StatusIs(absl::StatusCode::kAborted, "no"));
  EXPECT_THAT(after->Wait(), IsOk());
  EXPECT_EQ(Count(), 2);
}

// Neither those of its group are told so, nor is it tried for ever.
TEST_F(GroupWriterTest, WhatCanNeverBeWrittenIsLeftOutAlone) {
  db_->RunScript("CREATE UNIQUE INDEX once ON marks (value);");
  const auto writer = Writer({});
  writer->Submit(Gate(), Urgency::kNow);
  begun_.WaitForNotification();
  std::vector<CommitPointer> commits;
  for (const int value : {1, 2, 2, 3}) {
    commits.push_back(writer->Submit(
        Insert(value), value == 1 ? Urgency::kNow : Urgency::kSoon));
  }
  go_on_.Notify();
  writer->Flush();
  EXPECT_THAT(commits[0]->Wait(), IsOk());
  EXPECT_THAT(commits[1]->Wait(), IsOk());
  EXPECT_THAT(commits[2]->Wait(),
              StatusIs(absl::StatusCode::kInvalidArgument, "constraint"));
  EXPECT_THAT(commits[3]->Wait(), IsOk());
  EXPECT_EQ(Count(), 3);
}

TEST_F(GroupWriterTest, BindsAndRefusesWhenTooMuchWaits) {
  const auto writer = Writer({.waiting_max = 4, .ahead_max = 2});
  writer->Submit(Gate(), Urgency::kNow);
  begun_.WaitForNotification();
  std::vector<CommitPointer> commits;
  for (int i = 0; i < 5; ++i)
    commits.push_back(writer->Submit(Insert(i), Urgency::kSoon));
  EXPECT_FALSE(commits[1]->binds());
  EXPECT_TRUE(commits[2]->binds());
  EXPECT_TRUE(commits[4]->settled());
  EXPECT_THAT(commits[4]->Wait(),
              StatusIs(absl::StatusCode::kUnavailable, "more waits"));
  go_on_.Notify();
  writer->Flush();
  EXPECT_EQ(Count(), 4);
}

// But never what is about the same comment.
TEST_F(GroupWriterTest, WhoWaitsForTheDiskGoesFirst) {
  Seen seen;
  const auto writer = Writer({.seen = &seen});
  writer->Submit(Gate(), Urgency::kNow);
  begun_.WaitForNotification();
  const auto submit = [&](int value, Urgency urgency, const char* name) {
    auto commit = std::make_shared<Commit>();
    writer->Submit(Insert(value), urgency, commit, name);
    return commit;
  };
  std::vector<CommitPointer> commits;
  for (int i = 0; i < 1000; ++i)
    commits.push_back(submit(i, Urgency::kSoon, i == 999 ? "b" : "a"));
  const auto first = submit(1000, Urgency::kNowSure, "c");
  const auto behind = submit(1001, Urgency::kNowSure, "b");
  go_on_.Notify();
  EXPECT_THAT(first->Wait(), IsOk());
  EXPECT_THAT(behind->Wait(), IsOk());
  Rows rows = db_->Query("SELECT value FROM marks ORDER BY rowid");
  std::vector<int64_t> values;
  while (rows.Next()) values.push_back(rows.Int(0));
  ASSERT_EQ(values.size(), 1002u);
  EXPECT_EQ(values.front(), 1000);
  EXPECT_EQ(values.back(), 1001);
  writer->Flush();
  const auto later = submit(1002, Urgency::kNowSure, "b");
  EXPECT_THAT(later->Wait(), IsOk());
}

// With the pause so long that only Full() ends it.
TEST_F(GroupWriterTest, AfterManyAcceptancesTheNextCommitWaitsForCompany) {
  std::atomic<int> written = 0;
  const auto writer =
      Writer({.linger = absl::Hours(1), .pause = absl::Hours(1)});
  const auto accept = [&](int count) {
    for (int i = 0; i < count; ++i) writer->Submit(Insert(i), Urgency::kSoon);
    writer->Flush();
  };
  const auto write = [&written](Transaction*) {
    ++written;
    return absl::OkStatus();
  };
  // Few of them: who comes next waits for nobody.
  accept(3);
  EXPECT_THAT(writer->Submit(write, Urgency::kNow)->Wait(), IsOk());
  accept(100);
  std::vector<CommitPointer> commits;
  for (int i = 0; i < 100; ++i)
    commits.push_back(writer->Submit(write, Urgency::kNow));
  EXPECT_EQ(written, 1);  // none of the hundred
  writer->Flush();
  for (const CommitPointer& commit : commits)
    EXPECT_THAT(commit->Wait(), IsOk());
  EXPECT_EQ(written, 101);
}

TEST_F(GroupWriterTest, WritesAllBeforeItEnds) {
  Writer({.linger = absl::Hours(1)})->Submit(Insert(1), Urgency::kSoon);
  EXPECT_EQ(Count(), 1);
}

// No file of this process may grow: a full disk, as the database sees it.
class FullDisk {
 public:
  FullDisk() {
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit none{.rlim_cur = 0, .rlim_max = before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &none);
  }
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_;
};

TEST_F(GroupWriterTest, AFullDiskFailsWhoWaitsAndLosesNothingElse) {
  const auto writer = Writer({.linger = absl::Milliseconds(1)});
  CommitPointer soon;
  {
    const FullDisk full;
    soon = writer->Submit(Insert(1), Urgency::kSoon);
    const auto now = writer->Submit(Insert(2), Urgency::kNow);
    EXPECT_THAT(now->Wait(),
                StatusIs(absl::StatusCode::kUnavailable, "sqlite: "));
    EXPECT_FALSE(soon->settled());
  }
  EXPECT_THAT(soon->Wait(), IsOk());  // by itself, once there is room
  EXPECT_EQ(Count(), 1);
  EXPECT_THAT(writer->Submit(Insert(2), Urgency::kNow)->Wait(), IsOk());
  EXPECT_EQ(Count(), 2);
}

}  // namespace
}  // namespace crible
