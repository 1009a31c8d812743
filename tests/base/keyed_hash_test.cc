#include "base/keyed_hash.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "gtest/gtest.h"

namespace crible {
namespace {

// OpenSSL's SipHash of 16 bytes.
std::string Reference(const KeyedHash::Key& key, std::string_view bytes) {
  EVP_MAC* mac = EVP_MAC_fetch(nullptr, "SIPHASH", nullptr);
  EVP_MAC_CTX* context = EVP_MAC_CTX_new(mac);
  size_t size = 16;
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &size),
      OSSL_PARAM_construct_end()};
  EVP_MAC_init(context, reinterpret_cast<const unsigned char*>(key.data()), 16,
               params);
  EVP_MAC_update(context, reinterpret_cast<const unsigned char*>(bytes.data()),
                 bytes.size());
  Hash128 hash;
  EVP_MAC_final(context, reinterpret_cast<unsigned char*>(&hash), &size, 16);
  EVP_MAC_CTX_free(context);
  EVP_MAC_free(mac);
  return ToHex(hash);
}

TEST(KeyedHash, IsSipHash) {
  const KeyedHash::Key key = {0x0706050403020100, 0x0f0e0d0c0b0a0908};
  const KeyedHash hash(key);
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(ToHex(hash(bytes)), Reference(key, bytes)) << i;
    bytes += static_cast<char>(i);
  }
}

TEST(KeyedHash, EachProcessHasItsOwn) {
  EXPECT_NE(KeyedHash()("a"), KeyedHash()("a"));
  const KeyedHash hash;
  EXPECT_EQ(hash("a"), hash("a"));
  EXPECT_NE(hash("a"), hash("b"));
}

}  // namespace
}  // namespace crible
