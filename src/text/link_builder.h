#ifndef CRIBLE_TEXT_LINK_BUILDER_H_
#define CRIBLE_TEXT_LINK_BUILDER_H_

#include <optional>
#include <string>
#include <string_view>

#include "text/text.h"

namespace crible {

// The host of a link as people know it: lower case, www. removed, punycode and
// compatibility letters decoded.
std::string ReadableHost(std::string_view host);

// A link to `host` (as ReadableHost says) and `path`, its texts kept in *arena.
Link MakeLink(std::string_view host, std::string_view path, CharArena* arena);

// The messenger account that a link to `host` and `path` leads to, if any: its
// kind and value.
struct Account {
  ContactKind kind;
  std::string value;
};
std::optional<Account> AccountOfLink(std::string_view host,
                                     std::string_view path);

}  // namespace crible

#endif  // CRIBLE_TEXT_LINK_BUILDER_H_
