// What PostgreSQL alone can do wrong: connections that break, above all during
// a commit. The rest is in the contract's tests.

#include "store/postgres_database.h"

#include <atomic>
#include <thread>

#include "absl/synchronization/notification.h"
#include "store/group_writer.h"
#include "store/lossy_proxy.h"
#include "store/store_fixture.h"

namespace crible {
namespace {

using Urgency = GroupWriter::Urgency;

class PostgresDatabaseTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!PostgresDatabases::Get().available())
      GTEST_SKIP() << "Debian's package postgresql-15 is not installed";
    url_ = PostgresDatabases::Get().Url(folder_ / "data");
    db_ = *NewPostgresDatabase(url_)->Connect();
    CRIBLE_ASSERT_OK(Migrate(PostgresSchema(), db_.get()));
  }
  static GroupWriter::Operation Append(const std::string& comment) {
    return [comment](Transaction* t) {
      t->block.Append({.site = "demo", .comment = comment});
      return absl::OkStatus();
    };
  }
  int64_t Count(const std::string& comment) {
    db_->Clear();
    Rows rows =
        db_->Query("SELECT count(*) FROM events WHERE comment = ?1", comment);
    return rows.Next() ? rows.Int(0) : -1;
  }
  // Ends the sessions of all others that have this database open.
  void EndOthers() {
    db_->Run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
        "datname = current_database() AND pid <> pg_backend_pid()");
    CRIBLE_ASSERT_OK(db_->status());
  }

  TestFolder folder_;
  std::string url_;
  std::unique_ptr<Connection> db_;
};

TEST_F(PostgresDatabaseTest, AnErrorNamesTheFaultAndNoRow) {
  db_->Run("INSERT INTO marks (name, value) VALUES ('secret', 1)");
  db_->Run("INSERT INTO marks (name, value) VALUES ('secret', 1)");
  EXPECT_EQ(db_->status(),
            absl::InvalidArgumentError(
                "postgres: a row that breaks a constraint (23505)"));
  EXPECT_THAT(
      NewPostgresDatabase("postgresql://nobody@/x?host=/nowhere")->Connect(),
      StatusIs(absl::StatusCode::kUnavailable, "/nowhere"));
}

TEST_F(PostgresDatabaseTest, AnErrorThatIsNotWaitedForEndsTheTransaction) {
  db_->BeginWrite();
  db_->Run("INSERT INTO marks (name, value) VALUES (?1, 1)", "a");
  db_->Run("INSERT INTO marks (name, value) VALUES (?1, 1)", "a");
  db_->Run("INSERT INTO marks (name, value) VALUES (?1, 1)", "b");
  db_->Commit();
  EXPECT_THAT(db_->status(),
              StatusIs(absl::StatusCode::kInvalidArgument, "constraint"));
  db_->Rollback();
  db_->Run("DELETE FROM marks");
  EXPECT_THAT(db_->status(), IsOk());
  EXPECT_EQ(db_->changed(), 0);
}

// VACUUM FULL would copy what that transaction, in another database, keeps in
// sight of every new snapshot.
TEST_F(PostgresDatabaseTest, TablesAreRewrittenWhenNoOlderTransactionIsOpen) {
  const auto other =
      *NewPostgresDatabase(PostgresDatabases::Get().Url(folder_ / "other"))
           ->Connect();
  other->BeginWrite();
  EXPECT_TRUE(other->Query("SELECT pg_current_xact_id()::text").Next());
  absl::Notification done;
  std::thread compact([&] {
    EXPECT_THAT(NewPostgresDatabase(url_)->Compact(), IsOk());
    done.Notify();
  });
  EXPECT_FALSE(done.WaitForNotificationWithTimeout(absl::Seconds(1)));
  other->Rollback();
  done.WaitForNotification();
  compact.join();
}

TEST_F(PostgresDatabaseTest, ReadsManyRowsAsOfOneMoment) {
  db_->RunScript(
      "INSERT INTO marks SELECT 'm' || i, i FROM generate_series(1, 1234) i");
  const auto reader = *NewPostgresDatabase(url_)->Connect();
  reader->BeginRead();
  {
    Rows first = reader->Query("SELECT value FROM marks ORDER BY value");
    Rows other = reader->Query(
        "SELECT value FROM marks WHERE value > ?1 ORDER BY value", 1000);
    ASSERT_TRUE(first.Next());
    db_->Run("DELETE FROM marks");
    int64_t sum = first.Int(0), rest = 0;
    while (first.Next()) sum += first.Int(0);
    while (other.Next()) rest += 1;
    EXPECT_EQ(sum, 1234 * 1235 / 2);
    EXPECT_EQ(rest, 234);
  }
  EXPECT_THAT(reader->status(), IsOk());
  reader->Rollback();
  Rows rows = reader->Query("SELECT count(*) FROM marks");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Int(0), 0);
}

