#include "base/seal.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status_matchers.h"

namespace crible {
namespace {

class SealTest : public testing::Test {
 protected:
  ~SealTest() override { unlink(path_.c_str()); }
  const std::string path_ =
      testing::TempDir() + "crible-seal-" + std::to_string(getpid());
};

TEST_F(SealTest, OpensWhatItSealed) {
  const auto key = SealingKey::LoadOrCreate(path_);
  CRIBLE_ASSERT_OK(key);
  for (const size_t size : {0, 1, 100'000}) {
    const std::string text(size, 'x');
    const std::string sealed = key->Seal(text);
    EXPECT_NE(sealed, key->Seal(text));
    const auto opened = key->Open(sealed);
    CRIBLE_ASSERT_OK(opened);
    EXPECT_EQ(*opened, text);
  }
}

TEST_F(SealTest, OpensNothingThatWasChanged) {
  const auto key = SealingKey::LoadOrCreate(path_);
  const std::string sealed = key->Seal("a text");
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] ^= 1;
    EXPECT_THAT(key->Open(changed), StatusIs(absl::StatusCode::kDataLoss, ""));
    EXPECT_THAT(key->Open(sealed.substr(0, i)),
                StatusIs(absl::StatusCode::kDataLoss, ""));
  }
}

TEST_F(SealTest, TheKeyIsTheFiles) {
  const std::string sealed = SealingKey::LoadOrCreate(path_)->Seal("a text");
  EXPECT_THAT(SealingKey::LoadOrCreate(path_)->Open(sealed), IsOk());
  struct stat file;
  ASSERT_EQ(stat(path_.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
  unlink(path_.c_str());
  EXPECT_THAT(SealingKey::LoadOrCreate(path_)->Open(sealed),
              StatusIs(absl::StatusCode::kDataLoss, ""));
  CRIBLE_ASSERT_OK(WriteFile(path_, "short"));
  EXPECT_THAT(SealingKey::Load(path_),
              StatusIs(absl::StatusCode::kFailedPrecondition, "32"));
}

TEST_F(SealTest, MarksTellTextsAndPurposesApart) {
  const auto key = SealingKey::LoadOrCreate(path_);
  EXPECT_EQ(key->Mark("author", "zoe"), key->Mark("author", "zoe"));
  EXPECT_NE(key->Mark("author", "zoe"), key->Mark("author", "max"));
  EXPECT_NE(key->Mark("author", "zoe"), key->Mark("body", "zoe"));
  EXPECT_EQ(key->Mark("author", "zoe").size(), 16u);
}

}  // namespace
}  // namespace crible
