#ifndef CRIBLE_RULES_KEY_TABLE_H_
#define CRIBLE_RULES_KEY_TABLE_H_

// From hashes to short lists of pairs of numbers, asked for everything that a
// text has. Looking something up is done in steps, so that a caller with many
// hashes takes each step for all of them and waits for memory once a step:
//
//   for (hash : passed) table.Prefetch(hash);
//   for (hash : passed) table.PrefetchList(list = table.ListOf(hash));
//   for (list : lists) table.Visit(list, visit);
//
// A slot keeps half a hash: one of four billion others passes for it, so what
// is found must be looked at again.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "rules/bit_filter.h"

namespace crible {

class KeyTable {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  struct Entry {
    uint64_t hash = 0;
    uint32_t number = 0;  // below 2^31
    uint32_t more = 0;    // found beside the number
    friend auto operator<=>(const Entry&, const Entry&) = default;
  };
  void Build(std::vector<Entry> entries);

  bool empty() const { return lists_.empty(); }
  // 1 if the hash may be there, else 0: a table that stays in cache.
  uint32_t MayHave(uint64_t hash) const { return filter_.Has(hash); }

  void Prefetch(uint64_t hash) const {
    __builtin_prefetch(&slots_[hash & mask_]);
  }
  // The list of the hash; kNone if it has none.
  uint32_t ListOf(uint64_t hash) const {
    for (uint64_t i = hash & mask_; slots_[i].list != 0; i = (i + 1) & mask_) {
      if (slots_[i].high == hash >> 32) return slots_[i].list - 1;
    }
    return kNone;
  }
  void PrefetchList(uint32_t list) const { __builtin_prefetch(&lists_[list]); }
  // Calls visit(number, more) for those of the list, ascending.
  template <typename Visit>
  void VisitList(uint32_t list, Visit&& visit) const {
    for (uint32_t at = list;; ++at) {
      visit(lists_[at].number & ~kLast, lists_[at].more);
      if (lists_[at].number & kLast) return;
    }
  }
  // All steps at once.
  template <typename Visit>
  void Find(uint64_t hash, Visit&& visit) const {
    const uint32_t list = ListOf(hash);
    if (list != kNone) VisitList(list, visit);
  }
  size_t memory_bytes() const;

 private:
  static constexpr uint32_t kLast = uint32_t{1} << 31;
  struct Slot {
    uint32_t high = 0;  // of the hash
    uint32_t list = 0;  // 1 + where in lists_; 0 is free
  };
  struct Item {
    uint32_t number;  // and kLast
    uint32_t more;
  };
  BitFilter filter_;
  std::vector<Slot> slots_;  // at most half full
  std::vector<Item> lists_;
  uint64_t mask_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_RULES_KEY_TABLE_H_
