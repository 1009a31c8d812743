#include "rules/regex_atoms.h"

#include <algorithm>

#include "re2/filtered_re2.h"
#include "rules/pattern.h"

namespace crible {
namespace {

// RE2 lowers the letters of its atoms by Unicode, the scanner those of the text
// by ASCII. In the folded view letters of these scripts are in the form that
// RE2 gives them; elsewhere only the ASCII parts of an atom are sure to stand
// in the text.
bool IsSure(std::string_view atom, size_t i, ViewKind view) {
  const auto byte = static_cast<unsigned char>(atom[i]);
  if (byte < 0x80) return true;
  if (view != ViewKind::kRead) return false;
  size_t lead = i;
  while (lead > 0 && (static_cast<unsigned char>(atom[lead]) & 0xC0) == 0x80) {
    --lead;
  }
  const auto first = static_cast<unsigned char>(atom[lead]);
  // U+0380 to U+07FF: Greek, Cyrillic, Hebrew, Arabic; U+3000 to U+9FFF.
  return (first >= 0xCE && first <= 0xDF) || (first >= 0xE3 && first <= 0xE9);
}

// The longest part of the atom that a text with the atom is sure to hold.
std::string SurePart(std::string_view atom, ViewKind view) {
  std::string_view best;
  for (size_t begin = 0; begin < atom.size();) {
    size_t end = begin;
    while (end < atom.size() && IsSure(atom, end, view)) ++end;
    if (end - begin > best.size()) best = atom.substr(begin, end - begin);
    begin = end + 1;
  }
  return std::string(best);
}

// "İ" and the Kelvin sign become ASCII letters when RE2 lowers them.
bool LowersToAscii(std::string_view pattern) {
  return pattern.find("\u0130") != std::string_view::npos ||
         pattern.find("\u212a") != std::string_view::npos ||
         pattern.find("\\x") != std::string_view::npos;
}

// The clauses of one pattern: minimal sets of atoms without which RE2's filter
// rejects the text, found by asking that filter.
class ClauseFinder {
 public:
  ClauseFinder(const std::string& pattern, ViewKind view)
      : filter_(kAtomBytesMin) {
    int id = 0;
    if (filter_.Add(pattern, PatternOptions(), &id) != RE2::NoError) return;
    filter_.Compile(&atoms_);
    for (size_t i = 0; i < atoms_.size(); ++i) {
      std::string sure = SurePart(atoms_[i], view);
      const bool usable = sure.size() >= size_t{kAtomBytesMin};
      atoms_[i] = usable ? std::move(sure) : std::string();
      free_.push_back(!usable);
    }
  }

  // A clause without the atoms used before, or empty.
  std::vector<std::string> Next() {
    std::vector<bool> in(atoms_.size());
    for (size_t i = 0; i < in.size(); ++i) in[i] = !free_[i];
    if (atoms_.empty() || MayMatchWithout(in)) return {};
    std::vector<size_t> order(atoms_.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [this](size_t a, size_t b) {
      return atoms_[a].size() < atoms_[b].size();
    });
    for (const size_t i : order) {
      if (!in[i]) continue;
      in[i] = false;
      if (MayMatchWithout(in)) in[i] = true;
    }
    std::vector<std::string> clause;
    for (size_t i = 0; i < in.size(); ++i) {
      if (!in[i]) continue;
      clause.push_back(atoms_[i]);
      free_[i] = true;
    }
    std::sort(clause.begin(), clause.end());
    clause.erase(std::unique(clause.begin(), clause.end()), clause.end());
    return clause;
  }

 private:
  bool MayMatchWithout(const std::vector<bool>& missing) {
    std::vector<int> present;
    for (size_t i = 0; i < missing.size(); ++i) {
      if (!missing[i]) present.push_back(static_cast<int>(i));
    }
    std::vector<int> potential;
    filter_.AllPotentials(present, &potential);
    return !potential.empty();
  }

  re2::FilteredRE2 filter_;
  std::vector<std::string> atoms_;
  std::vector<bool> free_;  // counts as present: no use, or used before
};

double Rareness(const std::vector<std::string>& clause) {
  size_t shortest = SIZE_MAX;
  for (const auto& atom : clause) shortest = std::min(shortest, atom.size());
  return static_cast<double>(shortest) / static_cast<double>(clause.size());
}

}  // namespace

std::vector<std::vector<std::string>> RegexAtoms(const std::string& pattern,
                                                 ViewKind view) {
  std::vector<std::vector<std::string>> clauses;
  if (view != ViewKind::kRead && LowersToAscii(pattern)) return clauses;
  ClauseFinder finder(pattern, view);
  while (clauses.size() < kAtomClausesMax) {
    auto clause = finder.Next();
    if (clause.empty()) break;
    clauses.push_back(std::move(clause));
  }
  std::stable_sort(
      clauses.begin(), clauses.end(),
      [](const auto& a, const auto& b) { return Rareness(a) > Rareness(b); });
  return clauses;
}

}  // namespace crible
