#include "rules/domain_index.h"

#include <algorithm>

#include "base/hash.h"
#include "text/text.h"

namespace crible {
namespace {

// Text analysis decodes punycode and knows which letters are alike.
std::string HostByAnalysis(std::string_view host) {
  const std::string url = std::string("https://").append(host) + "/";
  Text text;
  AnalyzeText(url, BodyFormat::kPlain, WordSet(), &text);
  if (text.links().empty()) return {};
  return std::string(text.links()[0].host);
}

bool IsPlainAscii(std::string_view host) {
  return std::all_of(host.begin(), host.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80;
  });
}

char ToLower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string HostOf(std::string_view address) {
  if (const size_t scheme = address.find("://");
      scheme != std::string_view::npos) {
    address.remove_prefix(scheme + 3);
  } else if (address.starts_with("//")) {
    address.remove_prefix(2);
  }
  address = address.substr(0, address.find_first_of("/?# \t\r\n"));
  if (const size_t at = address.rfind('@'); at != std::string_view::npos) {
    address.remove_prefix(at + 1);
  }
  address = address.substr(0, address.find(':'));
  while (address.ends_with('.')) address.remove_suffix(1);
  std::string host(address);
  std::transform(host.begin(), host.end(), host.begin(), ToLower);
  if (host.starts_with("www.")) host.erase(0, 4);
  if (!IsPlainAscii(host) || host.find("xn--") != std::string::npos) {
    return HostByAnalysis(host);
  }
  return host;
}

uint64_t DomainIndex::HostHash(std::string_view host) { return Hash64(host); }

bool DomainIndex::Add(std::string_view domain, uint32_t value) {
  const bool below_only = domain.starts_with("*.");
  if (below_only) domain.remove_prefix(2);
  const std::string host = HostOf(domain);
  if (host.empty()) return false;
  const auto added = static_cast<uint32_t>(values_.size());
  const uint32_t first = index_.Insert(HostHash(host), added);
  if (first == added) {
    values_.push_back({value, kEnd, below_only});
    return true;
  }
  // Keep the first one: the index points at it.
  for (uint32_t i = first; i != kEnd; i = values_[i].next) {
    if (values_[i].value == value && values_[i].below_only == below_only) {
      return true;
    }
  }
  values_.push_back({value, values_[first].next, below_only});
  values_[first].next = added;
  return true;
}

}  // namespace crible
