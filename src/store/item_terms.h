#ifndef CRIBLE_STORE_ITEM_TERMS_H_
#define CRIBLE_STORE_ITEM_TERMS_H_

// Open items by what few of them share: a word of the text, or a label of one
// text, link or person. To keep a list of each as comments come would touch a
// page of the database for every word. So items are put in lists later and many
// at once: those whose ids follow one another make a *part*, which has all its
// lists side by side. Who searches asks each part for one list a word, and
// looks at what no part has yet item by item.
//
//   part: items first … last ── 2,048 lists (128 of a small part), sealed
//   list: numbers in their order, each 24 bits of a word's keyed hash and the
//         item's id less `first`
//
// What is found is a guess: an edit may have taken the word away, and hashes of
// two words may be the same. Nothing open that has the word is missed.
//
// Whoever takes an item away calls ForgetTerms; whoever opens it again or puts
// another text or label to it, NoteTerms.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/keyed_hash.h"
#include "base/seal.h"
#include "store/database.h"
#include "store/group_writer.h"
#include "store/records.h"

namespace crible {

inline constexpr int64_t kTermLists = 2048;

// Where a word or label stands in each part.
struct Term {
  int64_t list = 0;    // below kTermLists
  uint64_t print = 0;  // 24 bits of its hash
};

class Terms {
 public:
  explicit Terms(const SealingKey& key);
  Term OfWord(std::string_view site, std::string_view word) const;
  Term OfLabel(std::string_view site, std::string_view label) const;
  // Every item of a part has this one, so that it is soon known not to be
  // there.
  Term OfItem(int64_t item) const;
  // That of items with more words than are put in lists.
  Term OfManyWords(std::string_view site) const;

 private:
  Term Of(std::string_view kind, std::string_view site,
          std::string_view text) const;
  KeyedHash hash_;
};

// Numbers of a list.
inline constexpr int kTermIdBits = 40;
std::string SealTerms(const std::vector<uint64_t>& sorted,
                      const SealingKey& key);
std::vector<uint64_t> OpenTerms(std::string_view sealed, const SealingKey& key);

// Whether FindByTerms knows of a shorter way for the filter.
bool HasTerms(const ItemFilter& filter);

// The ids of all open items of the site that may have the filter's words and,
// unless it has a list of its own, its label; nullopt when those are so many
// that the queue itself is the shorter way, or may be. Without `words_of`
// words are not looked for.
std::optional<std::vector<int64_t>> FindByTerms(const ItemFilter& filter,
                                                const SealingKey& key,
                                                const WordsOf& words_of,
                                                Connection* db);

void NoteTerms(int64_t item, Connection* db);
// All items of a transaction at once: a part that has any is read as a whole.
void ForgetTerms(std::span<const int64_t> items, Transaction* t);

// How often items were put in lists or taken away: who reads to write later
// sees by it whether all is as it was.
int64_t TermTurn(Connection* db);
void NextTermTurn(Connection* db);

}  // namespace crible

#endif  // CRIBLE_STORE_ITEM_TERMS_H_
