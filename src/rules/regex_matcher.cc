// The running half of regex_program.h.

#include <algorithm>
#include <bit>
#include <cstring>

#include "rules/regex_program.h"
#include "text/utf8.h"

namespace crible {
namespace {

constexpr uint32_t kFresh = UINT32_MAX;  // a frame that enters an instruction

constexpr std::array<bool, 256> WordBytes() {
  std::array<bool, 256> words{};
  for (size_t i = 0; i < 128; ++i) words[i] = IsRegexWord(char32_t(i));
  return words;
}
constexpr std::array<bool, 256> kWordBytes = WordBytes();

bool IsWordAt(std::string_view text, size_t at) {
  return at < text.size() && kWordBytes[static_cast<uint8_t>(text[at])];
}

bool IsBoundary(std::string_view text, size_t at) {
  return (at > 0 && IsWordAt(text, at - 1)) != IsWordAt(text, at);
}

// Bytes of the character of the set at `at`; 0 if there is none.
size_t MatchSet(const CharSet& set, std::string_view text, size_t at) {
  if (at >= text.size()) return 0;
  const auto byte = static_cast<uint8_t>(text[at]);
  if (byte < 0x80) return set.Contains(byte);
  const CodePoint point = DecodeUtf8(text, at);
  return point.size > 1 && set.Contains(point.value) ? point.size : 0;
}

}  // namespace

size_t RegexPrograms::SlotAt(std::string_view text, size_t at) {
  return at < text.size() ? static_cast<uint8_t>(text[at]) & (kSlots - 1)
                          : kSlots;
}

// The two bytes after the one at `at`; 0 where there are none.
uint16_t RegexPrograms::BytesAfter(std::string_view text, size_t at) {
  uint16_t after = 0;
  const size_t left = text.size() - at;
  if (left > 2) {
    std::memcpy(&after, text.data() + at + 1, 2);
  } else if (left > 1) {
    after = static_cast<uint8_t>(text[at + 1]);
  }
  return after;
}

bool RegexPrograms::Fits(uint16_t tag, uint16_t after) {
  const uint16_t other = tag ^ after;
  return ((tag & 0xFF) == 0 || (other & 0xFF) == 0) &&
         (tag >> 8 == 0 || other >> 8 == 0);
}

uint32_t RegexPrograms::NextFitting(const uint16_t* table, uint32_t from,
                                    uint32_t end, uint16_t after) {
  while (from < end && !Fits(table[from + 1], after)) from += kBranchSize;
  return from;
}

// One attempt after another, each from one place in the text.
class RegexPrograms::Matcher {
 public:
  Matcher(const RegexPrograms& programs, std::string_view text,
          RegexScratch* scratch)
      : programs_(programs),
        text_(text),
        stack_(scratch->stack),
        shared_steps_(scratch->steps_left),
        steps_(std::min(
            shared_steps_,
            kStepsMin + kStepsPerByte * static_cast<int64_t>(text.size()))),
        steps_left_(steps_) {}
  ~Matcher() { shared_steps_ -= steps_ - std::max<int64_t>(steps_left_, 0); }
  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;

  // Where a match from `at` ends.
  RegexFound MatchAt(const RegexProgram& program, uint32_t at, uint32_t* end) {
    stack_.clear();
    at_ = at;
    pc_ = program.dispatch;
    if (program.table == RegexProgram::kNoTable) {
      pc_ = program.entry;
    } else {
      // Where NextStart sees \b there is one.
      if (--steps_left_ < 0) return RegexFound::kGaveUp;
      const uint16_t* const table = programs_.lists_.data() + program.table;
      if (!Branch(table, table[SlotAt(text_, at)])) return RegexFound::kNo;
    }
    stack_.push_back({pc_, at_, kFresh});
    while (!stack_.empty()) {
      const RegexScratch::Frame frame = stack_.back();
      stack_.pop_back();
      pc_ = frame.pc;
      at_ = frame.at;
      if (frame.extra != kFresh && !Resume(frame)) continue;
      while (Step()) {
      }
      if (matched_) {
        *end = at_;
        return RegexFound::kYes;
      }
      if (steps_left_ < 0) return RegexFound::kGaveUp;
    }
    return RegexFound::kNo;
  }

