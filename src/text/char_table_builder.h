#ifndef CRIBLE_TEXT_CHAR_TABLE_BUILDER_H_
#define CRIBLE_TEXT_CHAR_TABLE_BUILDER_H_

// Fills a CharTable from ICU's data and from the few additions that ICU has
// not (see kAdditions in the .cc). Used once, by CharTable::Get.

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/huge_pages.h"
#include "text/char_table.h"

struct USpoofChecker;

namespace crible {

class CharTableBuilder {
 public:
  CharTableBuilder();
  ~CharTableBuilder();
  CharTable Build();

 private:
  void DescribeRange(char32_t start, char32_t limit, int category);
  CharInfo Describe(char32_t point, int category);
  void SetFold(char32_t point, CharInfo* info);
  void SetKind(char32_t point, int category, CharInfo* info);
  void SetFlags(char32_t point, CharInfo* info);
  char LooksLike(char32_t point, const CharInfo& info);
  std::string Confusable(std::string_view utf8) const;
  void Deduplicate();
  bool IsIgnorable(char32_t point) const;

  CharTable table_;
  std::vector<CharInfo, HugePageAllocator<CharInfo>> flat_;  // by code point
  USpoofChecker* spoof_ = nullptr;
  // Default_Ignorable_Code_Point, as ranges with both ends, ascending.
  std::vector<std::pair<char32_t, char32_t>> ignorable_;
  std::unordered_map<std::string, char> letters_;  // by UTS #39 prototype
  std::unordered_map<std::string, uint32_t> pooled_;
};

}  // namespace crible

#endif  // CRIBLE_TEXT_CHAR_TABLE_BUILDER_H_
