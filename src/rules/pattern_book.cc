#include "rules/pattern_book.h"

#include "fmt/core.h"
#include "rules/regex_atoms.h"

namespace crible {

PatternBook::Added PatternBook::Add(const std::string& text, Field field,
                                    ViewKind view, uint32_t leaf,
                                    int64_t memory_bytes) {
  std::string key = fmt::format("{} {} {}", static_cast<int>(field),
                                static_cast<int>(view), text);
  if (const auto it = pattern_of_.find(key); it != pattern_of_.end()) {
    auto& leaves = patterns_[it->second].leaves;
    if (leaves.back() != leaf) leaves.push_back(leaf);
    return {.pattern = it->second};
  }
  auto re = std::make_unique<RE2>(text, PatternOptions(memory_bytes));
  if (!re->ok()) return {.error = re->error()};
  const auto id = static_cast<uint32_t>(patterns_.size());
  patterns_.push_back(
      {.re = std::move(re), .field = field, .view = view, .leaves = {leaf}});
  clauses_.push_back(RegexAtoms(text, view));
  pattern_of_.emplace(std::move(key), id);
  return {.pattern = id};
}

bool PatternBook::BuildFilter(Field field, ViewKind view) {
  PatternFilter filter{.field = field,
                       .view = view,
                       .first_atom = static_cast<uint32_t>(by_atom_.size())};
  StringMap<uint32_t> atom_of;
  std::vector<std::string> atoms;
  size_t bytes = 0;
  for (uint32_t id = 0; id < patterns_.size(); ++id) {
    Pattern& pattern = patterns_[id];
    if (pattern.field != field || pattern.view != view) continue;
    for (const auto& clause : clauses_[id]) {
      auto& numbers = pattern.clauses.emplace_back();
      for (const std::string& atom : clause) {
        const auto [it, is_new] =
            atom_of.try_emplace(atom, static_cast<uint32_t>(by_atom_.size()));
        if (is_new) {
          atoms.push_back(atom);
          by_atom_.emplace_back();
          bytes += atom.size();
        }
        numbers.push_back(it->second);
        if (&clause == &clauses_[id].front()) {
          by_atom_[it->second].push_back(id);
        }
      }
    }
  }
  if (bytes >= LiteralScanner::kBytesMax) return false;
  if (atoms.empty()) return true;
  filter.scanner.Build(atoms);
  filters_.push_back(std::move(filter));
  return true;
}

bool PatternBook::Build() {
  for (const Field field :
       {Field::kBody, Field::kAuthorName, Field::kAuthorEmail,
        Field::kAuthorUrl, Field::kParentText, Field::kArticleTitle}) {
    for (const ViewKind view :
         {ViewKind::kPlain, ViewKind::kRead, ViewKind::kSkeleton}) {
      if (!BuildFilter(field, view)) return false;
    }
  }
  clauses_ = {};
  pattern_of_ = {};
  return true;
}

// An RE2 object, its two programs and the DFA states that ordinary comments
// visit: 26 kB a pattern, measured over 5,000; more for long programs.
size_t PatternBook::memory_bytes() const {
  constexpr size_t kPatternBytes = 16 << 10;
  constexpr size_t kInstructionBytes = 64;
  size_t bytes = 0;
  for (const Pattern& pattern : patterns_) {
    bytes += kPatternBytes +
             kInstructionBytes * static_cast<size_t>(pattern.re->ProgramSize());
  }
  for (const PatternFilter& filter : filters_) {
    bytes += filter.scanner.memory_bytes();
  }
  return bytes + by_atom_.capacity() * sizeof(by_atom_[0]);
}

}  // namespace crible
