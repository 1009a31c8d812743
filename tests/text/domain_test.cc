#include "text/domain.h"

#include <string>

#include "gtest/gtest.h"
#include "text/tld.h"

namespace crible {
namespace {

TEST(DomainTest, Registrable) {
  const struct {
    const char* host;
    const char* want;
  } kCases[] = {
      {"news.bbc.co.uk", "bbc.co.uk"},
      {"bbc.co.uk", "bbc.co.uk"},
      {"www.lemonde.fr", "lemonde.fr"},
      {"a.b.exemple.test", "exemple.test"},
      {"co.uk", "co.uk"},
      {"fr", "fr"},
      {"", ""},
      {"192.168.1.1", "192.168.1.1"},
      {"pages.société.fr", "société.fr"},
      {"localhost", "localhost"},
  };
  for (const auto& c : kCases) EXPECT_EQ(RegistrableDomain(c.host), c.want);
  const std::string endless(300, 'a');
  EXPECT_EQ(RegistrableDomain(endless), endless);
}

TEST(DomainTest, Within) {
  EXPECT_TRUE(IsWithinDomain("lemonde.fr", "lemonde.fr"));
  EXPECT_TRUE(IsWithinDomain("www.lemonde.fr", "lemonde.fr"));
  EXPECT_FALSE(IsWithinDomain("faux-lemonde.fr", "lemonde.fr"));
  EXPECT_FALSE(IsWithinDomain("lemonde.fr", "www.lemonde.fr"));
  EXPECT_FALSE(IsWithinDomain("lemonde.fr", ""));
}

TEST(DomainTest, TopLevelDomains) {
  for (const char* tld : {"com", "fr", "org", "ru", "shop", "test", "uk"}) {
    EXPECT_TRUE(IsPlainTld(tld)) << tld;
  }
  for (const char* tld : {"il", "la", "ca", "md", "py", "txt", "et", "news"}) {
    EXPECT_FALSE(IsPlainTld(tld)) << tld;
  }
  EXPECT_TRUE(IsKnownTld("il"));
  EXPECT_FALSE(IsKnownTld("txt"));
  EXPECT_TRUE(IsWellKnownHost("bit.ly"));
}

}  // namespace
}  // namespace crible
