#include "rules/phrase_trie.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>

namespace crible {
namespace {

using Found = std::vector<std::tuple<uint32_t, size_t, size_t>>;

// Words are small numbers here; 0 is no word hash.
std::vector<Word> MakeWords(const std::vector<uint64_t>& hashes) {
  std::vector<Word> words;
  for (const uint64_t hash : hashes) words.push_back({.hash = hash});
  return words;
}

Found Walk(const PhraseTrie& trie, const std::vector<Word>& words) {
  Found found;
  trie.Walk(words, [&found](uint32_t id, size_t first, size_t last) {
    found.emplace_back(id, first, last);
  });
  std::sort(found.begin(), found.end());
  return found;
}

TEST(PhraseTrieTest, FormsThatCollideShareANode) {
  // "prêt(s) rapide" and "prêt facile", whose first words share a form.
  const std::vector<PhrasePattern> kPhrases = {
      {7, {{1, 2}, {3}}}, {8, {{1}, {4}}}, {9, {{2}}}};
  PhraseTrie trie;
  ASSERT_TRUE(trie.Build(kPhrases));
  EXPECT_EQ(Walk(trie, MakeWords({1, 3})), (Found{{7, 0, 1}}));
  EXPECT_EQ(Walk(trie, MakeWords({1, 4})), (Found{{8, 0, 1}}));
  EXPECT_EQ(Walk(trie, MakeWords({2, 3})), (Found{{7, 0, 1}, {9, 0, 0}}));
  EXPECT_EQ(Walk(trie, MakeWords({2, 4})), (Found{{9, 0, 0}}));
  EXPECT_EQ(Walk(trie, MakeWords({5, 1})), Found{});
  EXPECT_EQ(trie.depth(), 2u);
}

TEST(PhraseTrieTest, LongPhrasesOfManyFormsStaySmall) {
  // 50 words of 6 forms each: 6^50 paths, 50 sets.
  PhrasePattern phrase{.id = 1};
  for (uint64_t i = 0; i < 50; ++i) {
    phrase.words.push_back(
        {i * 6 + 1, i * 6 + 2, i * 6 + 3, i * 6 + 4, i * 6 + 5, i * 6 + 6});
  }
  PhraseTrie trie;
  ASSERT_TRUE(trie.Build({&phrase, 1}));
  EXPECT_EQ(trie.nodes(), 50u);
}

TEST(PhraseTrieTest, WhatMultipliesFormsIsRefused) {
  // Each phrase accepts at each place one of two forms, or both: all subsets of
  // the phrases are reached.
  std::vector<PhrasePattern> phrases;
  for (uint32_t p = 0; p < 24; ++p) {
    PhrasePattern phrase{.id = p};
    for (uint32_t i = 0; i < 24; ++i) {
      std::vector<uint64_t> forms = {1};
      if (i != p) forms.push_back(2);
      phrase.words.push_back(forms);
    }
    phrases.push_back(phrase);
  }
  PhraseTrie trie;
  EXPECT_FALSE(trie.Build(phrases));
}

TEST(PhraseTrieTest, AgreesWithComparingEachPhrase) {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    std::vector<PhrasePattern> phrases;
    for (uint32_t id = 0; id < 1 + random() % 20; ++id) {
      PhrasePattern phrase{.id = id};
      for (uint32_t n = 1 + random() % 4; n > 0; --n) {
        std::vector<uint64_t> forms = {1 + random() % 9};
        if (random() % 2) forms.push_back(1 + random() % 9);
        phrase.words.push_back(forms);
      }
      phrases.push_back(phrase);
    }
    std::vector<uint64_t> hashes;
    for (uint32_t n = random() % 150; n > 0; --n) {
      hashes.push_back(1 + random() % 12);
    }
    Found want;
    for (const PhrasePattern& phrase : phrases) {
      for (size_t first = 0; first + phrase.words.size() <= hashes.size();
           ++first) {
        bool all = true;
        for (size_t i = 0; i < phrase.words.size(); ++i) {
          const auto& forms = phrase.words[i];
          all &= std::find(forms.begin(), forms.end(), hashes[first + i]) !=
                 forms.end();
        }
        if (all) {
          want.emplace_back(phrase.id, first, first + phrase.words.size() - 1);
        }
      }
    }
    std::sort(want.begin(), want.end());
    PhraseTrie trie;
    ASSERT_TRUE(trie.Build(phrases));
    ASSERT_EQ(Walk(trie, MakeWords(hashes)), want) << "round " << round;
  }
}

}  // namespace
}  // namespace crible
