#include "base/localized_status.h"

#include <gtest/gtest.h>

namespace crible {
namespace {

TEST(LocalizedStatus, SpeaksBothLanguages) {
  const absl::Status status =
      LocalizedError(absl::StatusCode::kNotFound, {"rien là", "nothing there"});
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "nothing there");
  EXPECT_EQ(MessageIn(status, UiLanguage::kFrench), "rien là");
  EXPECT_EQ(MessageIn(status, UiLanguage::kEnglish), "nothing there");
}

TEST(LocalizedStatus, SaysWhere) {
  const absl::Status status = WithPlace(
      LocalizedError(absl::StatusCode::kNotFound, {"rien là", "nothing"}),
      "a.jsonl:3");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(MessageIn(status, UiLanguage::kFrench), "a.jsonl:3: rien là");
  EXPECT_EQ(MessageIn(status, UiLanguage::kEnglish), "a.jsonl:3: nothing");
}

TEST(LocalizedStatus, WithoutFrenchItIsEnglish) {
  const absl::Status status = absl::InternalError("broken");
  EXPECT_EQ(MessageIn(status, UiLanguage::kFrench), "broken");
  EXPECT_EQ(MessageOf(status).en, "broken");
}

}  // namespace
}  // namespace crible
