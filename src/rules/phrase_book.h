#ifndef CRIBLE_RULES_PHRASE_BOOK_H_
#define CRIBLE_RULES_PHRASE_BOOK_H_

// The phrases of all rules, each once however many rules name it, with a trie a
// field. Conditions name lists of phrases; equal lists are one, so that a list
// that every rule excuses itself by is found once.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "comment/comment.h"
#include "rules/phrase_trie.h"
#include "rules/rule.h"
#include "text/text.h"
#include "text/word_set.h"

namespace crible {

inline constexpr size_t kFieldCount = 6;
inline constexpr size_t kPhraseWordsMax = 64;

// A list that a phrase is on. Phrases of a list that are forms of one another
// ("con", "conne") are one group, and count once towards `min`.
struct PhraseUse {
  uint32_t list = 0;
  uint32_t group = 0;  // of the list, from 0
};

struct Phrase {
  std::string_view exact_form;  // for `exact`, else empty
  // Conditions that want every place, not just the first ones: those in a
  // `near`.
  uint32_t near_uses = 0;
  uint32_t bytes = 0;  // as folded, with a space after each word
  std::span<const PhraseUse> uses;
};

class PhraseBook {
 public:
  enum class Problem { kNone, kNoWords, kTooManyWords };

  PhraseBook() = default;
  PhraseBook(const PhraseBook&) = delete;
  PhraseBook& operator=(const PhraseBook&) = delete;

  // Enters the phrases of one condition; *list becomes the number of its list.
  // The answer is about phrase *bad when it is not kNone.
  Problem AddCondition(const PhraseCondition& condition, bool in_near,
                       uint32_t* list, size_t* bad);
  // Builds the tries. False: see PhraseTrie::Build.
  bool Build();

  std::span<const Phrase> phrases() const { return phrases_; }
  size_t lists() const { return near_counts_.size(); }
  const PhraseTrie& trie(Field field) const {
    return tries_[static_cast<size_t>(field)];
  }
  void AddWords(WordSet* words) const;
  size_t memory_bytes() const;

 private:
  struct WordForm {
    uint64_t hash = 0;             // as folded
    uint32_t bytes = 0;            // likewise
    std::vector<uint64_t> hashes;  // of all forms, ascending
  };
  struct Entry {
    Field field;
    uint32_t first_word = 0;  // of entry_words_
    uint32_t words = 0;
    uint32_t exact_begin = 0;  // of exact_forms_
    uint32_t exact_bytes = 0;
  };
  // A text by two hashes: of as many as a bundle has, no two are taken for one
  // another (once in 10^26), and none needs to be kept.
  using Key = std::pair<uint64_t, uint64_t>;
  struct Draft {
    uint32_t phrase;
    PhraseUse use;
  };

  static Key KeyOf(std::string_view text);
  uint32_t FormsOf(std::string_view exact_word, std::string_view folded,
                   bool inflect);
  uint32_t PhraseOf(const PhraseCondition& condition, std::string_view phrase,
                    Problem* problem);
  void AddList(const PhraseCondition& condition, std::vector<uint32_t> ids);
  std::vector<uint32_t> GroupsOf(std::span<const uint32_t> phrases) const;
  bool IsFormOf(uint32_t phrase, uint32_t of) const;
  std::span<const uint32_t> WordsOf(uint32_t phrase) const {
    return std::span(entry_words_)
        .subspan(entries_[phrase].first_word, entries_[phrase].words);
  }
  void FillPhrases();
  bool BuildTries();

  std::vector<Phrase> phrases_;
  std::vector<PhraseUse> uses_;  // phrase by phrase
  std::string exact_forms_;
  std::vector<uint32_t> near_counts_;  // by list: conditions in a `near`

  // While building.
  std::vector<Entry> entries_;         // by phrase
  std::vector<uint32_t> entry_words_;  // into forms_
  std::vector<Draft> drafts_;          // by list
  std::vector<WordForm> forms_;
  absl::flat_hash_map<Key, uint32_t> form_of_, phrase_of_, list_of_;
  // The same by SharedTexts::id, field, exact and min > 1.
  absl::flat_hash_map<std::tuple<const void*, Field, bool, bool>, uint32_t>
      list_of_id_;
  Text text_;
  std::string key_, exact_word_;

  std::array<PhraseTrie, kFieldCount> tries_;
  std::vector<uint64_t> word_hashes_;  // of all forms, ascending
};

}  // namespace crible

#endif  // CRIBLE_RULES_PHRASE_BOOK_H_
