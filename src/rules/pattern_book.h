#ifndef CRIBLE_RULES_PATTERN_BOOK_H_
#define CRIBLE_RULES_PATTERN_BOOK_H_

// The regular expressions of all rules, each once. Those that wake rules wait
// for the rarest thing that a text must hold for them (regex_atoms.h); all have
// a short test that says of most texts that they cannot match, and a program
// (regex_program.h) for the rest. RE2 is made of a pattern only when it is
// needed: where the program gives up, or there is none.

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "base/string_map.h"
#include "comment/comment.h"
#include "re2/re2.h"
#include "rules/key_table.h"
#include "rules/literal_scanner.h"
#include "rules/regex_atoms.h"
#include "rules/regex_parts.h"
#include "rules/regex_program.h"
#include "rules/regex_reach.h"
#include "rules/text_runs.h"
#include "text/view.h"

namespace crible {

// What running a pattern reads, side by side in memory.
struct alignas(64) PatternHead {
  RegexProgram program;
  bool has_program = false;
  bool waits = false;  // matches only where one of its keys is found
  // How far before the key its matches begin; see RegexReach.
  uint16_t reach_min = 0;
  uint16_t reach_max = RegexReach::kEndless;
  uint16_t filter = 0;      // its field and view
  uint32_t first_rule = 0;  // the rules that it wakes
  uint32_t end_rule = 0;
};

struct Pattern {
  std::string_view text;
  uint32_t filter = 0;  // its field and view
  std::optional<RegexProgram> program;
  float rate = 1;                // the share of ordinary comments it is run on
  uint32_t size = 0;             // instructions of RE2, roughly
  std::vector<uint32_t> leaves;  // the conditions that use it
};

// What patterns wait for in one view of one field.
struct PatternFilter {
  Field field = Field::kBody;
  ViewKind view = ViewKind::kRead;
  KeyTable keys;           // hash of TextRuns → pattern, its check
  LiteralScanner scanner;  // parts of words
  std::vector<std::vector<uint32_t>> by_part;  // literal → patterns
  std::vector<uint32_t> always;  // patterns that run on every text

  bool waits() const {
    return !keys.empty() || !by_part.empty() || !always.empty();
  }
};

class PatternBook {
 public:
  PatternBook() = default;
  ~PatternBook();
  PatternBook(const PatternBook&) = delete;
  PatternBook& operator=(const PatternBook&) = delete;

  // Before the first Add: what a loaded book knows of a pattern is taken over
  // instead of being found out anew, which is most of the time that loading
  // takes. It must live until Build.
  void TakeFrom(const PatternBook& loaded, int64_t memory_bytes);

  // Enters a pattern for a condition and answers its number; the other way,
  // RE2's complaint. The text must outlive the book.
  struct Added {
    uint32_t pattern = 0;
    std::string error;
  };
  Added Add(std::string_view text, Field field, ViewKind view, uint32_t leaf,
            int64_t memory_bytes);
  // The pattern is to be found by its keys, or run on every text if it has
  // none, and wakes the rule when it matches.
  void WaitFor(uint32_t pattern, uint32_t rule);
  // After the last pattern. False if the parts of words of a view pass
  // LiteralScanner::kBytesMax.
  bool Build();

  std::span<const Pattern> patterns() const { return patterns_; }
  std::span<const PatternFilter> filters() const { return filters_; }
  const RegexPrograms& programs() const { return programs_; }

  const PatternHead& head(uint32_t pattern) const { return heads_[pattern]; }
  std::span<const uint32_t> RulesOf(const PatternHead& head) const {
    return {rules_.data() + head.first_rule, rules_.data() + head.end_rule};
  }
  void Prefetch(uint32_t pattern) const {
    __builtin_prefetch(&heads_[pattern]);
  }

