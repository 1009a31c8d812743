#include "bayes/site_layer.h"

#include <algorithm>
#include <random>
#include <set>

#include "bayes/sample.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

struct Said {
  std::string category;  // "" for accepted
  std::string body;
  std::string author;
  std::string name;
};

void Add(const Said& said, LayerBuilder* builder) {
  const Sample sample(said.body);
  builder->Add({.category = said.category,
                .accepted = said.category.empty(),
                .author = said.author,
                .author_name = said.name},
               sample.text(), sample.signals());
}

SiteLayer LayerOf(const std::vector<Said>& lessons,
                  const WordSet& public_words = WordSet()) {
  LayerBuilder builder({"spam", "abuse"});
  for (const Said& said : lessons) Add(said, &builder);
  return builder.Build(public_words);
}

// The same text by so many authors.
std::vector<Said> By(int authors, const std::string& category,
                     const std::string& body, const std::string& name = "") {
  std::vector<Said> lessons;
  for (int i = 0; i < authors; ++i)
    lessons.push_back({category, body, fmt::format("author {}", i), name});
  return lessons;
}

std::vector<std::string> WordsOf(const SiteLayer& layer, size_t category) {
  std::vector<std::string> words;
  for (const LayerToken& token : layer.categories[category].tokens)
    if (token.group == FeatureGroup::kWords) words.push_back(token.text);
  return words;
}

TEST(SiteLayerTest, CountsDocumentsByCategoryAndOutside) {
  std::vector<Said> lessons = By(5, "spam", "acheter une montre");
  for (const Said& said : By(7, "", "une belle montre"))
    lessons.push_back(said);
  for (const Said& said : By(5, "abuse", "espece de montre"))
    lessons.push_back(said);
  const SiteLayer layer = LayerOf(lessons);
  ASSERT_EQ(layer.categories.size(), 2u);
  EXPECT_EQ(layer.categories[0].name, "abuse");
  EXPECT_EQ(layer.categories[0].documents, (Counts{5, 7}));
  EXPECT_EQ(layer.categories[1].name, "spam");
  EXPECT_EQ(layer.categories[1].documents, (Counts{5, 7}));
  EXPECT_THAT(layer.categories[1].tokens,
              Contains(LayerToken{FeatureGroup::kWords, "montre", {5, 7}}));
  EXPECT_THAT(layer.categories[0].tokens,
              Contains(LayerToken{FeatureGroup::kWords, "espece", {5, 0}}));
}

TEST(SiteLayerTest, ATokenNeedsFiveAuthors) {
  EXPECT_THAT(WordsOf(LayerOf(By(4, "spam", "montre")), 0),
              Not(Contains("montre")));
  EXPECT_THAT(WordsOf(LayerOf(By(5, "spam", "montre")), 0), Contains("montre"));
  // However often one of them writes it.
  std::vector<Said> lessons = By(4, "spam", "montre");
  for (int i = 0; i < 20; ++i) lessons.push_back(lessons[0]);
  EXPECT_THAT(WordsOf(LayerOf(lessons), 0), Not(Contains("montre")));
  // All whose authors are unknown are one.
  lessons = By(9, "spam", "montre");
  for (Said& said : lessons) said.author.clear();
  EXPECT_THAT(WordsOf(LayerOf(lessons), 0), Not(Contains("montre")));
}

TEST(SiteLayerTest, NoNamesNumbersOrAddresses) {
  const std::string body =
      "Bonjour, hier Durand a appele le 06 12 34 56 78 ou ecrit a "
      "zoe.martin@exemple.test et https://exemple.test/page1, dit zorglub";
  const std::string layer =
      WriteLayer(LayerOf(By(6, "spam", body, "Zorglub de Brest")));
  for (const std::string text : {"durand", "zorglub", "brest", "exemple",
                                 "martin", "@", "12", "page1"}) {
    EXPECT_THAT(layer, Not(HasSubstr(text))) << text;
  }
  EXPECT_THAT(layer, HasSubstr("<contact>"));
  EXPECT_THAT(layer, HasSubstr("bonjour"));
  // Not what the shipped models have, whoever calls himself so.
  WordSet known;
  known.Insert(HashWord("bonjour"));
  EXPECT_THAT(WriteLayer(LayerOf(By(6, "spam", body, "Bonjour"), known)),
              HasSubstr("words\tbonjour\t"));
  EXPECT_THAT(WriteLayer(LayerOf(By(6, "spam", body, "Bonjour"))),
              Not(HasSubstr("words\tbonjour\t")));
}

TEST(SiteLayerTest, CategoriesNobodyCountsAndNothingAtAll) {
  EXPECT_TRUE(LayerOf({}).categories.empty());
  EXPECT_TRUE(LayerOf(By(9, "off_topic", "montre")).categories.empty());
  EXPECT_EQ(WriteLayer(LayerOf({})), "crible-layer 1\n");
}

// Lessons come, go and come back in any order; what was there before the last
// change leaves no trace.
TEST(SiteLayerTest, TheBytesDependOnTheSetOfLessonsAlone) {
  std::mt19937 random(7);
  const std::vector<std::string> words = {
      "montre", "credit", "Merci", "idiot",    "gratuit", "vote",
      "Paul",   "impot",  "velo",  "whatsapp", "bravo",   "06 11 22 33 44"};
  const auto pick = [&](size_t n) { return random() % n; };
  std::vector<Said> all;
  for (int i = 0; i < 300; ++i) {
    std::string body;
    for (size_t w = 0; w < 3 + pick(6); ++w)
      body += words[pick(words.size())] + " ";
    all.push_back({std::vector<std::string>{"", "spam", "abuse"}[pick(3)], body,
                   fmt::format("{}", pick(40)),
                   pick(9) == 0 ? "Velo" : "Anonyme"});
  }
  size_t tokens = 0;
  for (int round = 0; round < 60; ++round) {
    std::set<size_t> live;  // after a walk of lessons taught and taken back
    for (int step = 0; step < 400; ++step) {
      const size_t lesson = pick(all.size());
      if (pick(3) == 0) {
        live.erase(lesson);
      } else {
        live.insert(lesson);
      }
    }
    std::vector<Said> kept;
    for (const size_t i : live) kept.push_back(all[i]);
    const std::string bytes = WriteLayer(LayerOf(kept));
    std::shuffle(kept.begin(), kept.end(), random);
    ASSERT_EQ(WriteLayer(LayerOf(kept)), bytes);
    tokens += bytes.size();
    // One that is gone was counted before: the bytes tell.
    kept.pop_back();
    EXPECT_NE(WriteLayer(LayerOf(kept)), bytes);
  }
  EXPECT_GT(tokens, 60u * 100);
}

}  // namespace
}  // namespace crible
