#include "policy/settings.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(Settings, EachHasItsOwnNameAndPlace) {
  const std::vector<Setting> all = AllSettings(CategoryTable());
  std::set<std::string> keys;
  Settings settings = DefaultSettings();
  // Every setting gets another value, then all are read: none is another's.
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_TRUE(keys.insert(all[i].key()).second) << all[i].key();
    all[i].set(&settings, all[i].kind == SettingKind::kYesNo ? 1.0 : i + 2.0);
  }
  for (size_t i = 0; i < all.size(); ++i) {
    const SettingValue value = all[i].get(settings);
    EXPECT_EQ(value, all[i].kind == SettingKind::kYesNo ? 1.0 : i + 2.0)
        << all[i].key();
  }
}

TEST(Settings, NeverIsNoValue) {
  Settings settings = DefaultSettings();
  for (const Setting& setting : AllSettings(CategoryTable())) {
    if (setting.key() != "spam.reject") continue;
    EXPECT_EQ(setting.get(settings), 0.97);
    setting.set(&settings, std::nullopt);
    EXPECT_EQ(settings.categories[kSpam].reject, std::nullopt);
    EXPECT_EQ(setting.get(settings), std::nullopt);
  }
}

TEST(Settings, AreShownAsTheyAreWritten) {
  const struct {
    SettingKind kind;
    SettingValue value;
    const char* want;
  } kCases[] = {
      {SettingKind::kPublication, 0, "\"before\""},
      {SettingKind::kPublication, 2, "\"closed\""},
      {SettingKind::kYesNo, 1, "true"},
      {SettingKind::kYesNo, 0, "false"},
      {SettingKind::kThreshold, 0.6, "0.6"},
      {SettingKind::kThreshold, kAnySign, "\"any sign\""},
      {SettingKind::kThreshold, std::nullopt, "\"never\""},
      {SettingKind::kShare, 0.0, "0"},
      {SettingKind::kCount, 3, "3"},
      {SettingKind::kCountOrNever, std::nullopt, "\"never\""},
      {SettingKind::kOnFault, 1, "\"decide_without\""},
      {SettingKind::kOnExpiry, 2, "\"desk\""},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(FormatSetting(c.kind, c.value), c.want);
  }
}

}  // namespace
}  // namespace crible
