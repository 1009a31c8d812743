#include "text/word_reader.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "text_test_support.h"

namespace crible {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

struct WordsCase {
  const char* source;
  std::vector<std::string> want;
};

TEST(WordReaderTest, Words) {
  const WordsCase kCases[] = {
      {"", {}},
      {"   \n ", {}},
      {"Bonjour, le monde !", {"bonjour", "le", "monde"}},
      {"l'idiot d’or aujourd'hui", {"l", "idiot", "d", "or", "aujourd", "hui"}},
      {"peut-être là-bas", {"peut", "etre", "la", "bas"}},
      {"idiot·e·s idiot.e.s idiot(e)s", {"idiot", "idiot", "idiot"}},
      {"étudiant-e-s et auteur·rice·s", {"etudiant", "et", "auteur"}},
      {"😀 👨‍👩‍👧 🇫🇷", {}},
      {"a😀b", {"a", "b"}},
      {"CO₂ MP3 1er 1ᵉʳ mot²", {"co2", "mp3", "1er", "1er", "mot"}},
      {"Apple™", {"apple"}},
      {"привет мир", {"привет", "мир"}},
      {"日本語 テスト", {"日本語", "テスト"}},
      {"e\u0301te\u0301", {"ete"}},
      {"voir https://exemple.test/page puis", {"voir", "puis"}},
      {"écrire à jean@exemple.test merci", {"ecrire", "a", "merci"}},
      {"snake_case", {"snake", "case"}},
      {"naïve cœur", {"naive", "coeur"}},
      {"l&#39;offre &amp; &quot;oui&quot;", {"l", "offre", "oui"}},
  };
  for (const WordsCase& c : kCases) {
    EXPECT_THAT(ReadAll(c.source), ElementsAreArray(c.want)) << c.source;
  }
}

struct FlagCase {
  const char* source;
  size_t index;
  bool Word::*flag;
  bool want;
};

TEST(WordReaderTest, Flags) {
  const FlagCase kCases[] = {
      {"BONJOUR", 0, &Word::capitals, true},
      {"Bonjour", 0, &Word::capitals, false},
      {"A", 0, &Word::capitals, false},
      {"ÉTÉ", 0, &Word::capitals, true},
      {"Bonjour", 0, &Word::capitalised, true},
      {"Écrire", 0, &Word::capitalised, true},
      {"bonjour", 0, &Word::capitalised, false},
      {"été", 0, &Word::accented, true},
      {"ETE", 0, &Word::accented, false},
      {"oui. Non", 1, &Word::starts_sentence, true},
      {"oui, Non", 1, &Word::starts_sentence, false},
      {"oui ! non", 1, &Word::starts_sentence, true},
      {"oui\nnon", 1, &Word::starts_sentence, true},
      {"M. Dupont", 1, &Word::starts_sentence, false},
      {"fin.Le", 1, &Word::starts_sentence, true},
      {"a 12 b", 1, &Word::number, true},
      {"a 12e b", 1, &Word::number, false},
      {"il « dit cela » ici", 1, &Word::quoted, true},
      {"il « dit cela » ici", 3, &Word::quoted, false},
      {"il « dit cela", 1, &Word::quoted, false},
      {"il \"dit cela\" ici", 2, &Word::quoted, true},
      {"il \"dit cela\" ici", 3, &Word::quoted, false},
      {"il “dit cela” ici", 1, &Word::quoted, true},
      {"> cité\nmoi", 0, &Word::quoted, true},
      {"> cité\nmoi", 1, &Word::quoted, false},
      {"a > b", 1, &Word::quoted, false},
      {"écran 24\" et un \"mot\" ici", 3, &Word::quoted, false},
      {"écran 24\" et un \"mot\" ici", 4, &Word::quoted, true},
      {"viаgra", 0, &Word::mixed_script, true},
      {"viagra", 0, &Word::mixed_script, false},
      {"5 µg", 1, &Word::mixed_script, false},
  };
  Text text;
  for (const FlagCase& c : kCases) {
    AnalyzeText(c.source, BodyFormat::kPlain, {}, &text);
    ASSERT_LT(c.index, text.words().size()) << c.source;
    EXPECT_EQ(text.words()[c.index].*c.flag, c.want)
        << c.source << ' ' << c.index;
  }
}

TEST(WordReaderTest, WrittenCoversTheInclusiveEnding) {
  const std::string source = "Les idiot·e·s, ici";
  Text text;
  AnalyzeText(source, BodyFormat::kPlain, {}, &text);
  ASSERT_EQ(text.words().size(), 3u);
  EXPECT_EQ(text.Written(text.words()[1]), "idiot·e·s");
  EXPECT_EQ(text.Read(text.words()[1]), "idiot");
  EXPECT_EQ(text.words()[1].hash, HashWord("idiot"));
}

TEST(WordReaderTest, Counts) {
  Text text;
  AnalyzeText("Été 2024 !! ???\n@jean #ok 😀👍🏽🇫🇷 v\u200Biagra",
              BodyFormat::kPlain, {}, &text);
  const TextCounts& counts = text.counts();
  EXPECT_EQ(counts.lines, 2u);
  EXPECT_EQ(counts.letters, 15u);
  EXPECT_EQ(counts.capitals, 1u);
  EXPECT_EQ(counts.digits, 4u);
  EXPECT_EQ(counts.exclamations, 2u);
  EXPECT_EQ(counts.questions, 3u);
  EXPECT_EQ(counts.emoji, 3u);
  EXPECT_EQ(counts.mentions, 1u);
  EXPECT_EQ(counts.hashtags, 1u);
  EXPECT_EQ(counts.invisible, 1u);
  EXPECT_EQ(counts.longest_run, 3u);
  EXPECT_EQ(counts.latin_letters, 15u);
  EXPECT_EQ(counts.characters, 39u);
}

TEST(WordReaderTest, AppendExact) {
  Text text;
  AnalyzeText("L’Offre  de PRÊT !", BodyFormat::kPlain, {}, &text);
  std::string exact;
  text.AppendExact(1, 3, &exact);
  EXPECT_EQ(exact, "offre de prêt");
}

TEST(WordReaderTest, TextIsReused) {
  Text text;
  AnalyzeText("v1agra https://exemple.test", BodyFormat::kPlain,
              Known({"viagra"}), &text);
  AnalyzeText("oui", BodyFormat::kPlain, {}, &text);
  EXPECT_THAT(ReadAll(text), ElementsAre("oui"));
  EXPECT_TRUE(text.links().empty());
  EXPECT_EQ(text.skeleton().bytes, "oui");
  text.Clear();
  EXPECT_TRUE(text.words().empty());
  EXPECT_TRUE(text.plain().bytes.empty());
}

}  // namespace
}  // namespace crible
