#include "base/files.h"

#include <unistd.h>

#include <filesystem>

#include "gtest/gtest.h"
#include "support/status_matchers.h"

namespace crible {
namespace {

class FilesTest : public testing::Test {
 protected:
  FilesTest()
      : folder_(testing::TempDir() + "/files_test_" +
                std::to_string(::getpid())) {
    std::filesystem::create_directories(folder_ + "/sub");
  }
  ~FilesTest() override { std::filesystem::remove_all(folder_); }
  const std::string folder_;
};

TEST_F(FilesTest, ReadsWhatWasWritten) {
  const std::string bytes("a\0b\n", 4);
  CRIBLE_ASSERT_OK(WriteFile(folder_ + "/x", bytes));
  const auto read = ReadFile(folder_ + "/x");
  CRIBLE_ASSERT_OK(read);
  EXPECT_EQ(*read, bytes);
}

TEST_F(FilesTest, NamesThePathOfAMissingFile) {
  EXPECT_THAT(ReadFile(folder_ + "/none"),
              StatusIs(absl::StatusCode::kNotFound, "/none"));
}

TEST_F(FilesTest, RefusesAFileOverTheLimit) {
  CRIBLE_ASSERT_OK(WriteFile(folder_ + "/x", "12345"));
  CRIBLE_ASSERT_OK(ReadFile(folder_ + "/x", 5));
  EXPECT_THAT(ReadFile(folder_ + "/x", 4),
              StatusIs(absl::StatusCode::kResourceExhausted, "4 bytes"));
}

TEST_F(FilesTest, ReplacingFailsWithoutLeavingADraft) {
  std::filesystem::create_directories(folder_ + "/x/y");
  EXPECT_FALSE(WriteFile(folder_ + "/x", "new").ok());
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/x.new"));
}

TEST_F(FilesTest, ListsSortedWithoutHiddenFiles) {
  for (const char* name : {"/b", "/sub/a", "/.hidden", "/b~"}) {
    CRIBLE_ASSERT_OK(WriteFile(folder_ + name, ""));
  }
  std::filesystem::create_directories(folder_ + "/.git");
  CRIBLE_ASSERT_OK(WriteFile(folder_ + "/.git/c", ""));
  const auto files = ListFiles(folder_);
  CRIBLE_ASSERT_OK(files);
  EXPECT_EQ(*files, (std::vector<std::string>{"b", "sub/a"}));
  EXPECT_THAT(ListFiles(folder_ + "/none"),
              StatusIs(absl::StatusCode::kNotFound, "/none"));
}

}  // namespace
}  // namespace crible
