#ifndef CRIBLE_RULES_KEY_ALIASES_H_
#define CRIBLE_RULES_KEY_ALIASES_H_

#include <span>

#include "toml/keys.h"

namespace crible {

// Words that rule authors write for ours, French ones and other tools'.
std::span<const Alias> KeyAliases();       // "motif" → "reason"
std::span<const Alias> ThenAliases();      // "retenir" → "hold"
std::span<const Alias> CategoryAliases();  // "injure" → "abuse"
std::span<const Alias> PlaceholderAliases();
std::span<const Alias> ValueAliases();  // of, contact kinds, views, weights

}  // namespace crible

#endif  // CRIBLE_RULES_KEY_ALIASES_H_
