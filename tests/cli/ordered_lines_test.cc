#include "cli/ordered_lines.h"

#include <sstream>

#include "fmt/core.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

OrderedLines Echo(size_t threads) {
  OrderedLines lines;
  lines.threads = threads;
  lines.new_worker = [] {
    return [](size_t number, std::string_view line, std::string* out) {
      *out += fmt::format("{}:{}\n", number, line);
    };
  };
  return lines;
}

TEST(OrderedLines, KeepsTheOrderOnAnyNumberOfThreads) {
  std::string input, want;
  for (int i = 1; i <= 5000; ++i) {
    input += fmt::format("line {}\n", i);
    want += fmt::format("{}:line {}\n", i, i);
  }
  for (const size_t threads : {1, 2, 7}) {
    std::istringstream in(input);
    std::ostringstream out;
    bool written = false;
    EXPECT_EQ(Echo(threads).Run(in, out, &written), 5000u);
    EXPECT_TRUE(written);
    EXPECT_EQ(out.str(), want);
  }
}

TEST(OrderedLines, TakesALastLineWithoutNewlineAndDropsCarriageReturns) {
  std::istringstream in("a\r\nb");
  std::ostringstream out;
  bool written = false;
  EXPECT_EQ(Echo(2).Run(in, out, &written), 2u);
  EXPECT_EQ(out.str(), "1:a\n2:b\n");
}

TEST(OrderedLines, NothingInNothingOut) {
  std::istringstream in("");
  std::ostringstream out;
  bool written = false;
  EXPECT_EQ(Echo(2).Run(in, out, &written), 0u);
  EXPECT_EQ(out.str(), "");
}

TEST(OrderedLines, CutsALineOverTheLimit) {
  std::istringstream in(std::string(OrderedLines::kLineBytesMax + 9, 'x') +
                        "\ny\n");
  std::ostringstream out;
  bool written = false;
  EXPECT_EQ(Echo(1).Run(in, out, &written), 2u);
  EXPECT_EQ(out.str().size(), OrderedLines::kLineBytesMax + 3 + 4);
}

TEST(OrderedLines, TakesLinesOfAnyLength) {
  // About the sizes of the pieces in which a line is read.
  for (const size_t size : {0, 1, 16382, 16383, 16384, 32766, 40000}) {
    const std::string line(size, 'x');
    for (const std::string end : {"\n", "\r\n", ""}) {
      if (size == 0 && end.empty()) continue;
      std::istringstream in(line + end);
      std::ostringstream out;
      bool written = false;
      EXPECT_EQ(Echo(1).Run(in, out, &written), 1u) << size;
      EXPECT_EQ(out.str(), "1:" + line + "\n") << size;
    }
  }
}

TEST(OrderedLines, SaysWhenTheOutputFails) {
  std::istringstream in("a\n");
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  bool written = true;
  Echo(1).Run(in, out, &written);
  EXPECT_FALSE(written);
}

}  // namespace
}  // namespace crible
