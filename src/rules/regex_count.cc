#include "rules/regex_count.h"

#include <algorithm>
#include <cstdint>

#include "absl/functional/function_ref.h"

namespace crible {
namespace {

using Kind = RegexNode::Kind;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

size_t LeastCount(const RegexNode& node,
                  absl::FunctionRef<size_t(const RegexNode&)> count_leaf) {
  switch (node.kind) {
    case Kind::kConcat: {
      size_t sum = 0;
      for (const RegexNode& child : node.children) {
        sum += LeastCount(child, count_leaf);
      }
      return sum;
    }
    case Kind::kAlternate: {
      size_t least = SIZE_MAX;
      for (const RegexNode& child : node.children) {
        least = std::min(least, LeastCount(child, count_leaf));
      }
      return least;
    }
    case Kind::kRepeat:
      if (node.min == 0) return 0;
      return static_cast<size_t>(node.min) *
             LeastCount(node.children[0], count_leaf);
    default:
      return count_leaf(node);
  }
}

size_t DigitsOfLeaf(const RegexNode& leaf) {
  if (leaf.kind == Kind::kLiteral) {
    return static_cast<size_t>(
        std::count_if(leaf.literal.begin(), leaf.literal.end(), IsDigit));
  }
  if (leaf.kind != Kind::kClass) return 0;
  const auto& ranges = leaf.set.ranges();
  return ranges.front().first >= '0' && ranges.back().second <= '9';
}

size_t StopsOfLeaf(const RegexNode& leaf) {
  if (leaf.kind != Kind::kLiteral) return 0;
  return static_cast<size_t>(
      std::count(leaf.literal.begin(), leaf.literal.end(), '.'));
}

}  // namespace

size_t DigitsOf(const RegexNode& node) {
  return LeastCount(node, DigitsOfLeaf);
}

size_t StopsOf(const RegexNode& node) { return LeastCount(node, StopsOfLeaf); }

}  // namespace crible
