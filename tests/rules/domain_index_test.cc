#include "rules/domain_index.h"

#include <gtest/gtest.h>

#include <set>

#include "fmt/core.h"

namespace crible {
namespace {

TEST(HostOfTest, Table) {
  const struct {
    const char* address;
    const char* want;
  } kCases[] = {
      {"example.test", "example.test"},
      {"https://www.Example.test:80/x?y#z", "example.test"},
      {"//cdn.example.test/a", "cdn.example.test"},
      {"http://user:pw@example.test", "example.test"},
      {"example.test.", "example.test"},
      {"  ", ""},
      {"", ""},
      {"https://", ""},
      {"/path", ""},
  };
  for (const auto& c : kCases) EXPECT_EQ(HostOf(c.address), c.want);
}

TEST(DomainIndexTest, Table) {
  DomainIndex index;
  EXPECT_TRUE(index.Add("loans.test", 1));
  EXPECT_TRUE(index.Add("*.shop", 2));
  EXPECT_TRUE(index.Add("shop", 3));
  EXPECT_TRUE(index.Add("https://www.news.example/", 4));
  EXPECT_TRUE(index.Add("loans.test", 5));
  EXPECT_TRUE(index.Add("loans.test", 5));  // counts once
  EXPECT_FALSE(index.Add("", 6));
  EXPECT_FALSE(index.Add("*.", 6));
  const struct {
    const char* host;
    std::multiset<uint32_t> want;
  } kCases[] = {
      {"loans.test", {1, 5}},
      {"a.b.loans.test", {1, 5}},
      {"myloans.test", {}},
      {"test", {}},
      {"x.shop", {2, 3}},
      {"shop", {3}},
      {"news.example", {4}},
      {"example", {}},
      {"", {}},
  };
  for (const auto& c : kCases) {
    std::multiset<uint32_t> found;
    index.Find(c.host, [&found](uint32_t value) { found.insert(value); });
    EXPECT_EQ(found, c.want) << c.host;
    EXPECT_EQ(index.Contains(c.host), !c.want.empty());
  }
}

TEST(DomainIndexTest, AHundredThousandDomains) {
  DomainIndex index;
  for (int i = 0; i < 100000; ++i) {
    ASSERT_TRUE(index.Add(fmt::format("site-{}.test", i)));
  }
  for (int i = 0; i < 100000; ++i) {
    ASSERT_TRUE(index.Contains(fmt::format("www2.site-{}.test", i)));
    ASSERT_FALSE(index.Contains(fmt::format("site-{}.example", i)));
  }
  EXPECT_LT(index.memory_bytes(), size_t{16} << 20);
}

}  // namespace
}  // namespace crible