  // False if a pattern surely does not match: the text lacks all atoms of one
  // of its clauses. What KeyTable has beside its number is the check after that
  // for the clause of the key, which is known to hold.
  uint32_t first_check(uint32_t pattern) const {
    return first_checks_[pattern];
  }
  void PrefetchCheck(uint32_t check) const {
    __builtin_prefetch(checks_.data() + check);
  }
  bool MayMatch(uint32_t check, const TextRuns& runs) const {
    for (const uint16_t* at = checks_.data() + check; *at != kEnd;) {
      const uint32_t kind = *at++, count = *at++;
      bool any = kind == kStops && runs.stops() >= count;
      if (kind == kAtoms || kind == kAtomsOrParts) {
#pragma GCC unroll 4
        for (uint32_t i = 0; i < count; ++i) any |= runs.HasBit(at[i]);
        at += count;
      }
      if (kind == kParts) {
        any = runs.MayHaveAnyPart(at, count);
        at += count * TextRuns::kPartTriples;
      }
      if (!any && kind != kAtomsOrParts) return false;
      // What has one of the atoms need not have one of the parts.
      if (any && kind == kAtomsOrParts)
        at += 2 + at[1] * TextRuns::kPartTriples;
    }
    return true;
  }
  // Made when first asked for; safe from any thread.
  const RE2& re(uint32_t pattern) const;

  size_t memory_bytes() const;

 private:
  uint32_t FilterOf(Field field, ViewKind view);
  // Adds what is known of the pattern itself. Answers RE2's complaint.
  std::string Analyse(Pattern* pattern, int64_t memory_bytes);
  void TakeOver(uint32_t known, Pattern* pattern);
  void AddKeys(const RegexClause& rarest);
  std::span<const uint64_t> KeyHashes(uint32_t pattern) const;
  struct KeyPart {
    uint32_t pattern;
    std::string text;
  };
  std::span<const KeyPart> KeyParts(uint32_t pattern) const;
  void AddChecks(const std::vector<RegexClause>& clauses,
                 const std::vector<PartClause>& parts, size_t stops);
  void AddAtoms(const RegexClause& clause);
  void AddParts(std::span<const std::string> parts);
  bool BuildParts(uint32_t filter);
  void BuildHeads();

  std::vector<Pattern> patterns_;
  std::vector<PatternFilter> filters_;
  RegexPrograms programs_;
  // Of a pattern what a text must have, the rarest first: of what kind, how
  // many, and these; then kEnd. What is asked for often stands apart from the
  // patterns.
  enum Check : uint16_t {
    kEnd,
    kAtoms,         // one of these bits of TextRuns
    kAtomsOrParts,  // likewise, or one of the parts that follow
    kParts,         // one of these parts, each by its triples
    kStops,         // so many full stops
  };
  std::vector<uint16_t> checks_;
  std::vector<uint32_t> first_checks_;  // by pattern
  std::vector<PatternHead> heads_;      // by pattern
  std::vector<uint32_t> rules_;         // of one head after the other
  int64_t re_memory_bytes_ = 0;
  std::unique_ptr<std::atomic<const RE2*>[]> res_;  // by pattern

  // By pattern, for a book that takes them over: where each ends in programs_,
  // the hashes of its keys, the check after those.
  std::vector<RegexPrograms::Extent> ends_;
  std::vector<uint64_t> key_hashes_;
  std::vector<uint32_t> key_ends_;    // into key_hashes_
  std::vector<uint32_t> key_checks_;  // after its rarest clause
  std::vector<KeyPart> key_parts_;  // keys that are parts of words; ascending

  // While building.
  StringMap<uint32_t> pattern_of_;
  std::vector<RegexReach> reaches_;  // by pattern, of its keys
  const PatternBook* loaded_ = nullptr;
  absl::flat_hash_map<std::string_view, uint32_t> known_;  // of loaded_
  struct Key {
    uint32_t filter;
    uint64_t hash;  // 0: of `part`
    std::string part;
    uint32_t pattern;
  };
  std::vector<Key> keys_;
  std::vector<std::pair<uint32_t, uint32_t>> waiting_;  // pattern, rule
};

}  // namespace crible

#endif  // CRIBLE_RULES_PATTERN_BOOK_H_
