#include "engine/article_words.h"

#include "gtest/gtest.h"
#include "text/text.h"

namespace crible {
namespace {

TEST(ArticleWords, HoldsTheWordsOfTitleStandfirstAndText) {
  ArticleWords articles;
  const Article article{
      .title = "La Banque", .standfirst = "un crédit", .text = "des milliards"};
  const auto words = articles.For(&article);
  ASSERT_NE(words, nullptr);
  for (const char* word : {"banque", "credit", "milliards"}) {
    EXPECT_TRUE(words->Contains(HashWord(word))) << word;
  }
  EXPECT_FALSE(words->Contains(HashWord("casino")));
}

TEST(ArticleWords, NoArticleOrNoTextIsNull) {
  ArticleWords articles;
  const Article only_url{.url = "https://lemonde.fr/x"};
  EXPECT_EQ(articles.For(nullptr), nullptr);
  EXPECT_EQ(articles.For(&only_url), nullptr);
}

TEST(ArticleWords, ReadsAnArticleOnceAndForgetsTheLeastUsed) {
  ArticleWords articles(/*articles_max=*/2);
  const Article a{.title = "a"}, b{.title = "b"}, c{.title = "c"};
  const auto first = articles.For(&a);
  EXPECT_EQ(articles.For(&a), first);
  articles.For(&b);
  articles.For(&a);
  articles.For(&c);  // b goes
  EXPECT_EQ(articles.For(&a), first);
  articles.For(&b);  // c goes
  articles.For(&c);  // a goes
  EXPECT_NE(articles.For(&a), first);
}

}  // namespace
}  // namespace crible
