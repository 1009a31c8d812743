#ifndef CRIBLE_TEXT_TELEPHONE_H_
#define CRIBLE_TEXT_TELEPHONE_H_

// Which rows of digits are telephone numbers: French ones in all their forms,
// international ones, American and British ones; not dates, prices, registers,
// accounts, books or scores.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace crible {

// Digits in groups, as written: "06 12-34.56 78", "+33 (0)6 12…".
struct DigitRow {
  static constexpr size_t kGroupsMax = 16;
  static constexpr size_t kDigitsMax = 40;

  size_t begin = 0;  // of a + or ( before, if any
  size_t end = 0;
  bool plus = false;
  bool brackets = false;
  bool hyphens = false;  // between groups, or full stops
  bool too_long = false;
  bool letter_o = false;  // O for 0 somewhere
  size_t groups = 0;
  std::array<uint8_t, kGroupsMax> group_sizes{};
  std::array<uint32_t, kGroupsMax> group_ends{};
  std::string digits;
};

// The row that begins at the first digit from `at` on; end is 0 when there is
// no further one. Groups that touch a letter (24h, 5e) do not belong to it.
DigitRow NextDigitRow(std::string_view text, size_t at);

// What the words before a number say.
enum class NumberHint : uint8_t { kNone, kCall, kNoTelephone };

// The number that a row is, as "+33612345678", or digits alone where the
// country is unknown; empty when it is no telephone's.
std::string TelephoneOf(const DigitRow& row, NumberHint hint);

}  // namespace crible

#endif  // CRIBLE_TEXT_TELEPHONE_H_
