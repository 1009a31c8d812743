#include "text/links.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "text_test_support.h"

namespace crible {
namespace {

using ::testing::ElementsAreArray;

// "host target" of each link, with "!" when disguised and "^" for mark-up.
std::vector<std::string> Links(const Text& text) {
  std::vector<std::string> all;
  for (const Link& link : text.links()) {
    std::string one(link.target);
    if (link.disguised) one += '!';
    if (link.href) one += '^';
    all.push_back(std::move(one));
  }
  return all;
}

struct LinkCase {
  const char* source;
  std::vector<std::string> want;
};

TEST(LinksTest, Found) {
  const LinkCase kCases[] = {
      {"voir https://www.lemonde.fr/a?b=1.", {"lemonde.fr/a?b=1"}},
      {"HTTP://Exemple.TEST/Page", {"exemple.test/Page"}},
      {"www.exemple.test, ou", {"exemple.test"}},
      {"exemple.fr", {"exemple.fr"}},
      {"(bit.ly/3abc)", {"bit.ly/3abc"}},
      {"t.me/foo", {"t.me/foo"}},
      {"https://fr.wikipedia.org/wiki/Chat_(animal)",
       {"fr.wikipedia.org/wiki/Chat_(animal)"}},
      {"http://192.168.1.1:8080/x", {"192.168.1.1:8080/x"}},
      {"http://jean:secret@exemple.test/", {"exemple.test/"}},
      {"maps.google.be", {"maps.google.be"}},
      {"rtbf.be/info/x", {"rtbf.be/info/x"}},
      {"https://société.fr/é", {"société.fr/é"}},
      {"http://xn--bcher-kva.example/", {"bücher.example/"}},
      {"MONSITE.COM", {"monsite.com"}},
      {"un.fr et deux.fr", {"un.fr", "deux.fr"}},
      {"http://localhost/x", {"localhost/x"}},
      // Spelled out.
      {"site . com", {"site.com!"}},
      {"monsite. com", {"monsite.com!"}},
      {"monsite .com", {"monsite.com!"}},
      {"site[.]com", {"site.com!"}},
      {"site(dot)com/page", {"site.com/page!"}},
      {"site [point] fr", {"site.fr!"}},
      {"monsite point com", {"monsite.com!"}},
      {"monsite dot com", {"monsite.com!"}},
      {"www point monsite point net", {"monsite.net!"}},
      {"hxxp://evil.test/x", {"evil.test/x!"}},
      {"hxxps://evil[.]test", {"evil.test!"}},
      {"http : // exemple.fr/x", {"exemple.fr/x!"}},
      {"site．com", {"site.com"}},
      {"site。com", {"site.com"}},
      {"ｗｗｗ．site．com", {"site.com"}},
      // Mark-up of forums.
      {"[url=http://x.test/a]ici[/url]", {"x.test/a^"}},
      {"[ici](https://y.test/b) là", {"y.test/b^"}},
      {"[url]http://x.test[/url]", {"x.test"}},
  };
  for (const LinkCase& c : kCases) {
    Text text;
    AnalyzeText(c.source, BodyFormat::kPlain, {}, &text);
    EXPECT_THAT(Links(text), ElementsAreArray(c.want)) << c.source;
  }
}

TEST(LinksTest, NotFound) {
  for (const char* source : {"C'est la fin.Le lendemain",
                             "etc.Il part",
                             "M.Dupont",
                             "file.txt",
                             "Node.js",
                             "README.md",
                             "script.py",
                             "bien.ca va",
                             "fin.il part",
                             "vrai.Info ou pas",
                             "U.S.A.",
                             "U.R.S.S.",
                             "3.14",
                             "1.5km",
                             "12.50",
                             "v1.2.3",
                             "merci.bonjour",
                             "idiot.e.s",
                             "étudiant.es",
                             "a.m. p.m.",
                             "Mais.la suite",
                             "fin.et/ou",
                             "un point com",
                             "mise au point net",
                             "faire le point. Fr",
                             "le point info du jour",
                             "le domaine .fr",
                             "site . net et précis",
                             "10.000.000",
                             "192.168.1.1",
                             "http://",
                             "://",
                             "www.",
                             "www",
                             "...",
                             "oui...non",
                             "et.",
                             ".com",
                             "@jean.fr",
                             "http:",
                             "C:\\Users\\x",
                             "il dit :non",
                             "1.2.3.4",
                             "J.-C.",
                             "p.ex.",
                             "cf.supra",
                             "would.be",
                             "that.is",
                             "ok.so",
                             "no.no.no",
                             "19.99",
                             "sur le dot",
                             "look.at.me",
                             "Bonjour.Comment allez-vous",
                             "fini. Les autres"}) {
    Text text;
    AnalyzeText(source, BodyFormat::kPlain, {}, &text);
    EXPECT_TRUE(text.links().empty())
        << source << ": " << text.links()[0].target;
  }
}

TEST(LinksTest, Parts) {
  const std::string source = "Avant https://news.bbc.co.uk/a#b après";
  Text text;
  AnalyzeText(source, BodyFormat::kPlain, {}, &text);
  ASSERT_EQ(text.links().size(), 1u);
  const Link& link = text.links()[0];
  EXPECT_EQ(link.host, "news.bbc.co.uk");
  EXPECT_EQ(link.domain, "bbc.co.uk");
  EXPECT_EQ(link.next_word, 1u);
  EXPECT_EQ(
      source.substr(link.source_begin, link.source_end - link.source_begin),
      "https://news.bbc.co.uk/a#b");
}

TEST(LinksTest, Hrefs) {
  const std::string source =
      "<p>Un <a class=x href=\"https://X.test/a?b=1&amp;c=2\" "
      "rel=nofollow>ici</a> <a href='/local'>l</a> "
      "<a href=//y.test>y</a> <a href=\"mailto:Jean@exemple.test?s=1\">m</a> "
      "<a href=\"javascript:x()\">j</a> <a href=\"tel:+33612345678\">t</a> "
      "www.z.test</p>";
  Text text;
  AnalyzeText(source, BodyFormat::kHtml, {}, &text);
  EXPECT_THAT(Links(text),
              ElementsAreArray({"x.test/a?b=1&c=2^", "y.test^", "z.test"}));
  EXPECT_EQ(text.links()[0].next_word, 1u);
  EXPECT_EQ(source.substr(text.links()[0].source_begin, 7), "https:/");
  ASSERT_EQ(text.contacts().size(), 2u);
  EXPECT_EQ(text.contacts()[0].value, "jean@exemple.test");
  EXPECT_EQ(text.contacts()[1].kind, ContactKind::kTelephone);
  EXPECT_EQ(text.contacts()[1].value, "+33612345678");
}

}  // namespace
}  // namespace crible
