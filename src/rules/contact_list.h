#ifndef CRIBLE_RULES_CONTACT_LIST_H_
#define CRIBLE_RULES_CONTACT_LIST_H_

#include <string_view>

#include "base/string_map.h"
#include "rules/domain_index.h"
#include "text/text.h"

namespace crible {

// Who `contact.outside` trusts: domains (an e-mail or link is within them),
// whole addresses, telephone numbers and @names.
class ContactList {
 public:
  // As a person writes it. False if nothing can be made of the entry.
  bool Add(std::string_view entry);

  bool Contains(const Contact& contact) const;
  bool Contains(const Link& link) const { return domains_.Contains(link.host); }
  size_t memory_bytes() const;

 private:
  DomainIndex domains_;
  StringSet values_;  // as Contact::value
};

}  // namespace crible

#endif  // CRIBLE_RULES_CONTACT_LIST_H_
