#ifndef CRIBLE_STORE_TERM_PARTS_H_
#define CRIBLE_STORE_TERM_PARTS_H_

// Making the parts of item_terms.h, beside the traffic: what is to be made is
// read and put together on a connection to read with, and written at once.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "store/item_terms.h"

namespace crible {

// Ids of comments that one part is to have.
struct PartRange {
  int64_t first = 0, last = 0;
  bool operator==(const PartRange&) const = default;
};

// What this process did lately, so that it does not come too often.
struct TermPace {
  absl::Time changes_done = absl::InfinitePast();
  int64_t looked_at = 0;  // the last of the part whose items were counted
};

// What is most worth putting together: items that no part has, once there are
// some hundred; small parts that stand side by side; a part whose items have
// changed; one of which most items are closed. Nullopt most of the time.
std::optional<PartRange> NextPart(absl::Time now, TermPace* pace,
                                  Connection* db);

// All that is to be written.
struct BuiltPart {
  PartRange range;
  int64_t turn = 0;  // TermTurn() before all was read
  int64_t divisor = 1;
  int64_t items = 0;
  std::vector<std::string> lists;  // sealed
  struct Change {
    int64_t comment, times;
  };
  std::vector<Change> changes;  // done by it
};
BuiltPart BuildPart(const PartRange& range, const SealingKey& key,
                    const WordsOf& words_of, Connection* db);

// ABORTED when anything was taken away or put in parts since: build it again.
absl::Status PutPart(const BuiltPart& part, Transaction* t);

}  // namespace crible

#endif  // CRIBLE_STORE_TERM_PARTS_H_
