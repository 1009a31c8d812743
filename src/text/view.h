#ifndef CRIBLE_TEXT_VIEW_H_
#define CRIBLE_TEXT_VIEW_H_

// A view is a normalised form of a text with a map back to the bytes as sent.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crible {

enum class ViewKind : uint8_t {
  kPlain,   // NFC, mark-up decoded
  kFolded,  // NFKC case-folded, accents and default-ignorables removed, quotes
            // unified
  kSkeleton,  // UTS #39 confusables, digits for letters, repeats and spacing
              // collapsed
};

// Maps offsets of a view to offsets of its source. Stored as runs: within a run
// both sides advance byte by byte, so ASCII text is one run. Append in
// ascending order.
class OffsetMap {
 public:
  void Clear() { runs_.clear(); }

  // From view offset `view` on, bytes correspond one to one to source offset
  // `source` on, up to the next run.
  void AddRun(uint32_t view, uint32_t source);
  // The bytes [view, view_end) together stand for [source, source_end).
  void AddBlock(uint32_t view, uint32_t view_end, uint32_t source,
                uint32_t source_end);

  // The source range that the non-empty view range [begin, end) stands for: the
  // smallest that covers all of it, whole blocks included. O(log runs).
  struct Range {
    uint32_t begin = 0;
    uint32_t end = 0;
  };
  Range ToSource(uint32_t begin, uint32_t end) const;

 private:
  struct Run {
    uint32_t view;
    uint32_t source;
    uint32_t source_end;  // 0: one to one; else a block that ends there
  };
  std::vector<Run> runs_;
};

struct View {
  std::string bytes;
  OffsetMap map;  // to the source as sent

  void Clear() {
    bytes.clear();
    map.Clear();
  }
};

}  // namespace crible

#endif  // CRIBLE_TEXT_VIEW_H_
