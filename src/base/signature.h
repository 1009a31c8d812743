#ifndef CRIBLE_BASE_SIGNATURE_H_
#define CRIBLE_BASE_SIGNATURE_H_

// Ed25519 (RFC 8032): who has the public key can tell that a text comes from
// who has the seed, and that nobody changed it.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace crible {

struct Signature {
  std::string signature;   // 64 bytes
  std::string public_key;  // 32 bytes
};

// `seed` is 32 secret bytes. INVALID_ARGUMENT otherwise.
absl::StatusOr<Signature> Sign(std::string_view seed, std::string_view text);

bool IsSignedBy(std::string_view public_key, std::string_view signature,
                std::string_view text);

}  // namespace crible

#endif  // CRIBLE_BASE_SIGNATURE_H_
