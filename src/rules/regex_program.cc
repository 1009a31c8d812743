#include "rules/regex_program.h"

#include <algorithm>

#include "base/free_memory.h"
#include "rules/regex_size.h"

namespace crible {
namespace {

constexpr uint32_t kEndless = UINT32_MAX;
constexpr size_t kTableMax = 40000;  // of lists_
constexpr size_t kChainMax = 3;  // so many options are tried without a table

}  // namespace

ByteKinds::ByteKinds(const ByteSet& set) {
  constexpr uint64_t kLow = UINT32_MAX;
  const auto fold = [](uint64_t word) { return (word | word >> 32) & kLow; };
  bits = fold(set.bits[0] | set.bits[2]) | fold(set.bits[1] | set.bits[3])
                                               << 32;
}

// Emits a node's instructions in front of what follows it.
class RegexPrograms::Builder {
 public:
  explicit Builder(RegexPrograms* programs)
      : out_(*programs), begin_(programs->code_.size()) {}

  // An instruction and what can stand where it is entered.
  struct Entry {
    uint32_t pc = 0;
    ByteSet first;
    uint16_t tag = 0;    // the two bytes after the first, each 0 for any
    bool any = false;    // also anything, or nothing
    bool begin = false;  // likewise, at the begin of the text
    bool boundary = false;
  };

  std::optional<RegexProgram> Build(const RegexNode& node) {
    const Entry entry = Emit(node, {.pc = Put({}), .any = true});
    if (failed_) return std::nullopt;
    const RegexPrefix prefix = PrefixOf(node);
    RegexProgram program{.entry = entry.pc,
                         .any_second = prefix.MayBeShort(),
                         .any_begin = entry.any,
                         .any_at_zero = entry.begin,
                         .at_boundary = entry.boundary,
                         .at_run = IsAtRun(entry),
                         .at_digit = IsAtDigit(entry),
                         .first = ByteKinds(entry.first),
                         .second = ByteKinds(prefix.second)};
    FindTable(&program);
    return program;
  }

 private:
  using Kind = RegexNode::Kind;

  static bool BeginsWith(const Entry& entry, bool (*is)(char32_t)) {
    if (entry.any || entry.begin) return false;
    for (char32_t c = 0; c < 256; ++c) {
      if (entry.first.Has(static_cast<char>(c)) && !is(c)) return false;
    }
    return true;
  }
  static bool IsAtRun(const Entry& entry) {
    return entry.boundary && BeginsWith(entry, IsRegexWord);
  }
  static bool IsAtDigit(const Entry& entry) {
    return BeginsWith(entry, [](char32_t c) { return c >= '0' && c <= '9'; });
  }

  void FindTable(RegexProgram* program) const {
    uint32_t pc = program->entry;
    if (out_.code_[pc].op == Op::kBoundary) pc = out_.code_[pc].next;
    if (out_.code_[pc].op != Op::kDispatch) return;
    program->dispatch = pc;
    program->table = static_cast<uint32_t>(out_.code_[pc].arg);
  }

  uint32_t Put(Instruction instruction) {
    if (out_.code_.size() - begin_ > kCodeMax) {
      failed_ = true;
      return 0;
    }
    out_.code_.push_back(instruction);
    return static_cast<uint32_t>(out_.code_.size() - 1);
  }

  Entry Emit(const RegexNode& node, const Entry& next) {
    if (failed_) return {};
    switch (node.kind) {
      case Kind::kEmpty:
        return next;
      case Kind::kLiteral:
        return EmitLiteral(node.literal, next);
      case Kind::kClass:
        return {.pc = Put({Op::kSet, 0, next.pc, InternSet(node.set)}),
                .first = LeadBytes(node.set)};
      case Kind::kProperty:
        failed_ = true;
        return {};
      case Kind::kBoundary: {
        Entry entry = next;
        entry.pc = Put({.op = Op::kBoundary, .next = next.pc});
        entry.boundary = true;
        return entry;
      }
      case Kind::kNoBoundary:
        return EmitAssertion(Op::kNoBoundary, next);
      case Kind::kBeginText:
        return {.pc = Put({.op = Op::kBeginText, .next = next.pc}),
                .begin = true};
      case Kind::kEndText:
        return EmitAssertion(Op::kEndText, next);
      case Kind::kConcat: {
        Entry entry = next;
        for (size_t i = node.children.size(); i-- > 0;) {
          entry = Emit(node.children[i], entry);
        }
        return entry;
      }
      case Kind::kAlternate:
        return EmitAlternate(node, next);
      case Kind::kRepeat:
        return EmitRepeat(node, next);
    }
    return {};
  }

  Entry EmitAssertion(Op op, const Entry& next) {
    Entry entry = next;
    entry.pc = Put({.op = op, .next = next.pc});
    return entry;
  }

