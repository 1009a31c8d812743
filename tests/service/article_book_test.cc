#include "service/article_book.h"

#include <string>

#include "gtest/gtest.h"

namespace crible {
namespace {

v1::Article Article(const std::string& name, size_t bytes = 10) {
  v1::Article article;
  article.set_name(name);
  article.set_text(std::string(bytes, 'x'));
  return article;
}

TEST(ArticleBook, FindsByName) {
  ArticleBook book(10, 1000, KeyedHash());
  book.Add(Article("a"));
  EXPECT_EQ(book.Find("b"), nullptr);
  ASSERT_NE(book.Find("a"), nullptr);
  EXPECT_EQ(book.Find("a")->article.text.size(), 10u);
}

TEST(ArticleBook, ALaterOneReplacesTheEarlier) {
  ArticleBook book(10, 1000, KeyedHash());
  book.Add(Article("a", 10));
  const Hash128 digest = book.Find("a")->digest;
  book.Add(Article("a", 20));
  EXPECT_EQ(book.size(), 1u);
  EXPECT_EQ(book.Find("a")->article.text.size(), 20u);
  EXPECT_NE(book.Find("a")->digest, digest);
}

TEST(ArticleBook, TheEarliestGoesWhenFull) {
  ArticleBook by_number(2, 1000, KeyedHash());
  for (const char* name : {"a", "b", "c"}) by_number.Add(Article(name));
  EXPECT_EQ(by_number.Find("a"), nullptr);
  EXPECT_NE(by_number.Find("c"), nullptr);
  ArticleBook by_bytes(10, 250, KeyedHash());
  for (const char* name : {"a", "b", "c"}) by_bytes.Add(Article(name, 100));
  EXPECT_EQ(by_bytes.size(), 2u);
  by_bytes.Add(Article("large", 500));
  EXPECT_EQ(by_bytes.size(), 1u) << "the newest is kept whatever its size";
}

}  // namespace
}  // namespace crible
