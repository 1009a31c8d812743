#include "text/view.h"

#include <algorithm>

#include "base/check.h"

namespace crible {

size_t OffsetMap::Find(uint32_t view) const {
  const auto after = std::upper_bound(
      runs_.begin(), runs_.end(), view,
      [](uint32_t offset, const Run& run) { return offset < run.view; });
  CRIBLE_CHECK(after != runs_.begin());
  return static_cast<size_t>(after - runs_.begin()) - 1;
}

OffsetMap::Range OffsetMap::ToSource(uint32_t begin, uint32_t end) const {
  CRIBLE_CHECK(begin < end);
  return {Begin(runs_[Find(begin)], begin), End(runs_[Find(end - 1)], end - 1)};
}

OffsetMap::Range OffsetMap::FromSource(uint32_t begin, uint32_t end,
                                       uint32_t view_size) const {
  // Sources ascend with views, so the runs that touch the range are neighbours.
  const auto view_end = [&](size_t i) {
    return i + 1 < runs_.size() ? runs_[i + 1].view : view_size;
  };
  const auto last_source = [&](size_t i) {
    return End(runs_[i], view_end(i) - 1);
  };
  size_t low = 0, high = runs_.size();
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (last_source(middle) > begin) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  const size_t first = low;
  if (first == runs_.size() || runs_[first].source >= end) return {};
  high = runs_.size();
  while (low + 1 < high) {
    const size_t middle = (low + high) / 2;
    (runs_[middle].source < end ? low : high) = middle;
  }
  const Run& head = runs_[first];
  const Run& tail = runs_[low];
  Range range{head.view, view_end(low)};
  if (head.source_end == 0 && head.source < begin) {
    range.begin = head.view + (begin - head.source);
  }
  if (tail.source_end == 0) {
    range.end = std::min(range.end, tail.view + (end - tail.source));
  }
  return range;
}

void OffsetMap::Compose(const OffsetMap& inner, uint32_t view_size,
                        OffsetMap* scratch) {
  scratch->Clear();
  size_t at = 0;  // the run of `inner` that holds the present offset
  const auto seek = [&](uint32_t offset) {
    while (at + 1 < inner.runs_.size() && inner.runs_[at + 1].view <= offset) {
      ++at;
    }
  };
  for (size_t i = 0; i < runs_.size(); ++i) {
    const Run& run = runs_[i];
    const uint32_t end = i + 1 < runs_.size() ? runs_[i + 1].view : view_size;
    if (run.source_end != 0) {
      seek(run.source);
      const uint32_t begin = Begin(inner.runs_[at], run.source);
      seek(run.source_end - 1);
      scratch->AddBlock(run.view, end, begin,
                        End(inner.runs_[at], run.source_end - 1));
      continue;
    }
    for (uint32_t view = run.view; view < end;) {
      const uint32_t middle = run.source + (view - run.view);
      seek(middle);
      const Run& through = inner.runs_[at];
      uint32_t next = end;
      if (at + 1 < inner.runs_.size()) {
        next =
            std::min(end, run.view + (inner.runs_[at + 1].view - run.source));
      }
      if (through.source_end == 0) {
        scratch->AddRun(view, Begin(through, middle));
      } else {
        scratch->AddBlock(view, next, through.source, through.source_end);
      }
      view = next;
    }
  }
  runs_.swap(scratch->runs_);
}

OffsetMap::Range OffsetCursor::ToSource(uint32_t begin, uint32_t end) {
  CRIBLE_CHECK(begin < end && !map_.runs_.empty());
  const auto& runs = map_.runs_;
  while (run_ + 1 < runs.size() && runs[run_ + 1].view <= begin) ++run_;
  const uint32_t source = OffsetMap::Begin(runs[run_], begin);
  size_t last = run_;
  while (last + 1 < runs.size() && runs[last + 1].view < end) ++last;
  return {source, OffsetMap::End(runs[last], end - 1)};
}

}  // namespace crible
