#include "store/file_search.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace crible {
namespace {

constexpr size_t kBlockBytes = size_t{1} << 20;
constexpr int kFilterBits = 20;

uint64_t Beginning(const char* at) {
  uint64_t bytes;
  std::memcpy(&bytes, at, sizeof(bytes));
  return bytes;
}

// Pieces by how they begin, behind a filter that nearly every place fails.
class Pieces {
 public:
  explicit Pieces(std::span<const std::string> pieces)
      : filter_(size_t{1} << kFilterBits) {
    for (const std::string& piece : pieces) {
      if (piece.size() < kPieceBytesMin) continue;
      const uint64_t beginning = Beginning(piece.data());
      filter_[Bit(beginning)] = true;
      by_beginning_.emplace(beginning, piece);
      longest_ = std::max(longest_, piece.size());
    }
  }
  size_t longest() const { return longest_; }

  bool AnyIn(std::string_view block) const {
    for (size_t i = 0; i + kPieceBytesMin <= block.size(); ++i) {
      const uint64_t beginning = Beginning(block.data() + i);
      if (!filter_[Bit(beginning)]) continue;
      const auto [first, last] = by_beginning_.equal_range(beginning);
      for (auto piece = first; piece != last; ++piece) {
        if (block.substr(i).starts_with(piece->second)) return true;
      }
    }
    return false;
  }

 private:
  static size_t Bit(uint64_t beginning) {
    return beginning * 0x9e3779b97f4a7c15 >> (64 - kFilterBits);
  }

  std::vector<bool> filter_;
  std::unordered_multimap<uint64_t, std::string_view> by_beginning_;
  size_t longest_ = 0;
};

}  // namespace

absl::StatusOr<bool> FileHolds(const std::string& path,
                               std::span<const std::string> pieces) {
  const Pieces wanted(pieces);
  if (wanted.longest() == 0) return false;
  std::ifstream file(path, std::ios::binary);
  std::string block;
  size_t kept = 0;  // of the block before: a piece may stand across
  while (file) {
    block.resize(kept + kBlockBytes);
    file.read(block.data() + kept, kBlockBytes);
    block.resize(kept + static_cast<size_t>(file.gcount()));
    if (wanted.AnyIn(block)) return true;
    kept = std::min(block.size(), wanted.longest() - 1);
    block.erase(0, block.size() - kept);
  }
  if (!file.eof()) return absl::UnavailableError("the file cannot be read");
  return false;
}

}  // namespace crible
