#include "text/domain.h"

#include <libpsl.h>

#include <string>

namespace crible {

std::string_view RegistrableDomain(std::string_view host) {
  // libpsl wants a NUL; its answer points into what it was given.
  if (host.empty() || host.size() > 253) return host;
  if (host.back() >= '0' && host.back() <= '9') return host;  // an address
  char name[254];
  host.copy(name, host.size());
  name[host.size()] = '\0';
  const char* domain = psl_registrable_domain(psl_builtin(), name);
  return domain == nullptr ? host
                           : host.substr(static_cast<size_t>(domain - name));
}

bool IsWithinDomain(std::string_view host, std::string_view domain) {
  if (domain.empty() || !host.ends_with(domain)) return false;
  return host.size() == domain.size() ||
         host[host.size() - domain.size() - 1] == '.';
}

bool IsPublicSuffix(std::string_view suffix) {
  const std::string name(suffix);
  return psl_is_public_suffix2(psl_builtin(), name.c_str(),
                               PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) != 0;
}

}  // namespace crible