TEST_F(PostgresDatabaseTest, AConnectionThatWasEndedIsNotAlive) {
  const auto other = *NewPostgresDatabase(url_)->Connect();
  EXPECT_TRUE(other->alive());
  EndOthers();
  while (other->alive()) absl::SleepFor(absl::Milliseconds(1));
  other->BeginWrite();  // makes it anew
  other->Commit();
  EXPECT_THAT(other->status(), IsOk());
}

// PostgreSQL's texts hold no byte 0, SQLite's do.
TEST_F(PostgresDatabaseTest, WhatCannotBeKeptHarmsNoOther) {
  const SealingKey key = *SealingKey::LoadOrCreate(folder_ / "key");
  GroupWriter writer(*NewPostgresDatabase(url_)->Connect(), &key, {});
  std::vector<CommitPointer> commits;
  for (const std::string& name :
       {std::string("a"), std::string("b\0c", 3), std::string("d")}) {
    commits.push_back(writer.Submit(Append(name), Urgency::kSoon));
  }
  writer.Flush();
  EXPECT_THAT(commits[0]->Wait(), IsOk());
  EXPECT_THAT(commits[1]->Wait(),
              StatusIs(absl::StatusCode::kInvalidArgument, "cannot be kept"));
  EXPECT_THAT(commits[2]->Wait(), IsOk());
  EXPECT_EQ(Count("a") + Count("d"), 2);
  EXPECT_THAT(CheckLog(db_.get(), ""), IsOk());
}

class WriterOverProxy : public PostgresDatabaseTest {
 protected:
  void SetUp() override {
    PostgresDatabaseTest::SetUp();
    if (IsSkipped()) return;
    proxy_ = std::make_unique<LossyProxy>(url_, folder_ / "");
    writer_ = std::make_unique<GroupWriter>(
        *NewPostgresDatabase(proxy_->url())->Connect(), &key_,
        GroupWriter::Options{});
  }
  CommitPointer Submit(const std::string& comment,
                       Urgency urgency = Urgency::kNow) {
    return writer_->Submit(Append(comment), urgency);
  }

  const SealingKey key_ = *SealingKey::LoadOrCreate(folder_ / "key");
  std::unique_ptr<LossyProxy> proxy_;
  std::unique_ptr<GroupWriter> writer_;
};

TEST_F(WriterOverProxy, FindsOutThatACommitWithoutAnswerWasMade) {
  CRIBLE_ASSERT_OK(Submit("before")->Wait());
  proxy_->LoseNextCommitAnswer();
  EXPECT_THAT(Submit("now")->Wait(), IsOk());
  EXPECT_EQ(Count("now"), 1);
  proxy_->LoseNextCommitAnswer();
  EXPECT_THAT(Submit("soon", Urgency::kSoon)->Wait(), IsOk());
  EXPECT_EQ(Count("soon"), 1);
  CRIBLE_ASSERT_OK(Submit("after")->Wait());
  EXPECT_THAT(CheckLog(db_.get(), ""), IsOk());
}

TEST_F(WriterOverProxy, WhoComesWhileTheAnswerIsLookedForIsRefused) {
  proxy_->LoseNextCommitAnswer();
  proxy_->RefuseConnections(true);
  const CommitPointer now = Submit("now");
  while (Count("now") == 0) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_THAT(Submit("meanwhile")->Wait(),
              StatusIs(absl::StatusCode::kUnavailable, "postgres"));
  EXPECT_FALSE(now->settled());
  proxy_->RefuseConnections(false);
  EXPECT_THAT(now->Wait(), IsOk());
  EXPECT_EQ(Count("now"), 1);
  EXPECT_EQ(Count("meanwhile"), 0);
}

TEST_F(WriterOverProxy, ACommitThatCannotBeLookedForIsUnknown) {
  proxy_->LoseNextCommitAnswer();
  proxy_->RefuseConnections(true);
  const CommitPointer now = Submit("now");
  while (Count("now") == 0) absl::SleepFor(absl::Milliseconds(1));
  writer_.reset();
  EXPECT_THAT(now->Wait(), StatusIs(absl::StatusCode::kUnknown, ""));
}

TEST_F(WriterOverProxy, WhatWasNotCommittedIsToldSoOrTriedAgain) {
  absl::Notification begun, go_on;
  const CommitPointer gate = writer_->Submit(
      [&](Transaction* t) {
        t->block.Append({.site = "demo", .comment = "lost"});
        if (!begun.HasBeenNotified()) begun.Notify();
        go_on.WaitForNotification();
        return absl::OkStatus();
      },
      Urgency::kNow);
  begun.WaitForNotification();
  EndOthers();
  go_on.Notify();
  EXPECT_THAT(gate->Wait(), StatusIs(absl::StatusCode::kUnavailable, ""));
  EXPECT_EQ(Count("lost"), 0);
  EXPECT_THAT(Submit("soon", Urgency::kSoon)->Wait(), IsOk());
  EXPECT_EQ(Count("soon"), 1);
}

}  // namespace
}  // namespace crible
