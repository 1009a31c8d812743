#include "text/view.h"

#include "gtest/gtest.h"

namespace crible {
namespace {

// "aé<b>c" with é as a block of one byte and the tag left out.
OffsetMap Sample() {
  OffsetMap map;
  map.AddRun(0, 0);
  map.AddBlock(1, 2, 1, 3);
  map.AddRun(2, 6);
  return map;
}

TEST(OffsetMapTest, ToSource) {
  const OffsetMap map = Sample();
  const struct {
    uint32_t begin, end, want_begin, want_end;
  } kCases[] = {{0, 1, 0, 1}, {1, 2, 1, 3}, {0, 2, 0, 3},
                {2, 3, 6, 7}, {1, 3, 1, 7}, {2, 5, 6, 9}};
  for (const auto& c : kCases) {
    const auto range = map.ToSource(c.begin, c.end);
    EXPECT_EQ(range.begin, c.want_begin) << c.begin << ' ' << c.end;
    EXPECT_EQ(range.end, c.want_end) << c.begin << ' ' << c.end;
    const auto by_cursor = OffsetCursor(map).ToSource(c.begin, c.end);
    EXPECT_EQ(by_cursor.begin, range.begin);
    EXPECT_EQ(by_cursor.end, range.end);
  }
}

TEST(OffsetMapTest, FromSource) {
  const OffsetMap map = Sample();
  const struct {
    uint32_t begin, end, want_begin, want_end;
  } kCases[] = {{0, 1, 0, 1}, {1, 2, 1, 2}, {1, 3, 1, 2},
                {0, 7, 0, 3}, {6, 7, 2, 3}, {5, 7, 2, 3}};
  for (const auto& c : kCases) {
    const auto range = map.FromSource(c.begin, c.end, 3);
    EXPECT_EQ(range.begin, c.want_begin) << c.begin << ' ' << c.end;
    EXPECT_EQ(range.end, c.want_end) << c.begin << ' ' << c.end;
  }
  const auto tag = map.FromSource(3, 6, 3);
  EXPECT_EQ(tag.begin, tag.end);
}

TEST(OffsetMapTest, RunsThatGoOnAreOne) {
  OffsetMap map;
  map.AddRun(0, 0);
  map.AddRun(4, 4);
  map.AddRun(9, 9);
  EXPECT_EQ(map.runs(), 1u);
  EXPECT_TRUE(map.identity());
  map.AddRun(12, 15);
  EXPECT_EQ(map.runs(), 2u);
  EXPECT_FALSE(map.identity());
}

// The composition says for every range what both maps say in turn.
TEST(OffsetMapTest, Compose) {
  const OffsetMap inner = Sample();  // view of 6 bytes
  OffsetMap outer;
  outer.AddRun(0, 0);
  outer.AddBlock(2, 5, 2, 4);
  outer.AddRun(5, 4);
  OffsetMap composed = outer, scratch;
  composed.Compose(inner, 7, &scratch);
  for (uint32_t begin = 0; begin < 7; ++begin) {
    for (uint32_t end = begin + 1; end <= 7; ++end) {
      const auto middle = outer.ToSource(begin, end);
      const auto want = inner.ToSource(middle.begin, middle.end);
      const auto got = composed.ToSource(begin, end);
      EXPECT_EQ(got.begin, want.begin) << begin << ' ' << end;
      EXPECT_EQ(got.end, want.end) << begin << ' ' << end;
    }
  }
}

}  // namespace
}  // namespace crible