  // In pieces, each as long as an instruction holds.
  Entry EmitLiteral(std::string_view literal, Entry next) {
    while (!literal.empty()) {
      const size_t size = std::min(literal.size(), kLiteralBytes);
      const std::string_view piece = literal.substr(literal.size() - size);
      uint64_t bytes = 0;
      for (size_t i = size; i-- > 0;) {
        bytes = bytes << 8 | static_cast<uint8_t>(piece[i]);
      }
      next.pc = Put({Op::kBytes, static_cast<uint8_t>(size), next.pc, bytes});
      next.first = {};
      next.first.Add(static_cast<uint8_t>(piece[0]));
      next.tag = size > 2   ? static_cast<uint16_t>(bytes >> 8)
                 : size > 1 ? static_cast<uint16_t>(bytes >> 8 & 0xFF)
                            : 0;
      next.any = next.begin = next.boundary = false;
      literal.remove_suffix(size);
    }
    return next;
  }

  static Entry Either(uint32_t pc, const Entry& a, const Entry& b) {
    Entry entry{.pc = pc,
                .first = a.first,
                .tag = a.tag == b.tag ? a.tag : uint16_t{0},
                .any = a.any || b.any,
                .begin = a.begin || b.begin,
                .boundary = a.boundary && b.boundary};
    entry.first |= b.first;
    return entry;
  }

  Entry EmitAlternate(const RegexNode& node, const Entry& next) {
    std::vector<Entry> branches;
    for (const RegexNode& child : node.children) {
      branches.push_back(Emit(child, next));
    }
    if (failed_) return {};
    Entry entry = branches.back();
    for (size_t i = branches.size() - 1; i-- > 0;) {
      const bool chain = branches.size() <= kChainMax;
      const uint32_t pc =
          chain ? Put({Op::kFork, 0, branches[i].pc, entry.pc}) : 0;
      entry = Either(pc, branches[i], entry);
    }
    if (branches.size() > kChainMax) {
      entry.pc = Put({.op = Op::kDispatch, .arg = out_.lists_.size()});
      AddTable(branches, entry.pc);
    }
    return entry;
  }

  void AddTable(const std::vector<Entry>& branches, uint32_t pc) {
    const size_t begin = out_.lists_.size();
    out_.lists_.resize(begin + kTableHead);
    for (size_t slot = 0; slot <= kSlots; ++slot) {
      const size_t count = out_.lists_.size() - begin;
      if (count > kTableMax) failed_ = true;
      out_.lists_[begin + slot] = static_cast<uint16_t>(count);
      for (const Entry& branch : branches) {
        if (branch.any || branch.begin ||
            (slot < kSlots && HasSlot(branch.first, slot))) {
          out_.lists_.push_back(static_cast<uint16_t>(pc - branch.pc));
          out_.lists_.push_back(branch.tag);
        }
      }
    }
    out_.lists_[begin + kSlots + 1] =
        static_cast<uint16_t>(out_.lists_.size() - begin);
  }

  static bool HasSlot(const ByteSet& set, size_t slot) {
    uint64_t bits = 0;
    for (const uint64_t word : set.bits) bits |= word | word >> kSlots;
    return bits >> slot & 1;
  }

  Entry EmitRepeat(const RegexNode& node, const Entry& next) {
    const RegexNode& child = node.children[0];
    if (node.max == 0) return next;
    if (child.kind == Kind::kClass && node.greedy && node.max != 1) {
      return EmitSpan(node, next);
    }
    Entry entry = next;
    if (node.max == RegexNode::kUnbounded) {
      entry = EmitStar(child, node.greedy, next);
    }
    // x{0,3} is (x(x(x)?)?)?.
    for (int i = node.min; i < node.max && !failed_; ++i) {
      const Entry body = Emit(child, entry);
      entry = EmitFork(node.greedy, body, next);
    }
    for (int i = 0; i < node.min && !failed_; ++i) entry = Emit(child, entry);
    return entry;
  }

  Entry EmitFork(bool greedy, const Entry& body, const Entry& next) {
    const uint32_t pc = greedy ? Put({Op::kFork, 0, body.pc, next.pc})
                               : Put({Op::kFork, 0, next.pc, body.pc});
    return Either(pc, body, next);
  }

  Entry EmitStar(const RegexNode& child, bool greedy, const Entry& next) {
    // What may be empty repeats without end in ways of RE2's own.
    failed_ |= CanBeEmpty(child);
    if (failed_) return {};
    const uint32_t fork = Put({.op = Op::kFork});
    // The body is never empty, so what it begins with does not depend on what
    // follows it; what ends it may be followed by anything.
    const Entry body = Emit(child, {.pc = fork, .any = true});
    if (failed_) return {};
    Instruction& loop = out_.code_[fork];
    loop.next = greedy ? body.pc : next.pc;
    loop.arg = greedy ? next.pc : body.pc;
    return Either(fork, body, next);
  }

