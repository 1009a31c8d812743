#include "cli/labelled_row.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/status_matchers.h"

namespace crible {
namespace {

TEST(LabelledRow, ShowsTheBodyAndTheChosenFieldsAlone) {
  LabelledRow row({"title"});
  CRIBLE_ASSERT_OK(row.Read(
      R"({"label":"spam","lang":"fr","body":"b","author":"a","title":"t"})"));
  EXPECT_EQ(row.label(), "spam");
  EXPECT_EQ(row.language(), "fr");
  EXPECT_EQ(row.comment().body, "b");
  EXPECT_EQ(row.comment().author.name, "");
  ASSERT_NE(row.comment().article, nullptr);
  EXPECT_EQ(row.comment().article->title, "t");
  CRIBLE_ASSERT_OK(row.Read(R"({"label":"ham","body":"c"})"));
  EXPECT_EQ(row.comment().article, nullptr);
  EXPECT_EQ(row.language(), "und");
}

TEST(LabelledRow, AFieldThatTellsTheLabelLeaks) {
  LabelledRow row({"author"});
  for (int i = 0; i < 10; ++i) {
    CRIBLE_ASSERT_OK(row.Read(R"({"label":"spam","body":"b","author":"a"})"));
    CRIBLE_ASSERT_OK(row.CheckLeaks());
  }
  for (int i = 0; i < 10; ++i) {
    CRIBLE_ASSERT_OK(row.Read(R"({"label":"ham","body":"b"})"));
  }
  EXPECT_THAT(row.CheckLeaks(),
              StatusIs(absl::StatusCode::kInvalidArgument, "\"author\" leaks"));
}

TEST(LabelledRow, SaysWhatIsWrong) {
  LabelledRow row({});
  for (const char* line :
       {"", "{", R"({"body":"b"})", R"({"body":"b","label":"x"})",
        R"({"label":"ham"})"}) {
    EXPECT_THAT(row.Read(line),
                StatusIs(absl::StatusCode::kInvalidArgument, ""))
        << line;
  }
}

}  // namespace
}  // namespace crible
