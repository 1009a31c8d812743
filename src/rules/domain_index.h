#ifndef CRIBLE_RULES_DOMAIN_INDEX_H_
#define CRIBLE_RULES_DOMAIN_INDEX_H_

// Hosts by their suffixes: "shop.example" names itself and all below,
// "*.example" only what is below. One probe a label of the host, however many
// domains there are.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/hash_index.h"

namespace crible {

class DomainIndex {
 public:
  // As a person writes it: a scheme, "www.", a port and a path are passed over.
  // False if no host is left. Each (domain, value) counts once.
  bool Add(std::string_view domain, uint32_t value = 0);

  // Calls found(value) for each domain that `host` is or lies below; a value
  // may come twice. `host` is lower case, without "www.", as in Link::host.
  template <typename Found>
  void Find(std::string_view host, Found&& found) const {
    if (index_.size() == 0) return;
    for (bool whole = true;; whole = false) {
      const uint32_t first = index_.Find(HostHash(host));
      if (first != HashIndex::kNone) {
        for (uint32_t i = first; i != kEnd; i = values_[i].next) {
          if (!whole || !values_[i].below_only) found(values_[i].value);
        }
      }
      const size_t dot = host.find('.');
      if (dot == std::string_view::npos) return;
      host.remove_prefix(dot + 1);
    }
  }
  bool Contains(std::string_view host) const {
    bool contains = false;
    Find(host, [&](uint32_t) { contains = true; });
    return contains;
  }
  bool empty() const { return index_.size() == 0; }
  size_t memory_bytes() const {
    return index_.memory_bytes() + values_.capacity() * sizeof(Value);
  }

 private:
  static constexpr uint32_t kEnd = UINT32_MAX;
  struct Value {
    uint32_t value;
    uint32_t next;
    bool below_only;
  };
  static uint64_t HostHash(std::string_view host);

  HashIndex index_;  // hash of a suffix → first of values_
  std::vector<Value> values_;
};

// The host of an address as a person or a profile gives it ("https://www.
// Example.test:80/x" → "example.test"), or empty. Punycode is decoded.
std::string HostOf(std::string_view address);

}  // namespace crible

#endif  // CRIBLE_RULES_DOMAIN_INDEX_H_