 private:
  // One instruction; false when the way ends, matched or not.
  bool Step() {
    if (--steps_left_ < 0) return false;
    const Instruction& i = programs_.code_[pc_];
    switch (i.op) {
      case Op::kMatch:
        matched_ = true;
        return false;
      case Op::kBytes:
        if (!HasBytes(i.arg, i.extra)) return false;
        at_ += i.extra;
        break;
      case Op::kSet: {
        const size_t size = MatchSet(programs_.sets_[i.arg], text_, at_);
        if (size == 0) return false;
        at_ += static_cast<uint32_t>(size);
        break;
      }
      case Op::kBoundary:
        if (!IsBoundary(text_, at_)) return false;
        break;
      case Op::kNoBoundary:
        if (IsBoundary(text_, at_)) return false;
        break;
      case Op::kBeginText:
        if (at_ != 0) return false;
        break;
      case Op::kEndText:
        if (at_ != text_.size()) return false;
        break;
      case Op::kFork:
        stack_.push_back({static_cast<uint32_t>(i.arg), at_, kFresh});
        break;
      case Op::kDispatch: {
        const uint16_t* const table = programs_.lists_.data() + i.arg;
        return Branch(table, table[SlotAt(text_, at_)]);
      }
      case Op::kSpan:
        return EnterSpan(programs_.spans_[i.arg], i.next);
    }
    pc_ = i.next;
    return true;
  }

  bool HasBytes(uint64_t literal, size_t size) const {
    if (text_.size() - at_ < size) return false;
    uint64_t here = 0;
    if (text_.size() - at_ >= kLiteralBytes) {
      std::memcpy(&here, text_.data() + at_, kLiteralBytes);
      here ^= literal;
      return here << (64 - 8 * size) == 0;
    }
    return std::memcmp(text_.data() + at_, &literal, size) == 0;
  }

  // Goes on with a way that was left for later.
  bool Resume(const RegexScratch::Frame& frame) {
    const Instruction& i = programs_.code_[frame.pc];
    if (i.op == Op::kDispatch) {
      return Branch(programs_.lists_.data() + i.arg, frame.extra);
    }
    // A span that takes one character less.
    return LeaveSpan(programs_.spans_[i.arg], i.next, frame.extra);
  }

  // Takes the first branch that fits from `index` on, those after it remain.
  bool Branch(const uint16_t* table, uint32_t index) {
    const uint32_t end = table[SlotAt(text_, at_) + 1];
    const uint16_t after = BytesAfter(text_, at_);
    const uint32_t taken = NextFitting(table, index, end, after);
    if (taken >= end) return false;
    const uint32_t other = NextFitting(table, taken + kBranchSize, end, after);
    if (other < end) stack_.push_back({pc_, at_, other});
    pc_ -= table[taken];
    return true;
  }

  bool EnterSpan(const Span& span, uint32_t next) {
    const CharSet& set = programs_.sets_[span.set];
    uint32_t least = at_;
    for (uint32_t n = 0; n < span.max; ++n) {
      if (n == span.min) least = at_;
      const size_t size = MatchSet(set, text_, at_);
      if (size == 0) {
        if (n < span.min) return false;
        break;
      }
      at_ += static_cast<uint32_t>(size);
      --steps_left_;
      if (n + 1 == span.min) least = at_;
    }
    return LeaveSpan(span, next, least);
  }

  // Goes on from here, or from the last place before, not before `least`, where
  // what follows the span can begin.
  bool LeaveSpan(const Span& span, uint32_t next, uint32_t least) {
    const ByteSet& follow = programs_.byte_sets_[span.follow];
    for (uint32_t at = at_;; --at) {
      const bool can_follow =
          (span.follow_any || (at < text_.size() && follow.Has(text_[at]))) &&
          (!span.follow_boundary || IsBoundary(text_, at)) &&
          (at == least || at == text_.size() || (text_[at] & 0xC0) != 0x80);
      if (can_follow) {
        if (at > least) stack_.push_back({pc_, at - 1, least});
        at_ = at;
        pc_ = next;
        return true;
      }
      if (at == least) return false;
    }
  }

