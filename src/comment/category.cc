#include "comment/category.h"

namespace crible {

CategoryTable::CategoryTable()
    : names_({"spam", "abuse", "personal_data", "distress"}) {}

std::optional<CategoryId> CategoryTable::Find(std::string_view name) const {
  for (size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == name) return static_cast<CategoryId>(i);
  }
  return std::nullopt;
}

std::optional<CategoryId> CategoryTable::Add(std::string_view name) {
  if (const auto found = Find(name)) return found;
  if (names_.size() == kCategoriesMax) return std::nullopt;
  names_.emplace_back(name);
  return static_cast<CategoryId>(names_.size() - 1);
}

}  // namespace crible
