#include <algorithm>
#include <string>

#include "text/entity.h"
#include "text/fold.h"
#include "text/host_reader.h"
#include "text/link_builder.h"
#include "text/links.h"
#include "text/tld.h"
#include "text/utf8.h"

namespace crible {
namespace {

// The value of an attribute: references decoded, white space round it left out.
std::string DecodeValue(std::string_view raw) {
  std::string value;
  for (size_t at = 0; at < raw.size();) {
    if (raw[at] == '&') {
      const Entity entity = ParseEntity(raw, at, /*strict=*/true);
      if (entity.size > 0) {
        AppendUtf8(entity.point, &value);
        at += entity.size;
        continue;
      }
    }
    if (static_cast<unsigned char>(raw[at]) > ' ') value += raw[at];
    ++at;
  }
  return value;
}

// "https://site.fr/x" → "site.fr/x"; "//site.fr" too; "" for a path within the
// site or a scheme that leads to no host.
std::string_view AfterScheme(std::string_view value) {
  if (value.starts_with("//")) return value.substr(2);
  const size_t scheme = value.find("://");
  if (scheme != value.npos && scheme <= 12 &&
      value.find_first_of("/?#") > scheme) {
    return value.substr(scheme + 3);
  }
  return {};
}

struct Address {
  std::string host;
  std::string path;
};

Address ReadAddress(std::string_view value) {
  std::string_view rest = AfterScheme(value);
  const bool any = !rest.empty();
  if (!any) rest = value;  // "www.site.fr", as authors forget the scheme
  const size_t host_end = rest.find_first_of("/?#\\");
  std::string_view authority = rest.substr(0, host_end);
  const size_t user = authority.rfind('@');
  if (user != authority.npos) authority.remove_prefix(user + 1);
  const std::string folded = FoldText(authority);
  const HostName host = ReadHost(folded, 0, Spelling::kPlain, any);
  if (host.end == 0) return {};
  if (!any && !folded.starts_with("www.") && !IsPlainTld(host.Tld())) return {};
  const bool ascii = folded.size() == authority.size();
  return {ReadableHost(ascii ? std::string_view(host.name) : authority),
          host_end == rest.npos ? std::string()
                                : std::string(rest.substr(host_end))};
}

class Adder {
 public:
  explicit Adder(TextParts* parts) : parts_(*parts) {}

  void Run() {
    for (const TextParts::Href& href : parts_.hrefs) Add(href);
    const auto by_place = [](const auto& a, const auto& b) {
      return a.source_begin < b.source_begin;
    };
    std::stable_sort(parts_.links.begin(), parts_.links.end(), by_place);
    std::stable_sort(parts_.contacts.begin(), parts_.contacts.end(), by_place);
  }

 private:
  void Add(const TextParts::Href& href) {
    while (word_ < parts_.words.size() &&
           parts_.words[word_].source_begin < href.source_begin) {
      ++word_;
    }
    const std::string value = DecodeValue(parts_.source.substr(
        href.source_begin, href.source_end - href.source_begin));
    const std::string folded = FoldText(value);
    const std::string_view folded_value = folded;
    if (folded_value.starts_with("mailto:")) {
      const size_t end = folded_value.find('?');
      AddContact(
          href, ContactKind::kEmail,
          folded_value.substr(7, end == folded_value.npos ? end : end - 7));
      return;
    }
    if (folded_value.starts_with("tel:")) {
      AddContact(href, ContactKind::kTelephone, folded_value.substr(4));
      return;
    }
    const Address address = ReadAddress(value);
    if (address.host.empty()) return;
    Link link = MakeLink(address.host, address.path, &parts_.values);
    link.source_begin = href.source_begin;
    link.source_end = href.source_end;
    link.next_word = word_;
    link.href = true;
    parts_.links.push_back(link);
    if (const auto account = AccountOfLink(address.host, address.path)) {
      AddContact(href, account->kind, account->value);
    }
  }

  void AddContact(const TextParts::Href& href, ContactKind kind,
                  std::string_view value) {
    if (value.empty()) return;
    parts_.contacts.push_back({.kind = kind,
                               .source_begin = href.source_begin,
                               .source_end = href.source_end,
                               .value = parts_.values.Add(value),
                               .next_word = word_});
  }

  TextParts& parts_;
  uint32_t word_ = 0;
};

}  // namespace

void AddHrefs(TextParts* parts) {
  if (!parts->hrefs.empty()) Adder(parts).Run();
}

}  // namespace crible
