#ifndef CRIBLE_TEXT_CHAR_ARENA_H_
#define CRIBLE_TEXT_CHAR_ARENA_H_

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace crible {

// Keeps short texts at fixed places until Clear, which keeps the memory.
class CharArena {
 public:
  std::string_view Add(std::string_view text) {
    while (chunk_ < chunks_.size() &&
           chunks_[chunk_].size - used_ < text.size()) {
      ++chunk_;
      used_ = 0;
    }
    if (chunk_ == chunks_.size()) {
      const size_t size = std::max(kChunkBytes, text.size());
      chunks_.push_back({std::make_unique<char[]>(size), size});
    }
    char* const place = chunks_[chunk_].bytes.get() + used_;
    std::memcpy(place, text.data(), text.size());
    used_ += text.size();
    return {place, text.size()};
  }
  void Clear() { chunk_ = used_ = 0; }

 private:
  static constexpr size_t kChunkBytes = 1024;
  struct Chunk {
    std::unique_ptr<char[]> bytes;
    size_t size;
  };
  std::vector<Chunk> chunks_;
  size_t chunk_ = 0;
  size_t used_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_TEXT_CHAR_ARENA_H_