  const RegexPrograms& programs_;
  const std::string_view text_;
  std::vector<RegexScratch::Frame>& stack_;
  int64_t& shared_steps_;
  const int64_t steps_;
  int64_t steps_left_;
  uint32_t pc_ = 0;
  uint32_t at_ = 0;
  bool matched_ = false;
};

// Whether a match may go on so, whose first byte is there.
inline bool RegexPrograms::GoesOn(const RegexProgram& program,
                                  std::string_view text, uint32_t at) {
  return program.any_second ||
         (at + 1 < text.size() && program.second.MayHave(text[at + 1]));
}

uint32_t RegexPrograms::NextRun(const RegexProgram& program,
                                const RegexText& text, uint32_t from,
                                uint32_t last) {
  const auto end = text.runs->end();
  for (auto run = std::lower_bound(text.runs->begin(), end, from);
       run != end && *run <= last; ++run) {
    if (program.first.MayHave(text.bytes[*run]) &&
        GoesOn(program, text.bytes, *run)) {
      return *run;
    }
  }
  return kNowhere;
}

uint32_t RegexPrograms::NextDigit(const RegexProgram& program,
                                  const RegexText& text, uint32_t from,
                                  uint32_t last) {
  const std::vector<uint64_t>& digits = *text.digit_bits;
  uint64_t mask = ~uint64_t{0} << (from & 63);
  for (size_t i = from >> 6; i < digits.size(); ++i) {
    for (uint64_t bits = digits[i] & mask; bits != 0; bits &= bits - 1) {
      const auto at = static_cast<uint32_t>(64 * i) +
                      static_cast<uint32_t>(std::countr_zero(bits));
      if (at > last) return kNowhere;
      if (program.first.MayHave(text.bytes[at]) &&
          GoesOn(program, text.bytes, at) &&
          (!program.at_boundary || IsBoundary(text.bytes, at))) {
        return at;
      }
    }
    mask = ~uint64_t{0};
  }
  return kNowhere;
}

uint32_t RegexPrograms::NextStart(const RegexProgram& program,
                                  const RegexText& text, uint32_t from,
                                  uint32_t last) {
  if (program.at_run && text.runs != nullptr) {
    return NextRun(program, text, from, last);
  }
  if (program.at_digit && text.digit_bits != nullptr) {
    return NextDigit(program, text, from, last);
  }
  const std::string_view bytes = text.bytes;
  const auto size = static_cast<uint32_t>(bytes.size());
  const uint32_t end = last < size ? last + 1 : size + 1;
  for (uint32_t at = from; at < end; ++at) {
    if (!program.any_begin && (at > 0 || !program.any_at_zero)) {
      const uint32_t stop = std::min(end, size);
      while (at < stop && !program.first.MayHave(bytes[at])) ++at;
      if (at >= stop) return kNowhere;
    }
    if (GoesOn(program, bytes, at) &&
        (!program.at_boundary || IsBoundary(bytes, at))) {
      return at;
    }
  }
  return kNowhere;
}

void RegexPrograms::PrefetchTable(const RegexProgram& program,
                                  const RegexText& text, uint32_t at) const {
  if (program.table == RegexProgram::kNoTable) {
    __builtin_prefetch(&code_[program.entry]);
  } else {
    __builtin_prefetch(&lists_[program.table + SlotAt(text.bytes, at)]);
  }
}

void RegexPrograms::PrefetchBranches(const RegexProgram& program,
                                     const RegexText& text, uint32_t at) const {
  if (program.table == RegexProgram::kNoTable) return;
  const uint16_t* const table = lists_.data() + program.table;
  __builtin_prefetch(table + table[SlotAt(text.bytes, at)]);
}

bool RegexPrograms::MayEnter(const RegexProgram& program, const RegexText& text,
                             uint32_t at) const {
  if (program.table == RegexProgram::kNoTable) return true;
  const uint16_t* const table = lists_.data() + program.table;
  const size_t slot = SlotAt(text.bytes, at);
  const uint32_t end = table[slot + 1];
  const uint32_t taken =
      NextFitting(table, table[slot], end, BytesAfter(text.bytes, at));
  if (taken >= end) return false;
  __builtin_prefetch(&code_[program.dispatch - table[taken]]);
  return true;
}

RegexFound RegexPrograms::Find(const RegexProgram& program,
                               const RegexText& text, uint32_t from,
                               RegexScratch* scratch, RegexMatch* match,
                               uint32_t last) const {
  Matcher matcher(*this, text.bytes, scratch);
  for (uint32_t at = NextStart(program, text, from, last); at != kNowhere;
       at = NextStart(program, text, at + 1, last)) {
    const RegexFound found = matcher.MatchAt(program, at, &match->end);
    if (found == RegexFound::kNo) continue;
    match->begin = at;
    return found;
  }
  return RegexFound::kNo;
}

}  // namespace crible
