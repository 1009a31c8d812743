#ifndef CRIBLE_TESTS_CLI_DATA_FIXTURE_H_
#define CRIBLE_TESTS_CLI_DATA_FIXTURE_H_

// A data folder, a folder of models, and what commands say, for the tests of
// commands that learn.

#include <filesystem>
#include <sstream>
#include <string>

#include "base/files.h"
#include "bayes/sample.h"
#include "cli/command.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/store.h"
#include "support/status_matchers.h"
#include "support/test_bundle.h"
#include "support/test_folder.h"

namespace crible {

class DataTest : public testing::Test {
 protected:
  DataTest() {
    std::filesystem::create_directories(Models() + "/rules");
    std::filesystem::create_directories(Models() + "/reference");
    Write("models/rules/test.toml", kTwoRules);
    Write("models/grounds.toml",
          std::string(kSpamGround) + "category = \"spam\"\n");
    Write("models/spam.model", WriteModel(SmallModel()));
    Write("models/reference/all.jsonl",
          "{\"id\":\"1\",\"body\":\"Un article du jour\",\"label\":\"ham\","
          "\"lang\":\"fr\"}\n");
  }
  std::string Data() const { return folder_ / "data"; }
  std::string Models() const { return folder_ / "models"; }
  void Write(const std::string& name, const std::string& bytes) {
    EXPECT_THAT(WriteFile(folder_ / name, bytes), IsOk());
  }
  std::unique_ptr<Store> Look() {
    auto store = OpenStoreBeside({.folder = Data()});
    EXPECT_THAT(store.status(), IsOk());
    return *std::move(store);
  }
  Io NewIo(UiLanguage language = UiLanguage::kEnglish) {
    out_.str("");
    err_.str("");
    return {.in = in_, .out = out_, .err = err_, .language = language};
  }

  TestFolder folder_;
  std::istringstream in_;
  std::ostringstream out_, err_;
};

}  // namespace crible

#endif  // CRIBLE_TESTS_CLI_DATA_FIXTURE_H_
