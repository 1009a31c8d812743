#ifndef CRIBLE_RULES_KEY_TABLE_H_
#define CRIBLE_RULES_KEY_TABLE_H_

// From hashes to short lists of pairs of numbers, asked for everything that a
// text has.
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
  // Calls visit(number, more) for those of the hash, ascending.
  template <typename Visit>
  void Find(uint64_t hash, Visit&& visit) const {
    for (uint64_t i = hash & mask_; slots_[i].list != 0; i = (i + 1) & mask_) {
      if (slots_[i].high != hash >> 32) continue;
      for (uint32_t at = slots_[i].list - 1;; ++at) {
        visit(lists_[at].number & ~kLast, lists_[at].more);
        if (lists_[at].number & kLast) return;
      }
    }
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
