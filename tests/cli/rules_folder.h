#ifndef CRIBLE_TESTS_CLI_RULES_FOLDER_H_
#define CRIBLE_TESTS_CLI_RULES_FOLDER_H_

// A models folder of one test, and what a command printed about it.

#include <unistd.h>

#include <filesystem>
#include <sstream>
#include <string>

#include "base/files.h"
#include "cli/command.h"
#include "gtest/gtest.h"
#include "support/golden.h"
#include "support/status_matchers.h"
#include "support/test_bundle.h"

namespace crible {

class RulesFolder : public testing::Test {
 protected:
  RulesFolder()
      : models_(testing::TempDir() + "/rules_folder_" +
                std::to_string(::getpid())) {
    std::filesystem::create_directories(models_ + "/rules");
    std::filesystem::create_directories(models_ + "/lists");
    Write("rules/test.toml", kTwoRules);
    Write("grounds.toml", kSpamGround);
  }
  ~RulesFolder() override { std::filesystem::remove_all(models_); }

  void Write(const std::string& path, std::string_view bytes) {
    CRIBLE_ASSERT_OK(WriteFile(models_ + "/" + path, bytes));
  }
  std::string Read(const std::string& path) {
    return ReadFile(models_ + "/" + path).value_or("(no file)");
  }
  // With `input` to read; what earlier commands printed is forgotten.
  Io NewIo(UiLanguage language = UiLanguage::kEnglish,
           const std::string& input = "") {
    in_.clear();
    in_.str(input);
    out_.str("");
    err_.str("");
    return {.in = in_, .out = out_, .err = err_, .language = language};
  }
  // All that was printed, with MODELS for the folder's path.
  std::string Printed() const {
    std::string text = out_.str() + err_.str();
    for (size_t at = text.find(models_); at != text.npos;
         at = text.find(models_, at)) {
      text.replace(at, models_.size(), "MODELS");
    }
    return text;
  }
  void ExpectPrinted(const std::string& name) const {
    ExpectGolden(
        std::string(CRIBLE_SOURCE_DIR) + "/tests/golden/cli/" + name + ".txt",
        Printed());
  }

  const std::string models_;
  std::istringstream in_;
  std::ostringstream out_, err_;
};

}  // namespace crible

#endif  // CRIBLE_TESTS_CLI_RULES_FOLDER_H_
