#ifndef CRIBLE_TESTS_SUPPORT_GOLDEN_H_
#define CRIBLE_TESTS_SUPPORT_GOLDEN_H_

// Golden files: what a person would see, under review like code. With
// CRIBLE_UPDATE_GOLDEN=1 in the environment a test writes what it got instead
// of comparing; read the difference before you commit it.

#include <cstdlib>
#include <string>
#include <string_view>

#include "base/files.h"
#include "gtest/gtest.h"

namespace crible {

inline void ExpectGolden(const std::string& path, std::string_view got) {
  if (std::getenv("CRIBLE_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(WriteFile(path, got).ok()) << path;
    return;
  }
  const auto want = ReadFile(path);
  ASSERT_TRUE(want.ok()) << want.status()
                         << "; CRIBLE_UPDATE_GOLDEN=1 writes it";
  EXPECT_EQ(got, *want) << path << " differs; CRIBLE_UPDATE_GOLDEN=1 rewrites";
}

}  // namespace crible

#endif  // CRIBLE_TESTS_SUPPORT_GOLDEN_H_
