#include "base/sha256.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <memory>

#include "base/check.h"

namespace crible {
namespace {

// One a thread: to find the algorithm and to make a context takes longer than
// to hash a line.
EVP_MD_CTX* NewDigest() {
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>
      context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  CRIBLE_CHECK(EVP_DigestInit_ex2(context.get(), sha256, nullptr) == 1);
  return context.get();
}

}  // namespace

std::string Sha256(std::string_view bytes) { return Sha256Of({bytes}); }

std::string Sha256Of(std::initializer_list<std::string_view> parts) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  EVP_MD_CTX* const context = NewDigest();
  for (const std::string_view part : parts) {
    CRIBLE_CHECK(EVP_DigestUpdate(context, part.data(), part.size()) == 1);
  }
  CRIBLE_CHECK(EVP_DigestFinal_ex(
                   context, reinterpret_cast<unsigned char*>(digest.data()),
                   nullptr) == 1);
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
