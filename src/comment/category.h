#ifndef CRIBLE_COMMENT_CATEGORY_H_
#define CRIBLE_COMMENT_CATEGORY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crible {

// What is scored. The first four exist in every bundle; a site may add its own.
using CategoryId = uint8_t;
inline constexpr CategoryId kSpam = 0;
inline constexpr CategoryId kAbuse = 1;
inline constexpr CategoryId kPersonalData = 2;  // rules only
inline constexpr CategoryId kDistress = 3;      // rules only
inline constexpr size_t kCategoriesMax = 16;

// The categories of one bundle, by name and by number.
class CategoryTable {
 public:
  CategoryTable();

  std::optional<CategoryId> Find(std::string_view name) const;
  // The number of `name`, adding it; nullopt when the table is full.
  std::optional<CategoryId> Add(std::string_view name);
  std::string_view Name(CategoryId id) const { return names_[id]; }
  size_t size() const { return names_.size(); }
  friend bool operator==(const CategoryTable&, const CategoryTable&) = default;

 private:
  std::vector<std::string> names_;
};

}  // namespace crible

#endif  // CRIBLE_COMMENT_CATEGORY_H_
