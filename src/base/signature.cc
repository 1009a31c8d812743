#include "base/signature.h"

#include <openssl/evp.h>

#include <memory>

namespace crible {
namespace {

constexpr size_t kSeedBytes = 32, kKeyBytes = 32, kSignatureBytes = 64;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string* text) {
  return reinterpret_cast<unsigned char*>(text->data());
}

}  // namespace

absl::StatusOr<Signature> Sign(std::string_view seed, std::string_view text) {
  if (seed.size() != kSeedBytes)
    return absl::InvalidArgumentError("a seed has 32 bytes");
  const Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                             Bytes(seed), seed.size()),
                EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  Signature out{.signature = std::string(kSignatureBytes, '\0'),
                .public_key = std::string(kKeyBytes, '\0')};
  size_t key_size = kKeyBytes, size = kSignatureBytes;
  const bool done = key != nullptr &&
                    EVP_PKEY_get_raw_public_key(
                        key.get(), Bytes(&out.public_key), &key_size) == 1 &&
                    EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr,
                                       key.get()) == 1 &&
                    EVP_DigestSign(context.get(), Bytes(&out.signature), &size,
                                   Bytes(text), text.size()) == 1;
  if (!done) return absl::InternalError("Ed25519 cannot be had");
  return out;
}

bool IsSignedBy(std::string_view public_key, std::string_view signature,
                std::string_view text) {
  if (public_key.size() != kKeyBytes || signature.size() != kSignatureBytes)
    return false;
  const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                            Bytes(public_key), kKeyBytes),
                EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return key != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr,
                              key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), kSignatureBytes,
                          Bytes(text), text.size()) == 1;
}

}  // namespace crible
