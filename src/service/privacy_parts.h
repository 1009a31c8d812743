#ifndef CRIBLE_SERVICE_PRIVACY_PARTS_H_
#define CRIBLE_SERVICE_PRIVACY_PARTS_H_

// What the sources of Privacy share.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status_macros.h"
#include "crible/v1/event.pb.h"
#include "crible/v1/privacy_service.pb.h"
#include "fmt/format.h"
#include "service/check.h"
#include "service/error.h"
#include "service/limits.h"
#include "signals/fact_keys.h"
#include "store/store.h"

namespace crible::privacy {

inline constexpr int kNamedMax = 1000;
inline constexpr int kScanPage = 2000;
inline constexpr size_t kReferenceBytesMax = 256;

template <typename Message>
std::optional<Message> Read(const std::string& payload) {
  Message message;
  if (!message.ParseFromString(payload)) return std::nullopt;
  return message;
}

// Calls `see` for each payload of a site.
template <typename See>
absl::Status Scan(Store* store, const std::string& site, Store::PayloadsOf of,
                  See see) {
  for (uint64_t token = 0;;) {
    CRIBLE_ASSIGN_OR_RETURN(const auto page,
                            store->ScanPayloads(site, of, token, kScanPage));
    for (const StoredPayload& one : page) see(one);
    if (static_cast<int>(page.size()) < kScanPage) return absl::OkStatus();
    token = page.back().event;
  }
}

inline std::string SiteOf(std::string_view parent, FieldErrors* errors) {
  const auto site = ParseSite(parent);
  if (!site) errors->Add("parent", "must be sites/{site}");
  return std::string(site.value_or(""));
}

template <typename Names>
void CheckComments(const Names& names, std::string_view site,
                   FieldErrors* errors) {
  if (names.size() > kNamedMax) errors->Add("comments", "holds more than 1000");
  for (int i = 0; i < std::min<int>(names.size(), kNamedMax); ++i) {
    const auto parsed = ParseName(names[i], "comments");
    if (!parsed || parsed->site != site) {
      errors->Add(fmt::format("comments[{}]", i),
                  "must be sites/{site}/comments/{comment} of this site");
    }
  }
}

// By what nobody has a mark of, all records are read.
inline bool NeedsScan(const v1::PersonQuery& person) {
  return !person.email().empty() || !person.ip_address().empty() ||
         !person.display_name().empty();
}

inline void CheckPerson(const v1::PersonQuery& person, FieldErrors* errors) {
  const auto check = [&](const char* path, const std::string& text,
                         size_t max) {
    if (text.size() > max) errors->Add(path, "is too long");
  };
  check("person.author_id", person.author_id(), kAuthorIdBytesMax);
  check("person.email", person.email(), kEmailBytesMax);
  check("person.ip_address", person.ip_address(), kIpAddressBytesMax);
  check("person.display_name", person.display_name(), kDisplayNameBytesMax);
  if (person.author_id().empty() && !NeedsScan(person))
    errors->Add("person", "names nobody");
}

// Under what comments of a person are counted over time.
inline void AppendCountedAs(std::string_view site, std::string_view author_id,
                            std::string_view email,
                            std::vector<uint64_t>* hashes) {
  if (!author_id.empty())
    hashes->push_back(AuthorFactHash(site, {.id = author_id}));
  if (!email.empty()) hashes->push_back(AuthorFactHash(site, {.email = email}));
}

inline void CheckReference(const std::string& reference, FieldErrors* errors) {
  if (reference.size() > kReferenceBytesMax)
    errors->Add("reference", "is too long");
}

}  // namespace crible::privacy

#endif  // CRIBLE_SERVICE_PRIVACY_PARTS_H_
