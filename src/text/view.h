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
  kRead,      // folded, with visibly disguised words as they are to be read
};

// Maps offsets of a view to offsets of its source. Stored as runs: within a run
// both sides advance byte by byte, so ASCII text is one run. Append in
// ascending order.
class OffsetMap {
 public:
  void Clear() { runs_.clear(); }

  // From view offset `view` on, bytes correspond one to one to source offset
  // `source` on, up to the next run. Does nothing where the last run already
  // says so.
  void AddRun(uint32_t view, uint32_t source) {
    if (!runs_.empty()) {
      const Run& last = runs_.back();
      if (last.source_end == 0 && view - last.view == source - last.source) {
        return;
      }
    }
    runs_.push_back({view, source, 0});
  }
  // The bytes [view, view_end) together stand for [source, source_end), which
  // is not empty. What follows needs its own run or block.
  void AddBlock(uint32_t view, uint32_t view_end, uint32_t source,
                uint32_t source_end) {
    if (view < view_end) runs_.push_back({view, source, source_end});
  }

  // The source range that the non-empty view range [begin, end) stands for: the
  // smallest that covers all of it, whole blocks included. O(log runs).
  struct Range {
    uint32_t begin = 0;
    uint32_t end = 0;
  };
  Range ToSource(uint32_t begin, uint32_t end) const;

  // The view range that covers the non-empty source range [begin, end); empty
  // when the view holds nothing of it. `view_size` is the size of the view.
  // O(log runs).
  Range FromSource(uint32_t begin, uint32_t end, uint32_t view_size) const;

  // Whether every view offset is the same source offset.
  bool identity() const {
    return runs_.size() == 1 && runs_[0].view == 0 && runs_[0].source == 0 &&
           runs_[0].source_end == 0;
  }

  // Makes this map, whose source is the view of `inner`, lead to the source of
  // `inner`. `view_size` is the size of this map's view. Linear in the runs of
  // both; `scratch` lends its capacity.
  void Compose(const OffsetMap& inner, uint32_t view_size, OffsetMap* scratch);

  size_t runs() const { return runs_.size(); }

 private:
  struct Run {
    uint32_t view;
    uint32_t source;
    uint32_t source_end;  // 0: one to one; else a block that ends there
  };
  friend class OffsetCursor;

  size_t Find(uint32_t view) const;  // the run that holds a view offset
  static uint32_t Begin(const Run& run, uint32_t view) {
    return run.source_end == 0 ? run.source + (view - run.view) : run.source;
  }
  static uint32_t End(const Run& run, uint32_t view) {
    return run.source_end == 0 ? run.source + (view - run.view) + 1
                               : run.source_end;
  }

  std::vector<Run> runs_;
};

// ToSource for ranges that ascend: linear in runs over all calls together.
class OffsetCursor {
 public:
  explicit OffsetCursor(const OffsetMap& map) : map_(map) {}
  OffsetMap::Range ToSource(uint32_t begin, uint32_t end);

 private:
  const OffsetMap& map_;
  size_t run_ = 0;
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
