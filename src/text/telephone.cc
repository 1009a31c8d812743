#include "text/telephone.h"

#include <algorithm>
#include <span>

#include "fmt/format.h"
#include "text/utf8.h"

namespace crible {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0xC3;
}

// A digit, or an o that stands for a zero: next to a digit and to no letter.
bool IsDigitAt(std::string_view text, size_t at) {
  if (at >= text.size()) return false;
  if (IsDigit(text[at])) return true;
  if (text[at] != 'o') return false;
  const bool before = at > 0 && IsDigit(text[at - 1]);
  const bool after = at + 1 < text.size() && IsDigit(text[at + 1]);
  const bool letter = (at > 0 && IsLetter(text[at - 1])) ||
                      (at + 1 < text.size() && IsLetter(text[at + 1]));
  return (before || after) && !letter;
}

bool IsSeparator(char c) {
  constexpr std::string_view kSeparators = " .-/()_*";
  return kSeparators.find(c) != kSeparators.npos;
}

// Where the next group begins after a separator of up to three signs at `at`;
// npos when none does.
size_t NextGroup(std::string_view text, size_t at) {
  size_t i = at;
  while (i < text.size() && i - at < 3 && IsSeparator(text[i])) ++i;
  return i > at && IsDigitAt(text, i) ? i : text.npos;
}

// The end of the group at `at`, or 0 if it touches a letter.
size_t GroupEnd(std::string_view text, size_t at) {
  size_t end = at;
  while (IsDigitAt(text, end)) ++end;
  const bool letter = (at > 0 && IsLetter(text[at - 1])) ||
                      (end < text.size() && IsLetter(text[end]));
  return letter ? 0 : end;
}

void TakeGroup(std::string_view text, size_t begin, size_t end, DigitRow* row) {
  row->end = end;
  if (row->groups == DigitRow::kGroupsMax ||
      row->digits.size() + (end - begin) > DigitRow::kDigitsMax) {
    row->too_long = true;
    return;
  }
  row->group_sizes[row->groups] = static_cast<uint8_t>(end - begin);
  row->group_ends[row->groups++] = static_cast<uint32_t>(end);
  for (size_t i = begin; i < end; ++i) {
    row->letter_o |= text[i] == 'o';
    row->digits += text[i] == 'o' ? '0' : text[i];
  }
}

void TakePrefix(std::string_view text, DigitRow* row) {
  size_t begin = row->begin;
  if (begin > 0 && text[begin - 1] == '(') {
    --begin;
    row->brackets = true;
  }
  if (begin > 0 && text[begin - 1] == '+') {
    --begin;
    row->plus = true;
    if (begin > 0 && text[begin - 1] == '(') --begin;
  }
  row->begin = begin;
}

// 12 345 678: groups of three after one of at most three.
bool IsThousands(const DigitRow& row) {
  if (row.groups < 2 || row.brackets || row.hyphens) return false;
  const auto sizes = std::span(row.group_sizes).first(row.groups);
  return sizes[0] <= 3 && std::all_of(sizes.begin() + 1, sizes.end(),
                                      [](uint8_t size) { return size == 3; });
}

bool HasShape(const DigitRow& row, std::initializer_list<uint8_t> sizes) {
  return row.groups == sizes.size() &&
         std::equal(sizes.begin(), sizes.end(), row.group_sizes.begin());
}

// 01 02 03 04 05: a list of numbers counts up by one.
bool CountsUp(std::string_view digits) {
  for (size_t i = 2; i + 1 < digits.size(); i += 2) {
    const int before = (digits[i - 2] - '0') * 10 + (digits[i - 1] - '0');
    const int here = (digits[i] - '0') * 10 + (digits[i + 1] - '0');
    if (here != before + 1) return false;
  }
  return true;
}

