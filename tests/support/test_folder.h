#ifndef CRIBLE_TESTS_SUPPORT_TEST_FOLDER_H_
#define CRIBLE_TESTS_SUPPORT_TEST_FOLDER_H_

#include <cstdlib>
#include <filesystem>
#include <string>

#include "gtest/gtest.h"

namespace crible {

// An empty folder that goes with the test.
class TestFolder {
 public:
  TestFolder() {
    std::string path = testing::TempDir() + "crible-XXXXXX";
    path_ = mkdtemp(path.data());
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  // A path in it.
  std::string operator/(const std::string& name) const {
    return path_ + "/" + name;
  }

 private:
  std::string path_;
};

}  // namespace crible

#endif  // CRIBLE_TESTS_SUPPORT_TEST_FOLDER_H_
