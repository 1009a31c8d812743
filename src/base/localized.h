#ifndef CRIBLE_BASE_LOCALIZED_H_
#define CRIBLE_BASE_LOCALIZED_H_

#include <string>
#include <string_view>

#include "fmt/core.h"

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

// The same arguments in two format strings, both checked by the compiler.
//   FormatBoth("{} règles", "{} rules", n)
template <typename... Args>
Localized FormatBoth(fmt::format_string<const Args&...> fr,
                     fmt::format_string<const Args&...> en,
                     const Args&... args) {
  return {fmt::format(fr, args...), fmt::format(en, args...)};
}

// As FormatBoth, for one language.
template <typename... Args>
std::string FormatIn(UiLanguage language, fmt::format_string<const Args&...> fr,
                     fmt::format_string<const Args&...> en,
                     const Args&... args) {
  return language == UiLanguage::kFrench ? fmt::format(fr, args...)
                                         : fmt::format(en, args...);
}

}  // namespace crible

#endif  // CRIBLE_BASE_LOCALIZED_H_
