#ifndef CRIBLE_TEXT_TLD_H_
#define CRIBLE_TEXT_TLD_H_

// Which ends of a host make an address of words with a full stop between. The
// public suffix list knows too many: "fin.il", "alors.ca" and "file.md" would
// all be hosts.

#include <string_view>

namespace crible {

// Whether the world knows `tld` (lower case, without a dot), names reserved for
// examples included.
bool IsKnownTld(std::string_view tld);

// A known top-level domain that is no word or abbreviation of French or
// English, no unit and no file name's ending, or one that hosts use far more
// than words do: "com", "fr", "shop".
bool IsPlainTld(std::string_view tld);

// The few that are read as one even in "site . com" or "site point com".
bool IsSpelledTld(std::string_view tld);

// Hosts that everybody knows although their ending is a word: "t.me", "bit.ly".
bool IsWellKnownHost(std::string_view host);

}  // namespace crible

#endif  // CRIBLE_TEXT_TLD_H_
