#ifndef CRIBLE_RULES_MATCH_STATE_H_
#define CRIBLE_RULES_MATCH_STATE_H_

// What matching one comment found so far, on the way to hits. Kept by the
// caller between comments: a stamp says whether an entry is of this comment, so
// that nothing is cleared and nothing allocated in steady state.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "comment/evidence.h"
#include "rules/near.h"
#include "rules/rule_program.h"
#include "rules/rule_set.h"

namespace crible {

// How many places of one phrase are kept, of each of the three kinds that
// `quoted` tells apart, unless a `near` needs all; as many as a rule shows.
inline constexpr uint32_t kPlacesPerPhrase = kSpansPerRoleMax;
// All places of all phrases in one text. Comments are shorter in words; what
// does not fit is a fault, not a miss.
inline constexpr size_t kPlacesMax = size_t{1} << 17;
// Steps of all patterns' programs in one comment: beyond, RE2 answers, whose
// cost a byte is sure.
inline constexpr int64_t kRegexStepsMin = 50000;
inline constexpr int64_t kRegexStepsPerByte = 64;
inline constexpr uint32_t kNoEntry = UINT32_MAX;

// Of which kind the words of a place are.
enum class Quotation : uint8_t { kOutside, kInside, kMixed };

struct PhrasePlace {
  uint32_t first_word;
  uint32_t last_word;
  uint32_t next;  // of the same phrase
  Quotation quotation;
};

// A phrase that is on a list, or a link that a leaf waits for, was found.
struct LeafEntry {
  uint32_t found;  // phrase, or index into links
  uint32_t group;  // of a phrase
  uint32_t next;
};

struct RuleScratch::State {
  struct PhraseState {
    uint32_t stamp = 0;
    uint32_t first = kNoEntry;
    uint32_t last = kNoEntry;
    std::array<uint32_t, 3> counts{};  // by Quotation
  };
  struct LeafState {
    uint32_t stamp = 0;
    uint32_t first = kNoEntry;
  };
  // Of a pattern that matches.
  struct PatternState {
    bool by_program = false;  // and not by RE2: `match` is the first place
    bool placed = false;      // first_place and end_place are known
    RegexMatch match;
    uint32_t first_place = 0;  // into pattern_places
    uint32_t end_place = 0;
  };

  struct Key {
    uint64_t hash;
    uint32_t at;  // as TextRuns::Thing
    uint32_t list;
  };
  struct Proposal {
    uint32_t pattern;
    uint32_t check;
    uint32_t at;
  };

  // A pattern that is to be run near the places of its keys.
  struct Try {
    uint32_t pattern = 0;
    uint32_t place = 0;  // the next of these, in `proposals`
    uint32_t end_place = 0;
    uint32_t from = 0;  // a match may begin from here
    uint32_t last = 0;  // to here
  };

  // Makes room for the program and forgets the comment before.
  void Begin(const RuleProgram& program);
  // What patterns ask of a view, read when first asked for. Views that differ in
  // nothing but capital ASCII letters share it.
  const TextRuns& RunsOf(uint32_t filter, const Text& text, ViewKind view);

  uint64_t program = 0;
  uint32_t stamp = 0;
  bool overflow = false;  // kPlacesMax was passed
  std::vector<PhraseState> phrases;
  std::vector<PhrasePlace> phrase_places;
  // Of domain conditions, and of patterns: that one of them matches.
  std::vector<LeafState> leaves;
  std::vector<LeafState> lists;  // of phrases
  std::vector<LeafEntry> leaf_entries;
  // By pattern: twice the stamp of the comment that it was last run on, and 1
  // if it matched there. Apart, since most do not.
  std::vector<uint32_t> pattern_runs;
  std::vector<PatternState> patterns;
  std::vector<Span> pattern_places;  // in the source
  struct Runs {
    uint32_t stamp = 0;
    const std::string* bytes = nullptr;
    const TextRuns* same = nullptr;  // of a view that differs in capitals only
    TextRuns runs;
  };
  std::vector<Runs> runs;  // by filter of the patterns
  std::vector<Key> keys;   // what of a text passed the filter
  std::vector<Proposal> proposals;
  std::vector<Try> tries;
  RegexScratch regex;
  std::vector<uint32_t> rules;  // stamps
  std::vector<uint32_t> awake;  // rules to look at
  std::vector<HitSpan> spans;
  std::vector<Place> places;
  std::vector<uint32_t> groups;
  std::string text;
};

}  // namespace crible

#endif  // CRIBLE_RULES_MATCH_STATE_H_
