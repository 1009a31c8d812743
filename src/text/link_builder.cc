#include "text/link_builder.h"

#include <unicode/uidna.h>

#include <algorithm>
#include <optional>

#include "base/check.h"
#include "fmt/format.h"
#include "text/domain.h"

namespace crible {
namespace {

constexpr size_t kHostBytesMax = 253;

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80;
  });
}

const UIDNA& Idna() {
  static const UIDNA* const idna = [] {
    UErrorCode error = U_ZERO_ERROR;
    UIDNA* const made =
        uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_UNICODE, &error);
    CRIBLE_CHECK(U_SUCCESS(error));
    return made;
  }();
  return *idna;
}

// Labels that cannot be decoded stay as they are.
std::string DecodeHost(std::string_view host) {
  char out[4 * kHostBytesMax];
  UErrorCode error = U_ZERO_ERROR;
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  const int32_t size = uidna_nameToUnicodeUTF8(
      &Idna(), host.data(), static_cast<int32_t>(host.size()), out, sizeof out,
      &info, &error);
  if (U_FAILURE(error) || info.errors != 0 || size <= 0) {
    return std::string(host);
  }
  return std::string(out, static_cast<size_t>(size));
}

struct MessengerHost {
  std::string_view host;
  ContactKind kind;
};
constexpr MessengerHost kMessengerHosts[] = {
    {"wa.me", ContactKind::kWhatsApp},
    {"api.whatsapp.com", ContactKind::kWhatsApp},
    {"chat.whatsapp.com", ContactKind::kWhatsApp},
    {"t.me", ContactKind::kTelegram},
    {"telegram.me", ContactKind::kTelegram},
    {"telegram.dog", ContactKind::kTelegram},
    {"discord.gg", ContactKind::kMessenger},
    {"m.me", ContactKind::kMessenger},
    {"signal.me", ContactKind::kMessenger},
    {"signal.group", ContactKind::kMessenger},
    {"snapchat.com", ContactKind::kMessenger},
};

// The digits of a path or query that is a number: /33612345678, ?phone=+229….
std::string NumberIn(std::string_view path) {
  const size_t phone = path.find("phone=");
  if (phone != path.npos) path.remove_prefix(phone + 6);
  while (!path.empty() && (path[0] == '/' || path[0] == '+')) {
    path.remove_prefix(1);
  }
  size_t digits = 0;
  while (digits < path.size() && path[digits] >= '0' && path[digits] <= '9') {
    ++digits;
  }
  if (digits < 6) return {};
  return fmt::format("+{}", path.substr(0, digits));
}

}  // namespace

std::string ReadableHost(std::string_view host) {
  std::string readable(host);
  if (!IsAscii(host) || host.find("xn--") != host.npos) {
    readable = DecodeHost(host);
  }
  if (readable.starts_with("www.") && readable.find('.', 4) != readable.npos) {
    readable.erase(0, 4);
  }
  return readable;
}

Link MakeLink(std::string_view host, std::string_view path, CharArena* arena) {
  Link link;
  std::string target(host);
  target += path;
  link.target = arena->Add(target);
  link.host = link.target.substr(0, host.size());
  link.domain = RegistrableDomain(link.host);
  return link;
}

std::optional<Account> AccountOfLink(std::string_view host,
                                     std::string_view path) {
  const auto* found = std::find_if(
      std::begin(kMessengerHosts), std::end(kMessengerHosts),
      [&](const MessengerHost& known) { return known.host == host; });
  if (found == std::end(kMessengerHosts) || path.size() < 2) return {};
  std::string number = NumberIn(path);
  if (!number.empty()) return Account{found->kind, std::move(number)};
  std::string_view name = path.substr(1);
  if (name.starts_with("add/")) name.remove_prefix(4);
  name = name.substr(0, name.find_first_of("?#"));
  while (name.ends_with('/')) name.remove_suffix(1);
  if (name.empty()) return {};
  return Account{found->kind, fmt::format("@{}", name)};
}

}  // namespace crible