  Entry EmitSpan(const RegexNode& node, const Entry& next) {
    const CharSet& set = node.children[0].set;
    const auto max = node.max == RegexNode::kUnbounded
                         ? kEndless
                         : static_cast<uint32_t>(node.max);
    out_.spans_.push_back({.set = InternSet(set),
                           .min = static_cast<uint32_t>(node.min),
                           .max = max,
                           .follow = InternBytes(next.first),
                           .follow_any = next.any || next.begin,
                           .follow_boundary = next.boundary});
    const uint32_t pc = Put(
        {Op::kSpan, 0, next.pc, static_cast<uint32_t>(out_.spans_.size() - 1)});
    const Entry body{.first = LeadBytes(set)};
    if (node.min == 0) return Either(pc, body, next);
    return {.pc = pc, .first = body.first};
  }

  uint32_t InternSet(const CharSet& set) {
    const auto [it, is_new] = out_.set_of_.try_emplace(
        KeyOf(set), static_cast<uint32_t>(out_.sets_.size()));
    if (is_new) out_.sets_.push_back(set);
    return it->second;
  }

  uint32_t InternBytes(const ByteSet& set) {
    const auto [it, is_new] = out_.byte_set_of_.try_emplace(
        KeyOf(set), static_cast<uint32_t>(out_.byte_sets_.size()));
    if (is_new) out_.byte_sets_.push_back(set);
    return it->second;
  }

  RegexPrograms& out_;
  const size_t begin_;
  bool failed_ = false;
};

std::optional<RegexProgram> RegexPrograms::Add(const RegexNode& node) {
  const size_t code = code_.size(), spans = spans_.size(),
               lists = lists_.size();
  auto program = Builder(this).Build(node);
  if (!program) {
    code_.resize(code);
    spans_.resize(spans);
    lists_.resize(lists);
  }
  return program;
}

std::string RegexPrograms::KeyOf(const CharSet& set) {
  std::string key;
  for (const auto& range : set.ranges()) {
    key.append(reinterpret_cast<const char*>(&range), sizeof(range));
  }
  return key;
}

std::string RegexPrograms::KeyOf(const ByteSet& set) {
  return {reinterpret_cast<const char*>(set.bits.data()), sizeof(set.bits)};
}

void RegexPrograms::TakeSets(const RegexPrograms& other) {
  sets_ = other.sets_;
  byte_sets_ = other.byte_sets_;
  for (uint32_t i = 0; i < sets_.size(); ++i) {
    set_of_.emplace(KeyOf(sets_[i]), i);
  }
  for (uint32_t i = 0; i < byte_sets_.size(); ++i) {
    byte_set_of_.emplace(KeyOf(byte_sets_[i]), i);
  }
}

// Places are counted from the beginning of the tables, those within a table of
// branches from its own.
RegexProgram RegexPrograms::TakeOver(const RegexPrograms& other,
                                     const RegexProgram& program,
                                     const Extent& begin, const Extent& end) {
  const Extent here = extent();
  const uint32_t code = here.code - begin.code;  // modulo 2^32
  const uint32_t spans = here.spans - begin.spans;
  const uint32_t lists = here.lists - begin.lists;
  for (uint32_t pc = begin.code; pc < end.code; ++pc) {
    Instruction& i = code_.emplace_back(other.code_[pc]);
    const auto arg = static_cast<uint32_t>(i.arg);
    i.next += code;
    if (i.op == Op::kFork) i.arg = arg + code;
    if (i.op == Op::kSpan) i.arg = arg + spans;
    if (i.op == Op::kDispatch) i.arg = arg + lists;
  }
  const auto copy = [](const auto& from, uint32_t first, uint32_t last,
                       auto* to) {
    to->insert(to->end(), from.begin() + first, from.begin() + last);
  };
  copy(other.spans_, begin.spans, end.spans, &spans_);
  copy(other.lists_, begin.lists, end.lists, &lists_);
  RegexProgram taken = program;
  taken.entry += code;
  if (taken.table != RegexProgram::kNoTable) {
    taken.table += lists;
    taken.dispatch += code;
  }
  return taken;
}

void RegexPrograms::FinishBuilding() {
  code_.shrink_to_fit();
  lists_.shrink_to_fit();
  spans_.shrink_to_fit();
  FreeMemory(&set_of_, &byte_set_of_);
}

size_t RegexPrograms::memory_bytes() const {
  size_t bytes = code_.capacity() * sizeof(Instruction) +
                 sets_.capacity() * sizeof(CharSet) +
                 byte_sets_.capacity() * sizeof(ByteSet) +
                 lists_.capacity() * sizeof(uint16_t) +
                 spans_.capacity() * sizeof(Span);
  for (const CharSet& set : sets_) {
    bytes += set.ranges().capacity() * sizeof(set.ranges()[0]);
  }
  return bytes;
}

}  // namespace crible
