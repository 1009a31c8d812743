#ifndef CRIBLE_TESTS_CLI_ARCHIVE_FIXTURE_H_
#define CRIBLE_TESTS_CLI_ARCHIVE_FIXTURE_H_

#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "cli/archive.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status_matchers.h"
#include "support/test_folder.h"

namespace crible {

class ArchiveTest : public testing::Test {
 protected:
  absl::Status Read(const std::string& file, const std::string& bytes,
                    ArchiveOptions options = {}) {
    comments_.clear();
    problems_.clear();
    EXPECT_THAT(WriteFile(folder_ / file, bytes), IsOk());
    return ArchiveReader(std::move(options))
        .Read(
            folder_ / file,
            [&](ArchiveComment* comment) { comments_.push_back(*comment); },
            [&](const ArchiveProblem& problem) {
              problems_.push_back(
                  fmt::format("{}: {}", problem.line, problem.what.en));
            });
  }
  static std::string Decided(const ArchiveComment& comment) {
    const char* const words[] = {"none", "accepted", "refused"};
    std::string all = words[static_cast<size_t>(comment.decision)];
    if (!comment.category.empty()) all += " =" + comment.category;
    if (!comment.ground.empty()) all += " " + comment.ground;
    return all;
  }

  TestFolder folder_;
  std::vector<ArchiveComment> comments_;
  std::vector<std::string> problems_;
};

}  // namespace crible

#endif  // CRIBLE_TESTS_CLI_ARCHIVE_FIXTURE_H_
