#include "jobs/reference.h"

#include "base/files.h"
#include "gtest/gtest.h"
#include "support/status_matchers.h"
#include "support/test_folder.h"

namespace crible {
namespace {

TEST(ReferenceTest, TheShippedSetIsHalfInnocentAndInBothLanguages) {
  const auto reference =
      ReadReference(std::string(CRIBLE_SOURCE_DIR) + "/models");
  CRIBLE_ASSERT_OK(reference);
  size_t innocent = 0, french = 0;
  for (const ReferenceComment& it : *reference) {
    innocent += it.category.empty();
    french += it.row.language == "fr";
    EXPECT_TRUE(it.category.empty() || it.category == "spam" ||
                it.category == "abuse");
  }
  EXPECT_GE(reference->size(), 1000u);
  const double all = static_cast<double>(reference->size());
  EXPECT_NEAR(innocent / all, 0.5, 0.05);
  EXPECT_NEAR(french / all, 0.5, 0.05);
}

TEST(ReferenceTest, SaysWhereThereIsNone) {
  TestFolder folder;
  EXPECT_EQ(ReadReference(folder / "models").status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace crible
