#ifndef CRIBLE_TEXT_HOST_READER_H_
#define CRIBLE_TEXT_HOST_READER_H_

// Reads hosts in folded text, with their dots as they should be or spelled out:
// "site . com", "site[.]com", "site point com".

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace crible {

// How a dot or an @ was written, from the clearest to the vaguest.
enum class Spelling : uint8_t { kPlain, kBracket, kSpaced, kWord };

struct Separator {
  size_t end = 0;  // beyond it and the white space after it; 0: there is none
  Spelling spelling = Spelling::kPlain;
  bool space_before = false;
  bool space_after = false;
};

// The dot, or @, that begins at `at`, where a name ended.
Separator DotAt(std::string_view text, size_t at);
Separator AtSignAt(std::string_view text, size_t at);

struct HostName {
  size_t begin = 0;
  size_t end = 0;    // 0: there is none
  std::string name;  // labels joined by full stops
  size_t labels = 0;
  Spelling spelling = Spelling::kPlain;  // of its vaguest dot
  size_t seen = 0;  // the end of the last label looked at, of the host or not
  std::string_view Tld() const {
    return std::string_view(name).substr(name.rfind('.') + 1);
  }
};

// The host that begins at `begin`. Of spelled dots only those that `vaguest`
// allows count, and only if the host ends in a domain that such a spelling may
// have (IsSpelledTld); labels that make the end no domain are left out. With
// `any` nothing is asked of plain labels: a scheme stands before.
HostName ReadHost(std::string_view text, size_t begin, Spelling vaguest,
                  bool any);

// Whether a byte may stand in a host's label; bytes of other scripts may.
constexpr bool IsHostByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Where the label (plain: the labels with full stops between) that ends at
// `end` begins, not before `floor`.
size_t LabelBegin(std::string_view text, size_t end, size_t floor);
size_t PlainHostBegin(std::string_view text, size_t end, size_t floor);

}  // namespace crible

#endif  // CRIBLE_TEXT_HOST_READER_H_
