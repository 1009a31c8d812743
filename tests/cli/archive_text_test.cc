#include "cli/archive_text.h"

#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(ArchiveTextTest, LowerCase) {
  EXPECT_EQ(LowerCase("REFUSÉ Çà × ÿ œ 12"), "refusé çà × ÿ œ 12");
}

TEST(ArchiveTextTest, CutsOnCodePoints) {
  EXPECT_EQ(CutUtf8("aé", 3), "aé");
  EXPECT_EQ(CutUtf8("aé", 2), "a");
  EXPECT_EQ(CutUtf8("é", 1), "");
  EXPECT_EQ(CutUtf8("", 0), "");
}

TEST(ArchiveTextTest, Times) {
  const absl::Time want = absl::FromUnixSeconds(1793614830);
  for (const char* text :
       {"2026-11-02T10:20:30Z", "2026-11-02 10:20:30", "2026-11-02T10:20:30",
        "2026-11-02T11:20:30+01:00", "1793614830", "2026-11-02 10:20:30.000"}) {
    EXPECT_EQ(ParseArchiveTime(text), want) << text;
  }
  EXPECT_EQ(ParseArchiveTime("2026-11-02"), absl::FromUnixSeconds(1793577600));
  for (const char* text : {"", "yesterday", "12", "2026-13-02", "0000-00-00"})
    EXPECT_EQ(ParseArchiveTime(text), std::nullopt) << text;
}

}  // namespace
}  // namespace crible
