#include "engine/bundle_watcher.h"

#include <unistd.h>

#include <filesystem>

#include "base/files.h"
#include "gtest/gtest.h"
#include "support/status_matchers.h"
#include "support/test_bundle.h"

namespace crible {
namespace {

using Outcome = Reload::Outcome;

class BundleWatcherTest : public testing::Test {
 protected:
  BundleWatcherTest()
      : folder_(testing::TempDir() + "/watcher_" + std::to_string(::getpid())) {
    std::filesystem::create_directories(folder_ + "/rules");
    Write("rules/test.toml", kTwoRules);
    Write("grounds.toml", kSpamGround);
    engine_.Activate(LoadBundleFolder(folder_, {})->bundle);
  }
  ~BundleWatcherTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& path, std::string_view bytes) {
    CRIBLE_ASSERT_OK(WriteFile(folder_ + "/" + path, bytes));
  }
  // The second look finds the files at rest.
  Reload PollTwice() {
    EXPECT_EQ(watcher_.Poll().outcome, Outcome::kUnchanged);
    return watcher_.Poll();
  }

  const std::string folder_;
  Engine engine_{BundleOf({})};
  BundleWatcher watcher_{folder_, &engine_, {}};
};

TEST_F(BundleWatcherTest, NothingHappensWithoutAChange) {
  EXPECT_EQ(PollTwice().outcome, Outcome::kUnchanged);
  EXPECT_EQ(PollTwice().outcome, Outcome::kUnchanged);
}

TEST_F(BundleWatcherTest, AGoodEditIsActivatedOnce) {
  PollTwice();
  const std::string before = engine_.bundle()->hash;
  Write("policy.toml", "[group]\nspam = { hold = 0.7 }\n");
  const Reload reload = PollTwice();
  EXPECT_EQ(reload.outcome, Outcome::kActivated);
  EXPECT_EQ(engine_.bundle()->hash, reload.hash);
  EXPECT_NE(before, reload.hash);
  EXPECT_EQ(watcher_.Poll().outcome, Outcome::kUnchanged);
}

TEST_F(BundleWatcherTest, ABrokenEditChangesNothingAndSaysWhere) {
  PollTwice();
  const auto before = engine_.bundle();
  Write("rules/test.toml", std::string(kTwoRules) + "\n[[rule]]\nid = \"x\"\n");
  const Reload reload = PollTwice();
  EXPECT_EQ(reload.outcome, Outcome::kRefused);
  EXPECT_EQ(engine_.bundle(), before);
  ASSERT_FALSE(reload.issues.empty());
  EXPECT_EQ(reload.issues[0].file, "rules/test.toml");
  EXPECT_EQ(watcher_.Poll().outcome, Outcome::kUnchanged);  // said once
  Write("rules/test.toml", std::string(kTwoRules) + "\n# mended\n");
  EXPECT_EQ(PollTwice().outcome, Outcome::kActivated);
}

TEST_F(BundleWatcherTest, AFolderThatGoesAwayAndComesBack) {
  PollTwice();
  const auto before = engine_.bundle();
  std::filesystem::rename(folder_, folder_ + ".away");
  EXPECT_EQ(watcher_.Poll().outcome, Outcome::kUnreadable);
  EXPECT_EQ(watcher_.Poll().outcome, Outcome::kUnchanged);
  EXPECT_EQ(engine_.bundle(), before);
  std::filesystem::rename(folder_ + ".away", folder_);
  EXPECT_EQ(PollTwice().outcome, Outcome::kUnchanged);
}

TEST_F(BundleWatcherTest, TouchingAFileIsNoChange) {
  PollTwice();
  Write("rules/test.toml", kTwoRules);
  EXPECT_EQ(PollTwice().outcome, Outcome::kUnchanged);
}

}  // namespace
}  // namespace crible
