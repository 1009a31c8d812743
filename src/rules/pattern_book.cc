#include "rules/pattern_book.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/free_memory.h"
#include "fmt/core.h"
#include "rules/pattern.h"
#include "rules/regex_count.h"
#include "rules/regex_size.h"

namespace crible {
namespace {

// Of more atoms one is in most texts, as far as the table of bits can tell.
constexpr size_t kCheckAtomsMax = 100;
constexpr size_t kStopsMax = 1000;

// Atoms to ask for, for each text that is denied by them.
double EffortOf(const RegexClause& clause) {
  return static_cast<double>(2 + clause.atoms.size()) / (1.01 - clause.rate);
}

re2::StringPiece Piece(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

PatternBook::~PatternBook() {
  if (res_ == nullptr) return;
  for (size_t i = 0; i < patterns_.size(); ++i) delete res_[i].load();
}

PatternBook::Added PatternBook::Add(std::string_view text, Field field,
                                    ViewKind view, uint32_t leaf,
                                    int64_t memory_bytes) {
  std::string key = fmt::format("{} {} {}", static_cast<int>(field),
                                static_cast<int>(view), text);
  if (const auto it = pattern_of_.find(key); it != pattern_of_.end()) {
    auto& leaves = patterns_[it->second].leaves;
    if (leaves.back() != leaf) leaves.push_back(leaf);
    return {.pattern = it->second};
  }
  re_memory_bytes_ = memory_bytes;
  const auto id = static_cast<uint32_t>(patterns_.size());
  Pattern pattern{
      .text = text, .filter = FilterOf(field, view), .leaves = {leaf}};
  if (const auto known = known_.find(text); known != known_.end()) {
    TakeOver(known->second, &pattern);
  } else if (auto error = Analyse(&pattern, memory_bytes); !error.empty()) {
    return {.error = std::move(error)};
  }
  ends_.push_back(programs_.extent());
  patterns_.push_back(std::move(pattern));
  pattern_of_.emplace(std::move(key), id);
  return {.pattern = id};
}

std::string PatternBook::Analyse(Pattern* pattern, int64_t memory_bytes) {
  std::vector<RegexClause> clauses;
  std::vector<PartClause> parts;
  size_t stops = 0;
  RegexReach reach;
  if (const std::optional<RegexNode> node = ParseRegex(pattern->text)) {
    clauses = RegexClauses(*node);
    parts = PartClauses(*node);
    stops = StopsOf(*node);
    pattern->program = programs_.Add(*node);
    pattern->size = static_cast<uint32_t>(RegexSize(*node));
    if (!clauses.empty()) reach = ReachOf(*node, clauses[0]);
  } else {
    const RE2 re(Piece(pattern->text), PatternOptions(memory_bytes));
    if (!re.ok()) return re.error();
    pattern->size = static_cast<uint32_t>(re.ProgramSize());
  }
  if (!clauses.empty()) pattern->rate = static_cast<float>(clauses[0].rate);
  AddChecks(clauses, parts, stops);
  AddKeys(clauses.empty() ? RegexClause() : clauses[0]);
  reaches_.push_back(reach);
  return {};
}

void PatternBook::TakeFrom(const PatternBook& loaded, int64_t memory_bytes) {
  // Sets of patterns that are gone stay: at some time all is made anew.
  constexpr size_t kSetsMax = 100000;
  if (loaded.re_memory_bytes_ != memory_bytes ||
      loaded.programs_.sets() > kSetsMax) {
    return;
  }
  loaded_ = &loaded;
  programs_.TakeSets(loaded.programs_);
  known_.reserve(loaded.patterns_.size());
  for (uint32_t i = 0; i < loaded.patterns_.size(); ++i) {
    known_.emplace(loaded.patterns_[i].text, i);
  }
}

// All but its field and view, which may be others.
void PatternBook::TakeOver(uint32_t known, Pattern* pattern) {
  const PatternBook& from = *loaded_;
  const Pattern& other = from.patterns_[known];
  pattern->rate = other.rate;
  pattern->size = other.size;
  if (other.program) {
    const auto begin =
        known == 0 ? RegexPrograms::Extent() : from.ends_[known - 1];
    pattern->program = programs_.TakeOver(from.programs_, *other.program, begin,
                                          from.ends_[known]);
  }
  const uint32_t first = from.first_checks_[known];
  const size_t end = known + 1 < from.first_checks_.size()
                         ? from.first_checks_[known + 1]
                         : from.checks_.size();
  const auto here = static_cast<uint32_t>(checks_.size());
  first_checks_.push_back(here);
  key_checks_.push_back(here + from.key_checks_[known] - first);
  checks_.insert(checks_.end(), from.checks_.begin() + first,
                 from.checks_.begin() + static_cast<std::ptrdiff_t>(end));
  const auto hashes = from.KeyHashes(known);
  key_hashes_.insert(key_hashes_.end(), hashes.begin(), hashes.end());
  key_ends_.push_back(static_cast<uint32_t>(key_hashes_.size()));
  for (const KeyPart& part : from.KeyParts(known)) {
    key_parts_.push_back(
        {static_cast<uint32_t>(patterns_.size()), part.text});
  }
  const PatternHead& head = from.heads_[known];
  reaches_.push_back({head.reach_min, head.reach_max});
}

void PatternBook::AddKeys(const RegexClause& rarest) {
  for (const RegexAtom& atom : rarest.atoms) {
    if (const uint64_t hash = atom.Hash(); hash != 0) {
      key_hashes_.push_back(hash);
    } else {
      key_parts_.push_back(
          {static_cast<uint32_t>(patterns_.size()), atom.text});
    }
  }
  key_ends_.push_back(static_cast<uint32_t>(key_hashes_.size()));
}

std::span<const uint64_t> PatternBook::KeyHashes(uint32_t pattern) const {
  const uint32_t begin = pattern == 0 ? 0 : key_ends_[pattern - 1];
  return {key_hashes_.data() + begin, key_hashes_.data() + key_ends_[pattern]};
}

std::span<const PatternBook::KeyPart> PatternBook::KeyParts(
    uint32_t pattern) const {
  const auto first = std::partition_point(
      key_parts_.begin(), key_parts_.end(),
      [pattern](const KeyPart& part) { return part.pattern < pattern; });
  const auto last = std::find_if(
      first, key_parts_.end(),
      [pattern](const KeyPart& part) { return part.pattern != pattern; });
  return {first, last};
}

uint32_t PatternBook::FilterOf(Field field, ViewKind view) {
  for (uint32_t i = 0; i < filters_.size(); ++i) {
    if (filters_[i].field == field && filters_[i].view == view) return i;
  }
  auto& filter = filters_.emplace_back();
  filter.field = field;
  filter.view = view;
  return static_cast<uint32_t>(filters_.size() - 1);
}

void PatternBook::AddChecks(const std::vector<RegexClause>& clauses,
                            const std::vector<PartClause>& parts,
                            size_t stops) {
  first_checks_.push_back(static_cast<uint32_t>(checks_.size()));
  key_checks_.push_back(first_checks_.back());
  std::vector<const RegexClause*> asked;
  for (const RegexClause& clause : clauses) {
    if (clause.atoms.size() <= kCheckAtomsMax) asked.push_back(&clause);
  }
  if (!asked.empty()) {
    // The rarest stays first, since what waits for it need not ask for it.
    const auto rest = asked.begin() + (asked[0] == &clauses[0]);
    std::stable_sort(rest, asked.end(), [](const auto* a, const auto* b) {
      return EffortOf(*a) < EffortOf(*b);
    });
  }
  for (const RegexClause* clause : asked) {
    AddAtoms(*clause);
    if (clause == &clauses[0]) {
      key_checks_.back() = static_cast<uint32_t>(checks_.size());
    }
  }
  if (stops > 1) {
    checks_.insert(checks_.end(),
                   {kStops, static_cast<uint16_t>(std::min(stops, kStopsMax))});
  }
  for (const PartClause& clause : parts) AddParts(clause.parts);
  checks_.push_back(kEnd);
}

void PatternBook::AddAtoms(const RegexClause& clause) {
  std::vector<std::string> parts;
  for (const RegexAtom& atom : clause.atoms) {
    if (atom.Hash() == 0) parts.push_back(atom.text);
  }
  const size_t atoms = clause.atoms.size() - parts.size();
  checks_.insert(checks_.end(), {parts.empty() ? kAtoms : kAtomsOrParts,
                                 static_cast<uint16_t>(atoms)});
  for (const RegexAtom& atom : clause.atoms) {
    const uint64_t hash = atom.Hash();
    if (hash == 0) continue;
    checks_.push_back(static_cast<uint16_t>(TextRuns::BitOf(hash)));
  }
  if (!parts.empty()) AddParts(parts);
}

void PatternBook::AddParts(std::span<const std::string> parts) {
  checks_.insert(checks_.end(), {kParts, static_cast<uint16_t>(parts.size())});
  for (const std::string& part : parts) {
    const auto triples = TextRuns::TriplesOf(part);
    checks_.insert(checks_.end(), triples.begin(), triples.end());
  }
}

void PatternBook::WaitFor(uint32_t pattern, uint32_t rule) {
  waiting_.emplace_back(pattern, rule);
  const auto hashes = KeyHashes(pattern);
  const auto parts = KeyParts(pattern);
  const uint32_t filter = patterns_[pattern].filter;
  if (hashes.empty() && parts.empty()) {
    filters_[filter].always.push_back(pattern);
  }
  for (const uint64_t hash : hashes) {
    keys_.push_back({filter, hash, {}, pattern});
  }
  for (const KeyPart& part : parts) {
    keys_.push_back({filter, 0, part.text, pattern});
  }
}

bool PatternBook::BuildParts(uint32_t filter) {
  StringMap<uint32_t> part_of;
  std::vector<std::string> parts;
  auto& by_part = filters_[filter].by_part;
  size_t bytes = 0;
  for (const Key& key : keys_) {
    if (key.filter != filter || key.part.empty()) continue;
    const auto [it, is_new] =
        part_of.try_emplace(key.part, static_cast<uint32_t>(parts.size()));
    if (is_new) {
      parts.push_back(key.part);
      by_part.emplace_back();
      bytes += key.part.size();
    }
    auto& patterns = by_part[it->second];
    if (patterns.empty() || patterns.back() != key.pattern) {
      patterns.push_back(key.pattern);
    }
  }
  if (bytes >= LiteralScanner::kBytesMax) return false;
  filters_[filter].scanner.Build(parts);
  return true;
}

void PatternBook::BuildHeads() {
  std::sort(waiting_.begin(), waiting_.end());
  waiting_.erase(std::unique(waiting_.begin(), waiting_.end()), waiting_.end());
  heads_.reserve(patterns_.size());
  auto waiting = waiting_.begin();
  for (uint32_t id = 0; id < patterns_.size(); ++id) {
    const Pattern& pattern = patterns_[id];
    auto& head = heads_.emplace_back();
    head.has_program = pattern.program.has_value();
    if (pattern.program) head.program = *pattern.program;
    head.filter = static_cast<uint16_t>(pattern.filter);
    head.reach_min = static_cast<uint16_t>(reaches_[id].min);
    head.reach_max = static_cast<uint16_t>(reaches_[id].max);
    head.first_rule = static_cast<uint32_t>(rules_.size());
    for (; waiting != waiting_.end() && waiting->first == id; ++waiting) {
      rules_.push_back(waiting->second);
    }
    head.end_rule = static_cast<uint32_t>(rules_.size());
    head.waits = head.first_rule < head.end_rule;
  }
}

bool PatternBook::Build() {
  for (uint32_t i = 0; i < filters_.size(); ++i) {
    if (!BuildParts(i)) return false;
    auto& always = filters_[i].always;
    std::sort(always.begin(), always.end());
    always.erase(std::unique(always.begin(), always.end()), always.end());
    std::vector<KeyTable::Entry> entries;
    for (const Key& key : keys_) {
      if (key.filter == i && key.part.empty()) {
        entries.push_back({key.hash, key.pattern, key_checks_[key.pattern]});
      }
    }
    filters_[i].keys.Build(std::move(entries));
  }
  BuildHeads();
  programs_.FinishBuilding();
  checks_.shrink_to_fit();
  res_ = std::make_unique<std::atomic<const RE2*>[]>(patterns_.size());
  FreeMemory(&pattern_of_, &reaches_, &keys_, &waiting_, &known_);
  loaded_ = nullptr;
  key_hashes_.shrink_to_fit();
  return true;
}

const RE2& PatternBook::re(uint32_t pattern) const {
  std::atomic<const RE2*>& slot = res_[pattern];
  if (const RE2* re = slot.load(std::memory_order_acquire)) return *re;
  const re2::StringPiece text = Piece(patterns_[pattern].text);
  auto made = std::make_unique<RE2>(text, PatternOptions(re_memory_bytes_));
  // A budget that is too small even for the pattern itself.
  if (!made->ok()) made = std::make_unique<RE2>(text, PatternOptions());
  CRIBLE_CHECK(made->ok());
  const RE2* other = nullptr;
  if (slot.compare_exchange_strong(other, made.get(),
                                   std::memory_order_acq_rel)) {
    return *made.release();
  }
  return *other;  // of another thread
}

size_t PatternBook::memory_bytes() const {
  // An RE2 object, its two programs and the states that ordinary comments
  // visit, of patterns without a program.
  constexpr size_t kReBytes = 16 << 10;
  constexpr size_t kReInstructionBytes = 64;
  size_t bytes = programs_.memory_bytes() +
                 checks_.capacity() * sizeof(checks_[0]) +
                 patterns_.capacity() * sizeof(Pattern) +
                 heads_.capacity() * sizeof(PatternHead) +
                 ends_.capacity() * sizeof(ends_[0]) +
                 key_hashes_.capacity() * sizeof(uint64_t) +
                 key_ends_.capacity() * sizeof(uint32_t) +
                 key_checks_.capacity() * sizeof(uint32_t) +
                 rules_.capacity() * sizeof(uint32_t);
  for (const Pattern& pattern : patterns_) {
    bytes += pattern.leaves.capacity() * sizeof(uint32_t) + sizeof(RE2*);
    if (!pattern.program)
      bytes += kReBytes + kReInstructionBytes * pattern.size;
  }
  for (const PatternFilter& filter : filters_) {
    bytes += filter.scanner.memory_bytes() + filter.keys.memory_bytes() +
             filter.by_part.capacity() * sizeof(filter.by_part[0]);
  }
  return bytes;
}

}  // namespace crible
