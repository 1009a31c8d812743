#ifndef CRIBLE_SIGNALS_FACT_KEYS_H_
#define CRIBLE_SIGNALS_FACT_KEYS_H_

#include <cstdint>
#include <string_view>

#include "comment/comment.h"
#include "comment/facts.h"
#include "text/text.h"

namespace crible {

// What to ask the world about this comment: its identity, its author, and the
// keys under which its text (bands of a similarity hash over its words), its
// links' domains, its author and its address are counted, all within its site.
// Hashes are keyed by nothing secret: the counters never leave the process.
// Fills *query but its windows, keeping capacity. README.md says who is who.
void FillFactQuery(const Comment& comment, const Text& body, FactQuery* query);

// What FillFactQuery has for a comment and for its author.
uint64_t CommentFactHash(std::string_view site, std::string_view name);
uint64_t AuthorFactHash(std::string_view site, const Author& author);

// A text of fewer words is near to no other.
inline constexpr size_t kNearTextWordsMin = 5;

// Of a comment's links, only the first so many different domains count.
inline constexpr size_t kDomainKeysMax = 16;

}  // namespace crible

#endif  // CRIBLE_SIGNALS_FACT_KEYS_H_
