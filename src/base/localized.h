#ifndef CRIBLE_BASE_LOCALIZED_H_
#define CRIBLE_BASE_LOCALIZED_H_

#include <string>
#include <string_view>

namespace crible {

// The languages in which Crible speaks to people.
enum class UiLanguage : unsigned char { kFrench, kEnglish };

// A text that exists in both languages.
struct Localized {
  std::string fr;
  std::string en;

  const std::string& In(UiLanguage language) const {
    return language == UiLanguage::kFrench ? fr : en;
  }
  bool empty() const { return fr.empty() && en.empty(); }
};

}  // namespace crible

#endif  // CRIBLE_BASE_LOCALIZED_H_
