#include "rules/regex_size.h"

#include <algorithm>

namespace crible {
namespace {

// RE2's instructions for one code point of a class.
constexpr int kClassSize = 30;
constexpr int kPropertySize = 1500;

}  // namespace

int RegexSize(const RegexNode& node) {
  int size = 1;
  if (node.kind == RegexNode::Kind::kLiteral) {
    size = static_cast<int>(node.literal.size());
  } else if (node.kind == RegexNode::Kind::kClass) {
    const auto ranges = static_cast<int>(node.set.ranges().size());
    size = node.set.HasHigh() ? std::min(kClassSize * ranges, kPropertySize)
                              : ranges;
  } else if (node.kind == RegexNode::Kind::kProperty) {
    size = kPropertySize;
  }
  // What repeats may have been a group, of which the tree does not tell.
  const int beside = node.kind == RegexNode::Kind::kRepeat ? 3 : 1;
  for (const RegexNode& child : node.children) {
    size = std::min(size + RegexSize(child) + beside, kRegexSizeMax + 1);
  }
  if (node.kind != RegexNode::Kind::kRepeat) return size;
  const int copies = std::max({node.min + 1, node.max, 1});
  return size > kRegexSizeMax / copies ? kRegexSizeMax + 1 : size * copies;
}

int RegexWeight(const RegexNode& node) {
  int weight = 1;
  for (const RegexNode& child : node.children) {
    weight = std::max(weight, RegexWeight(child));
  }
  if (node.kind != RegexNode::Kind::kRepeat) return weight;
  const int copies = std::max({node.min, node.max, 1});
  return std::min(weight * copies, kRegexRepeatMax + 1);
}

bool CanBeEmpty(const RegexNode& node) {
  switch (node.kind) {
    case RegexNode::Kind::kLiteral:
    case RegexNode::Kind::kClass:
    case RegexNode::Kind::kProperty:
      return false;
    case RegexNode::Kind::kConcat:
      return std::all_of(node.children.begin(), node.children.end(),
                         CanBeEmpty);
    case RegexNode::Kind::kAlternate:
      return std::any_of(node.children.begin(), node.children.end(),
                         CanBeEmpty);
    case RegexNode::Kind::kRepeat:
      return node.min == 0 || CanBeEmpty(node.children[0]);
    default:
      return true;
  }
}

}  // namespace crible
