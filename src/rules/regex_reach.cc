#include "rules/regex_reach.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "rules/text_runs.h"
#include "text/utf8.h"

namespace crible {
namespace {

using Atom = RegexAtom::Kind;
using Node = RegexNode::Kind;

// What regex_shape.cc spells out of a class; more is no part of an atom.
constexpr size_t kLettersMax = 6;

char ToLower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool IsLead(char c) { return (static_cast<uint8_t>(c) & 0xC0) != 0x80; }

// Numbers of characters, kEndless being the last.
uint32_t Add(uint32_t a, uint32_t b) {
  return std::min(a + b, RegexReach::kEndless);
}
uint32_t Times(uint32_t a, uint32_t b) {
  if (a == 0 || b == 0) return 0;
  return b > RegexReach::kEndless / a ? RegexReach::kEndless : a * b;
}

struct Range {
  uint32_t min = 0;
  uint32_t max = 0;
};

Range Sum(const Range& a, const Range& b) {
  return {Add(a.min, b.min), Add(a.max, b.max)};
}

Range LengthOf(const RegexNode& node) {
  switch (node.kind) {
    case Node::kLiteral: {
      const auto characters = static_cast<uint32_t>(
          std::count_if(node.literal.begin(), node.literal.end(), IsLead));
      return {characters, characters};
    }
    case Node::kClass:
    case Node::kProperty:
      return {1, 1};
    case Node::kConcat: {
      Range length;
      for (const auto& child : node.children) {
        length = Sum(length, LengthOf(child));
      }
      return length;
    }
    case Node::kAlternate: {
      Range length{RegexReach::kEndless, 0};
      for (const auto& child : node.children) {
        const Range of_child = LengthOf(child);
        length.min = std::min(length.min, of_child.min);
        length.max = std::max(length.max, of_child.max);
      }
      return length;
    }
    case Node::kRepeat: {
      const Range body = LengthOf(node.children[0]);
      const auto max = node.max == RegexNode::kUnbounded
                           ? RegexReach::kEndless
                           : static_cast<uint32_t>(node.max);
      return {Times(body.min, static_cast<uint32_t>(node.min)),
              Times(body.max, max)};
    }
    default:
      return {};
  }
}

// Walks the tree and notes where an atom can begin: at letters that the pattern
// spells out, since others are not known to be there.
class Walker {
 public:
  explicit Walker(const RegexClause& clause) : clause_(clause) {
    for (const RegexAtom& atom : clause.atoms) {
      if (HasPlace(atom)) begins_[static_cast<uint8_t>(atom.text[0])] = true;
    }
  }

  // Goes over a node whose matches begin within `at`.
  void Walk(const RegexNode& node, Range at) {
    switch (node.kind) {
      case Node::kLiteral:
        return WalkLiteral(node.literal, at);
      case Node::kClass:
        return WalkClass(node.set, at);
      case Node::kConcat:
        for (const RegexNode& child : node.children) {
          Walk(child, at);
          at = Sum(at, LengthOf(child));
        }
        return;
      case Node::kAlternate:
        for (const RegexNode& child : node.children) Walk(child, at);
        return;
      case Node::kRepeat:
        return WalkRepeat(node, at);
      default:
        return;
    }
  }

  RegexReach reach() const {
    if (!found_) return {};
    return {reach_.min, reach_.max};
  }

 private:
  static bool HasPlace(const RegexAtom& atom) {
    return atom.kind != Atom::kDigits && atom.kind != Atom::kNumbers &&
           atom.kind != Atom::kSingles && atom.kind != Atom::kPart;
  }

  void Note(const Range& at) {
    reach_.min = found_ ? std::min(reach_.min, at.min) : at.min;
    reach_.max = found_ ? std::max(reach_.max, at.max) : at.max;
    found_ = true;
  }

  // Whether an atom may begin with the literal from `i` on, as far as it goes.
  bool MayBegin(std::string_view literal, size_t i) const {
    if (!begins_[static_cast<uint8_t>(ToLower(literal[i]))]) return false;
    const std::string_view rest = literal.substr(i);
    return std::any_of(
        clause_.atoms.begin(), clause_.atoms.end(),
        [rest](const RegexAtom& atom) {
          if (!HasPlace(atom)) return false;
          const size_t size = std::min(rest.size(), atom.text.size());
          return std::equal(rest.begin(),
                            rest.begin() + static_cast<std::ptrdiff_t>(size),
                            atom.text.begin(),
                            [](char c, char of) { return ToLower(c) == of; });
        });
  }

  void WalkLiteral(std::string_view literal, const Range& at) {
    uint32_t characters = 0;
    for (size_t i = 0; i < literal.size(); ++i) {
      if (!IsLead(literal[i])) continue;
      if (MayBegin(literal, i)) Note(Sum(at, {characters, characters}));
      ++characters;
    }
  }

  void WalkClass(const CharSet& set, const Range& at) {
    size_t letters = 0;
    for (char32_t c = '0'; c <= 'z'; ++c) {
      const bool small = c < 'A' || c > 'Z';
      letters += small && IsRegexWord(c) && Contains(set, c);
    }
    const bool spelt = letters <= kLettersMax;
    for (const RegexAtom& atom : clause_.atoms) {
      const bool sign = atom.kind == Atom::kSign;
      if (!HasPlace(atom) || (!sign && !spelt)) continue;
      if (Contains(set, DecodeUtf8(atom.text, 0).value)) {
        Note(at);
        return;
      }
    }
  }

  // In either case.
  static bool Contains(const CharSet& set, char32_t c) {
    const bool letter = c >= 'a' && c <= 'z';
    return set.Contains(c) || (letter && set.Contains(c - 'a' + 'A'));
  }

  // Any copy of the body may have the atom.
  void WalkRepeat(const RegexNode& node, Range at) {
    if (node.max == 0) return;
    const auto max = node.max == RegexNode::kUnbounded
                         ? RegexReach::kEndless
                         : static_cast<uint32_t>(node.max);
    at.max = Add(at.max, Times(LengthOf(node.children[0]).max, max - 1));
    Walk(node.children[0], at);
  }

  const RegexClause& clause_;
  std::array<bool, 256> begins_{};
  Range reach_;
  bool found_ = false;
};

}  // namespace

RegexReach ReachOf(const RegexNode& node, const RegexClause& clause) {
  Walker walker(clause);
  walker.Walk(node, {});
  return walker.reach();
}

}  // namespace crible
