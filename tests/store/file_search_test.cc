#include "store/file_search.h"

#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/test_folder.h"

namespace crible {
namespace {

class FileSearchTest : public testing::Test {
 protected:
  bool Holds(const std::string& bytes, std::vector<std::string> pieces) {
    const std::string path = folder_ / "file";
    std::ofstream(path, std::ios::binary) << bytes;
    const auto holds = FileHolds(path, pieces);
    EXPECT_TRUE(holds.ok());
    return holds.ok() && *holds;
  }
  TestFolder folder_;
};

TEST_F(FileSearchTest, FindsAPieceWhereverItStands) {
  const std::string piece = "a piece of a sealed payload";
  const size_t block = size_t{1} << 20;
  for (const size_t at : {size_t{0}, size_t{1}, block - piece.size(), block - 1,
                          block, 2 * block - 9}) {
    std::string bytes(2 * block + 100, '\0');
    bytes.replace(at, piece.size(), piece);
    EXPECT_TRUE(Holds(bytes, {"something else", piece})) << at;
    bytes[at + piece.size() - 1] = 'x';
    EXPECT_FALSE(Holds(bytes, {"something else", piece})) << at;
  }
}

TEST_F(FileSearchTest, PiecesMayBeginAlike) {
  EXPECT_TRUE(Holds("call-account-2", {"call-account-1", "call-account-2"}));
  EXPECT_FALSE(Holds("call-account-3", {"call-account-1", "call-account-2"}));
}

TEST_F(FileSearchTest, ShortPiecesSayNothing) {
  EXPECT_FALSE(Holds("0123456789", {"", "1234567"}));
  EXPECT_TRUE(Holds("0123456789", {"12345678"}));
  EXPECT_FALSE(Holds("", {"12345678"}));
}

TEST_F(FileSearchTest, AFileThatIsNotThereIsAnError) {
  const std::vector<std::string> pieces = {"12345678"};
  EXPECT_FALSE(FileHolds(folder_ / "none", pieces).ok());
}

}  // namespace
}  // namespace crible
