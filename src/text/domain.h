#ifndef CRIBLE_TEXT_DOMAIN_H_
#define CRIBLE_TEXT_DOMAIN_H_

#include <string_view>

namespace crible {

// The part of a lower-case host below which somebody registers names, by the
// public suffix list: "news.bbc.co.uk" → "bbc.co.uk". The host itself when it
// has none (an address, a bare suffix). Points into `host`.
std::string_view RegistrableDomain(std::string_view host);

// Whether `host` is `domain` or lies below it.
bool IsWithinDomain(std::string_view host, std::string_view domain);

// Whether the public suffix list names `suffix`, lower case: "fr", "co.uk".
bool IsPublicSuffix(std::string_view suffix);

}  // namespace crible

#endif  // CRIBLE_TEXT_DOMAIN_H_
