#include "rules/char_set.h"

#include <gtest/gtest.h>

namespace crible {
namespace {

TEST(CharSetTest, Table) {
  CharSet set;
  set.Add('c', 'e');
  set.Add('a', 'b');
  set.Add(0xE9, 0xE9);
  set.Finish(false);
  EXPECT_EQ(set.ranges().size(), 2u);
  EXPECT_TRUE(set.Contains('d'));
  EXPECT_FALSE(set.Contains('f'));
  EXPECT_TRUE(set.Contains(0xE9));
  EXPECT_FALSE(set.Contains(0xE8));
  EXPECT_TRUE(set.HasHigh());
  CharSet others;
  others.Add('a', 'a');
  others.Finish(true);
  EXPECT_FALSE(others.Contains('a'));
  EXPECT_TRUE(others.Contains('\n'));
  EXPECT_TRUE(others.Contains(0x10FFFF));
}

}  // namespace
}  // namespace crible
