#include "base/free_memory.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(FreeMemory, LeavesNoRoom) {
  std::vector<int> numbers(1000, 7);
  std::string text(1000, 'x');
  FreeMemory(&numbers, &text);
  EXPECT_TRUE(numbers.empty() && text.empty());
  EXPECT_EQ(numbers.capacity(), 0u);
  EXPECT_LT(text.capacity(), 100u);
}

}  // namespace
}  // namespace crible
