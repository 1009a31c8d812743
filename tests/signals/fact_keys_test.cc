#include "signals/fact_keys.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "signals/similarity.h"

namespace crible {
namespace {

FactQuery Query(const Comment& comment) {
  Text text;
  AnalyzeText(comment.body, comment.format, WordSet(), &text);
  FactQuery query;
  FillFactQuery(comment, text, &query);
  return query;
}

std::vector<uint64_t> Keys(const FactQuery& query, RepeatOf of) {
  std::vector<uint64_t> hashes;
  for (const FactKey& key : query.keys) {
    if (key.of == of) hashes.push_back(key.hash);
  }
  std::sort(hashes.begin(), hashes.end());
  return hashes;
}

bool Share(const Comment& a, const Comment& b, RepeatOf of) {
  const auto left = Keys(Query(a), of), right = Keys(Query(b), of);
  std::vector<uint64_t> both;
  std::set_intersection(left.begin(), left.end(), right.begin(), right.end(),
                        std::back_inserter(both));
  return !both.empty();
}

struct Pair {
  const char* name;
  Comment a, b;
  bool same;
};

TEST(FactKeys, WhoIsTheSameAuthor) {
  using A = Author;
  const Pair kPairs[] = {
      {"id",
       {.author = A{.id = "7"}},
       {.author = A{.id = "7", .name = "x"}},
       true},
      {"another id",
       {.author = A{.id = "7", .email = "a@b.test"}},
       {.author = A{.id = "8", .email = "a@b.test"}},
       false},
      {"e-mail, whatever its case",
       {.author = A{.email = "Jean@b.test"}},
       {.author = A{.name = "Jean", .email = "jean@B.test"}},
       true},
      {"an id is no e-mail",
       {.author = A{.id = "a@b.test"}},
       {.author = A{.email = "a@b.test"}},
       false},
      {"name and address",
       {.author = A{.name = "Jean", .address = "192.0.2.1"}},
       {.author = A{.name = "Jean", .address = "192.0.2.1"}},
       true},
      {"the same name elsewhere",
       {.author = A{.name = "Jean", .address = "192.0.2.1"}},
       {.author = A{.name = "Jean", .address = "192.0.2.2"}},
       false},
      {"another site",
       {.site = "a", .author = A{.id = "7"}},
       {.site = "b", .author = A{.id = "7"}},
       false},
  };
  for (const Pair& pair : kPairs) {
    SCOPED_TRACE(pair.name);
    EXPECT_EQ(Query(pair.a).author == Query(pair.b).author, pair.same);
    EXPECT_EQ(Share(pair.a, pair.b, RepeatOf::kAuthor), pair.same);
  }
  EXPECT_EQ(Query({}).author, 0u) << "nothing identifies them";
  EXPECT_TRUE(Keys(Query({}), RepeatOf::kAuthor).empty());
}

TEST(FactKeys, WhichAddressesAreTheSame) {
  const auto from = [](std::string_view address) {
    return Comment{.author = {.address = address}};
  };
  const auto same = [&](std::string_view a, std::string_view b) {
    return Share(from(a), from(b), RepeatOf::kAddress);
  };
  EXPECT_TRUE(same("192.0.2.1", "192.0.2.1"));
  EXPECT_FALSE(same("192.0.2.1", "192.0.2.2"));
  EXPECT_TRUE(same("2001:db8:1:2::1", "2001:DB8:1:2:ffff::9"));
  EXPECT_FALSE(same("2001:db8:1:2::1", "2001:db8:1:3::1"));
  EXPECT_TRUE(same("::ffff:192.0.2.1", "192.0.2.1"));
  EXPECT_FALSE(same("::ffff:192.0.2.1", "::ffff:192.0.2.2"));
  EXPECT_FALSE(same("a hash of ours", "another hash"));
  EXPECT_TRUE(Keys(Query(from("")), RepeatOf::kAddress).empty());
}

TEST(FactKeys, WhichTextsAreTheSame) {
  const Pair kPairs[] = {
      {"letter for letter",
       {.body = "Gagnez 500 € par jour, contactez-moi vite"},
       {.body = "Gagnez 500 € par jour, contactez-moi vite"},
       true},
      {"signs, accents and capitals",
       {.body = "Gagnez 500 € par jour, contactez-moi vite !!!"},
       {.body = "GAGNEZ 500 par jour : contactez moi vite"},
       true},
      {"one word of fourteen",
       {.body = "Offre de prêt rapide et sérieux entre particuliers, réponse "
                "sous une heure, écrivez à Jean"},
       {.body = "Offre de prêt rapide et sérieux entre particuliers, réponse "
                "sous une heure, écrivez à Paul"},
       true},
      {"mark-up",
       {.body = "Voici le <b>lien</b> promis", .format = BodyFormat::kHtml},
       {.body = "Voici le lien promis"},
       true},
      {"another text",
       {.body = "Courage à la famille, pensées émues."},
       {.body = "Ce match était une honte pour le club."},
       false},
      {"signs alone", {.body = "!!!"}, {.body = "!!!"}, true},
      {"other signs alone", {.body = "!!!"}, {.body = "???"}, false},
      {"another site",
       {.site = "a", .body = "Courage à la famille"},
       {.site = "b", .body = "Courage à la famille"},
       false},
  };
  for (const Pair& pair : kPairs) {
    SCOPED_TRACE(pair.name);
    EXPECT_EQ(Share(pair.a, pair.b, RepeatOf::kText), pair.same);
  }
  EXPECT_EQ(Keys(Query({.body = "un deux"}), RepeatOf::kText).size(),
            kTextBands);
  EXPECT_EQ(Keys(Query({.body = "…"}), RepeatOf::kText).size(), 1u);
  EXPECT_TRUE(Query({.body = ""}).keys.empty());
}

TEST(FactKeys, LinksByTheirRegistrableDomain) {
  const auto links = [](std::string_view body) {
    return Keys(Query({.body = body}), RepeatOf::kLink);
  };
  EXPECT_EQ(links("Voir https://www.a.test/x et http://b.a.test/y").size(), 1u);
  EXPECT_EQ(links("Voir https://a.co.uk et https://b.co.uk").size(), 2u);
  EXPECT_EQ(links("https://news.a.co.uk/1"), links("puis http://a.co.uk/2"));
  EXPECT_TRUE(links("rien").empty());
  std::string many;
  for (int i = 0; i < 100; ++i) {
    many += "https://site" + std::to_string(i) + ".com ";
  }
  EXPECT_EQ(links(many).size(), kDomainKeysMax);
}

TEST(FactKeys, WhichCommentsAreTheSame) {
  const auto id = [](std::string_view site, std::string_view name) {
    return Query({.site = site, .name = name}).comment;
  };
  EXPECT_EQ(id("a", "sites/a/comments/1"), id("a", "sites/a/comments/1"));
  EXPECT_NE(id("a", "sites/a/comments/1"), id("a", "sites/a/comments/2"));
  EXPECT_NE(id("a", "1"), id("b", "1"));
  EXPECT_EQ(id("a", ""), 0u);
}

TEST(FactKeys, KeepsTheWindowsAndForgetsTheLastComment) {
  Text text;
  AnalyzeText("Bonjour à tous", BodyFormat::kPlain, WordSet(), &text);
  FactQuery query{.windows = {absl::Minutes(10)}};
  const Comment comment = {.site = "a", .body = "Bonjour à tous"};
  FillFactQuery(comment, text, &query);
  const size_t keys = query.keys.size();
  FillFactQuery(comment, text, &query);
  EXPECT_EQ(query.keys.size(), keys);
  EXPECT_EQ(query.windows.size(), 1u);
}

TEST(FactKeys, ARemovalNamesWhatAQueryNames) {
  for (const Author& author :
       {Author{.id = "zoe", .email = "z@example.test"},
        Author{.email = "Z@Example.test"}, Author{.name = "Zoé"}, Author{}}) {
    Comment comment;
    comment.site = "demo";
    comment.name = "sites/demo/comments/1";
    comment.author = author;
    const FactQuery query = Query(comment);
    EXPECT_EQ(CommentFactHash("demo", comment.name), query.comment);
    EXPECT_EQ(AuthorFactHash("demo", author), query.author);
    EXPECT_NE(AuthorFactHash("other", {.id = "zoe"}), query.author);
  }
  EXPECT_EQ(CommentFactHash("demo", ""), 0u);
}

TEST(FactKeys, BandsOfATextAreTheSameAtAllSites) {
  Comment comment;
  comment.site = "demo";
  comment.body = "one two three four five";
  const auto here = Query(comment).text_bands;
  EXPECT_EQ(here.size(), kTextBands);
  comment.site = "other";
  EXPECT_EQ(Query(comment).text_bands, here);
  comment.body = "one two three four";
  EXPECT_TRUE(Query(comment).text_bands.empty()) << "near to too many";
}

}  // namespace
}  // namespace crible
