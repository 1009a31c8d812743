#include "rules/regex_prefix.h"

#include <algorithm>
#include <string_view>

namespace crible {
namespace {

using Kind = RegexNode::Kind;

uint8_t LeadByte(char32_t c) {
  if (c < 0x80) return static_cast<uint8_t>(c);
  if (c < 0x800) return static_cast<uint8_t>(0xC0 | c >> 6);
  if (c < 0x10000) return static_cast<uint8_t>(0xE0 | c >> 12);
  return static_cast<uint8_t>(0xF0 | c >> 18);
}

RegexPrefix OfLiteral(std::string_view literal) {
  RegexPrefix prefix;
  if (literal.empty()) {
    prefix.empty = true;
  } else if (literal.size() == 1) {
    prefix.one.Add(static_cast<uint8_t>(literal[0]));
  } else {
    prefix.first.Add(static_cast<uint8_t>(literal[0]));
    prefix.second.Add(static_cast<uint8_t>(literal[1]));
  }
  return prefix;
}

RegexPrefix OfClass(const CharSet& set) {
  const ByteSet leads = LeadBytes(set);
  RegexPrefix prefix;
  prefix.one.bits = {leads.bits[0], leads.bits[1], 0, 0};
  prefix.first.bits = {0, 0, leads.bits[2], leads.bits[3]};
  if (set.HasHigh()) prefix.second.bits = {0, 0, ~uint64_t{0}, 0};
  return prefix;
}

RegexPrefix Either(RegexPrefix a, const RegexPrefix& b) {
  a.empty |= b.empty;
  a.one |= b.one;
  a.first |= b.first;
  a.second |= b.second;
  return a;
}

RegexPrefix Then(const RegexPrefix& a, const RegexPrefix& b) {
  RegexPrefix prefix{.empty = a.empty && b.empty};
  prefix.first = a.first;
  prefix.second = a.second;
  if (b.empty) prefix.one |= a.one;
  if (a.empty) {
    prefix.one |= b.one;
    prefix.first |= b.first;
    prefix.second |= b.second;
  }
  const bool has_second = b.one != ByteSet() || b.first != ByteSet();
  if (a.one != ByteSet() && has_second) {
    prefix.first |= a.one;
    prefix.second |= b.one;
    prefix.second |= b.first;
  }
  return prefix;
}

// Of `count` copies: more than two tell nothing about the first two bytes.
RegexPrefix Copies(const RegexPrefix& body, int count) {
  if (count == 0) return {.empty = true};
  return count == 1 ? body : Then(body, body);
}

RegexPrefix OfRepeat(const RegexNode& node) {
  const RegexPrefix body = PrefixOf(node.children[0]);
  RegexPrefix prefix = Copies(body, node.min);
  for (int count = node.min + 1; count <= node.min + 2; ++count) {
    if (node.max != RegexNode::kUnbounded && count > node.max) break;
    prefix = Either(prefix, Copies(body, count));
  }
  return prefix;
}

}  // namespace

ByteSet LeadBytes(const CharSet& set) {
  ByteSet bytes;
  for (const auto& [first, last] : set.ranges()) {
    for (unsigned b = LeadByte(first); b <= LeadByte(last); ++b) {
      bytes.Add(static_cast<uint8_t>(b));
    }
  }
  return bytes;
}

RegexPrefix PrefixOf(const RegexNode& node) {
  switch (node.kind) {
    case Kind::kLiteral:
      return OfLiteral(node.literal);
    case Kind::kClass:
      return OfClass(node.set);
    case Kind::kProperty: {  // any character
      CharSet all;
      all.Finish(true);
      return OfClass(all);
    }
    case Kind::kConcat: {
      RegexPrefix prefix{.empty = true};
      for (const RegexNode& child : node.children) {
        if (!prefix.MayBeShort()) break;
        prefix = Then(prefix, PrefixOf(child));
      }
      return prefix;
    }
    case Kind::kAlternate: {
      RegexPrefix prefix;
      for (const RegexNode& child : node.children) {
        prefix = Either(prefix, PrefixOf(child));
      }
      return prefix;
    }
    case Kind::kRepeat:
      return OfRepeat(node);
    default:
      return {.empty = true};
  }
}

}  // namespace crible
