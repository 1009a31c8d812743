#include "base/signature.h"

#include "base/sha256.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(SignatureTest, IsThatOfTheStandard) {
  // RFC 8032, 7.1, test 1: the empty text.
  std::string seed;
  for (const char* hex =
           "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703b"
           "ac031cae7f60";
       *hex != '\0'; hex += 2)
    seed += static_cast<char>(std::stoi(std::string(hex, 2), nullptr, 16));
  const auto made = Sign(seed, "");
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(ToHex(made->public_key),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(ToHex(made->signature),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
}

TEST(SignatureTest, TellsEveryChange) {
  const auto made = Sign(std::string(32, 's'), "a text");
  ASSERT_TRUE(made.ok());
  EXPECT_TRUE(IsSignedBy(made->public_key, made->signature, "a text"));
  EXPECT_FALSE(IsSignedBy(made->public_key, made->signature, "a test"));
  std::string other = made->signature;
  other[0] ^= 1;
  EXPECT_FALSE(IsSignedBy(made->public_key, other, "a text"));
  EXPECT_FALSE(IsSignedBy(std::string(32, 'k'), made->signature, "a text"));
  EXPECT_FALSE(IsSignedBy("", "", "a text"));
}

TEST(SignatureTest, RefusesASeedOfAnotherSize) {
  EXPECT_FALSE(Sign("short", "a text").ok());
}

}  // namespace
}  // namespace crible
