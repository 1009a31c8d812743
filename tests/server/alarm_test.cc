#include "server/alarm.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/test_bundle.h"
#include "support/status_matchers.h"
#include "support/test_folder.h"

namespace crible {
namespace {

using testing::HasSubstr;

class AlarmTest : public testing::Test {
 protected:
  // A program that notes its arguments and ends with `code`.
  std::string Program(int code, const std::string& first = "") {
    const std::string path = folder_ / fmt::format("alarm{}", code);
    std::ofstream(path) << "#!/bin/sh\n"
                        << first << "\necho \"$# $1 $2\" >> "
                        << folder_ / "rung"
                        << "\nexit " << code << "\n";
    chmod(path.c_str(), 0700);
    return path;
  }
  void RecordUrgent(int i) {
    const std::string name = fmt::format("sites/demo/comments/{}", i);
    CRIBLE_ASSERT_OK(store_
                         ->Record({.site = "demo",
                                   .comment = name,
                                   .verdict = Verdict::kHold,
                                   .lane = Lane::kUrgent,
                                   .labels = {"ground:threat"},
                                   .time = now_,
                                   .payload = "payload"})
                         ->Wait());
  }
  // Polls once a second of its own time, however long a program takes.
  void Ring(AlarmBell* bell, int seconds, bool waits = true) {
    for (int i = 0; i < seconds; ++i) {
      now_ += absl::Seconds(1);
      bell->Poll(now_);
      siginfo_t ended;
      if (waits) waitid(P_ALL, 0, &ended, WEXITED | WNOWAIT);
    }
  }
  std::string Rung() {
    std::ostringstream all;
    all << std::ifstream(folder_ / "rung").rdbuf();
    return all.str();
  }
  int Count() {
    const std::string rung = Rung();
    return static_cast<int>(std::count(rung.begin(), rung.end(), '\n'));
  }

  TestFolder folder_;
  Engine engine_{TestBundle()};
  std::unique_ptr<Store> store_ = *OpenStore({.folder = folder_ / "data"});
  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
};

TEST_F(AlarmTest, IsGivenTheItemAndTheGroundOnce) {
  AlarmBell bell(Program(0), &engine_, store_.get());
  RecordUrgent(7);
  Ring(&bell, 20);
  EXPECT_EQ(Count(), 1);
  EXPECT_THAT(Rung(), HasSubstr("2 sites/demo/reviewItems/7 urgent\n"));
  Ring(&bell, 200);
  EXPECT_EQ(Count(), 1);
}

TEST_F(AlarmTest, IsRungAgainWhenItFailed) {
  AlarmBell bell(Program(3), &engine_, store_.get());
  RecordUrgent(1);
  Ring(&bell, 100);
  EXPECT_EQ(Count(), 1);
  Ring(&bell, 60);
  EXPECT_EQ(Count(), 2);
}

TEST_F(AlarmTest, IsRungTenTimesAMinuteAtMost) {
  AlarmBell bell(Program(0), &engine_, store_.get());
  for (int i = 1; i <= 15; ++i) RecordUrgent(i);
  Ring(&bell, 55);
  EXPECT_EQ(Count(), 10);
  Ring(&bell, 200);
  EXPECT_EQ(Count(), 15);
}

TEST_F(AlarmTest, WhatTakesTooLongIsKilled) {
  AlarmBell bell(Program(0, "sleep 60"), &engine_, store_.get());
  RecordUrgent(1);
  Ring(&bell, 15, false);
  EXPECT_EQ(Count(), 0);
}

TEST_F(AlarmTest, RefusesWhatCannotBeRun) {
  EXPECT_THAT(AlarmBell::Check("", UiLanguage::kFrench), IsOk());
  EXPECT_THAT(AlarmBell::Check(Program(0), UiLanguage::kFrench), IsOk());
  EXPECT_THAT(AlarmBell::Check(folder_ / "none", UiLanguage::kFrench),
              StatusIs(absl::StatusCode::kFailedPrecondition, "none"));
  EXPECT_THAT(AlarmBell::Check("sh", UiLanguage::kFrench),
              StatusIs(absl::StatusCode::kFailedPrecondition, "sh"));
}

}  // namespace
}  // namespace crible
