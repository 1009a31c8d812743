#ifndef CRIBLE_TOML_TYPOGRAPHY_H_
#define CRIBLE_TOML_TYPOGRAPHY_H_

// Signs that a word processor puts in the place of what TOML wants.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/localized.h"

namespace crible::toml_text {

struct SmartQuote {
  size_t offset = 0;
  std::string_view sign;
};
// The first of “ ” „ ‟ « » ‹ › ‘ ’ ‚ ‛.
std::optional<SmartQuote> FindSmartQuote(std::string_view text);

struct Invisible {
  size_t offset = 0;
  Localized name;  // "une espace insécable", "a no-break space"
};
// The first no-break space, zero-width character or other blank that is not an
// ordinary space.
std::optional<Invisible> FindInvisible(std::string_view text);

// A key as it can be written: accents dropped ("catégorie" → "categorie"), what
// is no letter, digit, '_' or '.' replaced by '-'.
std::string WithoutAccents(std::string_view key);

}  // namespace crible::toml_text

#endif  // CRIBLE_TOML_TYPOGRAPHY_H_