// Ten digits from 0[1-9] on, in groups as telephones are written: no single
// digit but the first.
bool IsFrench(const DigitRow& row) {
  const std::string& digits = row.digits;
  if (digits.size() != 10 || digits[0] != '0' || digits[1] == '0') return false;
  if (CountsUp(digits) || digits == "0123456789") return false;
  if (row.groups == 1) return true;
  for (size_t i = 0; i < row.groups; ++i) {
    const uint8_t size = row.group_sizes[i];
    const bool first = i == 0 && size <= 4;
    const bool last = i == 1 && row.groups == 2;
    if (!first && !last && (size < 2 || size > 4)) return false;
  }
  return row.group_sizes[row.groups - 1] > 1;
}

std::string French(std::string_view national) {
  if (national.starts_with('0')) national.remove_prefix(1);
  return fmt::format("+33{}", national);
}

// The digits after a + or 00, which begin with a country's.
std::string International(std::string_view digits, bool thousands) {
  if (digits.empty() || digits[0] == '0' || digits.size() > 15) return {};
  if (digits.starts_with("33")) {
    std::string_view rest = digits.substr(2);
    if (rest.starts_with('0')) rest.remove_prefix(1);
    return rest.size() == 9 ? French(rest) : std::string();
  }
  if (digits.size() < (thousands ? 10u : 8u)) return {};
  return fmt::format("+{}", digits);
}

// (555) 123-4567, 555-123-4567, 1-555-123-4567.
bool IsAmerican(const DigitRow& row, bool called) {
  const bool bare = HasShape(row, {3, 3, 4});
  if (!bare && !HasShape(row, {1, 3, 3, 4})) return false;
  const size_t area = bare ? 0 : 1;
  if (!bare && row.digits[0] != '1') return false;
  if (row.digits[area] < '2') return false;
  return row.brackets || row.hyphens || called;
}

bool IsBritish(const DigitRow& row) {
  const std::string& digits = row.digits;
  if (digits.size() != 11 || digits[0] != '0') return false;
  if (row.group_sizes[0] < 3) return false;
  if (digits[1] == '7') return row.groups <= 4;
  return (digits[1] >= '1' && digits[1] <= '3') && row.groups >= 2 &&
         row.groups <= 4 && row.group_sizes[row.groups - 1] >= 3;
}

}  // namespace

DigitRow NextDigitRow(std::string_view text, size_t at) {
  DigitRow row;
  for (;;) {
    while (at < text.size() && !IsDigitAt(text, at)) ++at;
    if (at >= text.size()) return row;
    const size_t end = GroupEnd(text, at);
    if (end != 0) break;
    while (IsDigitAt(text, at)) ++at;
  }
  row.begin = at;
  TakePrefix(text, &row);
  for (size_t group = at; group != text.npos;) {
    const size_t end = GroupEnd(text, group);
    if (end == 0) break;
    if (group > at) {
      for (size_t i = row.end; i < group; ++i) {
        row.hyphens |= text[i] == '-' || text[i] == '.';
        row.brackets |= text[i] == '(' || text[i] == ')';
      }
    }
    TakeGroup(text, group, end, &row);
    // Two numbers in a row: the second begins like one.
    const size_t next = NextGroup(text, end);
    if (IsFrench(row) && row.groups > 1 && next != text.npos &&
        (text[next] == '0' || text[next - 1] == '/')) {
      break;
    }
    group = next;
  }
  return row;
}

std::string TelephoneOf(const DigitRow& row, NumberHint hint) {
  if (row.too_long || hint == NumberHint::kNoTelephone) return {};
  const std::string& digits = row.digits;
  const bool called = hint == NumberHint::kCall;
  if (row.plus) return International(digits, IsThousands(row));
  if (digits.size() > 11 && digits.starts_with("00") && digits[2] != '0') {
    return International(std::string_view(digits).substr(2), false);
  }
  if (IsFrench(row)) return French(digits);
  if (IsAmerican(row, called)) {
    return fmt::format("{}{}", digits.size() == 10 ? "+1" : "+", digits);
  }
  if (IsBritish(row)) return fmt::format("+44{}", digits.substr(1));
  if (!called || IsThousands(row) || row.groups > 7) return {};
  if (digits.size() >= 8 && digits.size() <= 15) return digits;
  if (HasShape(row, {3, 4})) return digits;
  return {};
}

}  // namespace crible
