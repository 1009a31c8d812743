#ifndef CRIBLE_RULES_REGEX_PROGRAM_H_
#define CRIBLE_RULES_REGEX_PROGRAM_H_

// Patterns as small programs that a backtracking matcher runs over a text, with
// RE2's meaning to the byte: the leftmost match, of those the first that the
// pattern prefers. All programs of a bundle share their tables, so that they
// are small and what many use stays in cache. The matcher counts its steps and
// gives up on a text that is made to be slow; RE2 answers there.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/string_map.h"
#include "rules/regex_prefix.h"
#include "rules/regex_syntax.h"

namespace crible {

// Roughly which bytes: two that differ in more than capitals, or in the highest
// bit, are told apart.
struct ByteKinds {
  uint64_t bits = 0;

  ByteKinds() = default;
  explicit ByteKinds(const ByteSet& set);
  bool MayHave(char byte) const {
    const auto b = static_cast<uint8_t>(byte);
    return bits >> ((b & 31) | (b >> 1 & 32)) & 1;
  }
};

// Where a pattern's program begins, and what is known of its matches before
// one looks.
struct RegexProgram {
  static constexpr uint32_t kNoTable = UINT32_MAX;

  uint32_t entry = 0;
  // If it begins with a table of branches, after \b perhaps: that one, and the
  // instruction that has it.
  uint32_t table = kNoTable;
  uint32_t dispatch = 0;
  bool any_second = false;   // its first two bytes say nothing
  bool any_begin = false;    // or with anything, or it may be empty
  bool any_at_zero = false;  // likewise at the begin of the text
  bool at_boundary = false;  // a match begins at \b
  bool at_run = false;       // with a word character, at \b
  bool at_digit = false;
  ByteKinds first;   // a match begins with one of these
  ByteKinds second;  // and goes on with one of these
};

// What is matched, and if it is known, where runs of word characters begin,
// ascending, and which bytes are digits; see TextRuns.
struct RegexText {
  std::string_view bytes;
  const std::vector<uint32_t>* runs = nullptr;
  const std::vector<uint64_t>* digit_bits = nullptr;
};

struct RegexMatch {
  uint32_t begin = 0;
  uint32_t end = 0;
};

// What matching writes; kept by the caller.
struct RegexScratch {
  struct Frame {
    uint32_t pc;
    uint32_t at;
    uint32_t extra;
  };
  std::vector<Frame> stack;
  // Of all matching with this scratch together: what is left of a comment's
  // share. Without, everything is given up at once.
  int64_t steps_left = 0;
};

enum class RegexFound : uint8_t { kNo, kYes, kGaveUp };

class RegexPrograms {
 public:
  // The program of a tree; nullopt if it has parts that only RE2 knows or
  // passes kCodeMax.
  std::optional<RegexProgram> Add(const RegexNode& node);

  // The same of another's program, whose tables of sets have been taken over:
  // copied, not made anew. `extent` was where it ends after Add, of both.
  struct Extent {
    uint32_t code = 0, spans = 0, lists = 0;
  };
  Extent extent() const {
    return {static_cast<uint32_t>(code_.size()),
            static_cast<uint32_t>(spans_.size()),
            static_cast<uint32_t>(lists_.size())};
  }
  void TakeSets(const RegexPrograms& other);
  RegexProgram TakeOver(const RegexPrograms& other, const RegexProgram& program,
                        const Extent& begin, const Extent& end);
  size_t sets() const { return sets_.size() + byte_sets_.size(); }

  // After the last Add: drops what only building needs.
  void FinishBuilding();

  // The first match that begins at or after `from` and not after `last`. Gives
  // up after kStepsPerByte steps a byte of the text.
  RegexFound Find(const RegexProgram& program, const RegexText& text,
                  uint32_t from, RegexScratch* scratch, RegexMatch* match,
                  uint32_t last = UINT32_MAX) const;

