#include "base/sha256.h"

// The functions of old: those in their place look for the algorithm and its
// room at each call, which takes as long as to hash a line.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include "base/check.h"

namespace crible {

std::string Sha256(std::string_view bytes) { return Sha256Of({bytes}); }

std::string Sha256Of(std::initializer_list<std::string_view> parts) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256_CTX context;
  CRIBLE_CHECK(SHA256_Init(&context) == 1);
  for (const std::string_view part : parts) {
    CRIBLE_CHECK(SHA256_Update(&context, part.data(), part.size()) == 1);
  }
  CRIBLE_CHECK(SHA256_Final(reinterpret_cast<unsigned char*>(digest.data()),
                            &context) == 1);
  return digest;
}

std::string Sha256Hex(std::string_view bytes) { return ToHex(Sha256(bytes)); }

std::string ToHex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

}  // namespace crible