  // The same in steps, so that a caller with many programs takes each step for
  // all of them and waits for memory once a step:
  //
  //   for (program : programs) {
  //     at = NextStart(program, text, 0, UINT32_MAX);
  //     if (at != kNowhere) PrefetchTable(program, text, at);
  //   }
  //   for (…) PrefetchBranches(program, text, at);
  //   for (…) if (MayEnter(program, text, at)) …
  //   for (…) Find(program, text, at, …)
  //
  // Where a match may begin, by its first two bytes, from `from` to `last`.
  static constexpr uint32_t kNowhere = UINT32_MAX;
  static uint32_t NextStart(const RegexProgram& program, const RegexText& text,
                            uint32_t from, uint32_t last);
  void PrefetchTable(const RegexProgram& program, const RegexText& text,
                     uint32_t at) const;
  void PrefetchBranches(const RegexProgram& program, const RegexText& text,
                        uint32_t at) const;
  // False if surely no match begins at `at`, one of NextStart's: no branch of
  // the first table fits.
  bool MayEnter(const RegexProgram& program, const RegexText& text,
                uint32_t at) const;

  size_t code_size() const { return code_.size(); }
  size_t memory_bytes() const;

  // Instructions of one pattern.
  static constexpr size_t kCodeMax = 20000;
  static constexpr int64_t kStepsMin = 2000;
  static constexpr int64_t kStepsPerByte = 8;

 private:
  class Builder;
  class Matcher;

  enum class Op : uint8_t {
    kMatch,
    kBytes,  // the `extra` lowest bytes of `arg`, at most kLiteralBytes
    kSet,    // one code point of sets_[arg]
    kBoundary,
    kNoBoundary,
    kBeginText,
    kEndText,
    kFork,      // `next`, else `arg`
    kDispatch,  // a branch of the table at lists_[arg], see kSlots
    kSpan,      // from spans_[arg].min to .max of a set, as many as possible
  };
  // What a step needs is in it: the next line of memory is far away.
  struct Instruction {
    Op op = Op::kMatch;
    uint8_t extra = 0;
    uint32_t next = 0;
    uint64_t arg = 0;
  };
  static constexpr size_t kLiteralBytes = 8;
  static std::string KeyOf(const CharSet& set);
  static std::string KeyOf(const ByteSet& set);
  static bool GoesOn(const RegexProgram& program, std::string_view text,
                     uint32_t at);
  // NextStart of programs that are at_run, at_digit.
  static uint32_t NextRun(const RegexProgram& program, const RegexText& text,
                          uint32_t from, uint32_t last);
  static uint32_t NextDigit(const RegexProgram& program, const RegexText& text,
                            uint32_t from, uint32_t last);
  // A byte chooses a slot by its lowest five bits; the end of the text is one
  // slot more. A table has where each slot's branches begin, counted from the
  // table's own begin, where the last one's end, then the branches: how far
  // before the instruction they are, and the second and third byte of what they
  // match, 0 for any: most are passed over without a look at them.
  static constexpr size_t kSlots = 32;
  static constexpr uint32_t kBranchSize = 2;
  static constexpr size_t kTableHead = kSlots + 2;
  static size_t SlotAt(std::string_view text, size_t at);
  static uint16_t BytesAfter(std::string_view text, size_t at);
  static bool Fits(uint16_t tag, uint16_t after);
  // The first branch from `from` on that may match; `end` if there is none.
  static uint32_t NextFitting(const uint16_t* table, uint32_t from,
                              uint32_t end, uint16_t after);
  struct Span {
    uint32_t set = 0;
    uint32_t min = 0;
    uint32_t max = 0;
    uint32_t follow = 0;  // byte set: what comes after begins with one of these
    bool follow_any = false;       // or with anything, or nothing
    bool follow_boundary = false;  // at \b
  };

  std::vector<Instruction> code_;
  std::vector<CharSet> sets_;
  std::vector<ByteSet> byte_sets_;
  std::vector<uint16_t> lists_;
  std::vector<Span> spans_;
  // While building: what is there already.
  StringMap<uint32_t> set_of_;
  StringMap<uint32_t> byte_set_of_;
};

}  // namespace crible

#endif  // CRIBLE_RULES_REGEX_PROGRAM_H_
