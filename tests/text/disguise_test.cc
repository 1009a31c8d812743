#include "text/disguise.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "text_test_support.h"

namespace crible {
namespace {

using ::testing::ElementsAreArray;

struct ReadCase {
  const char* source;
  std::vector<std::string> want;
};

const WordSet& Vocabulary() {
  static const WordSet known =
      Known({"viagra",    "connard", "pute",  "salope", "merci",   "putain",
             "idiot",     "asshole", "bitch", "casino", "cool",    "sexe",
             "sex",       "con",     "la",    "xxx",    "enculer", "le",
             "microsoft", "dumbass", "putes"});
  return known;
}

TEST(DisguiseTest, Read) {
  const ReadCase kCases[] = {
      // Digits and signs between letters.
      {"v1agra", {"viagra!"}},
      {"c0nnard", {"connard!"}},
      {"c0nn4rd", {"connard!"}},
      {"sa1ope", {"salope!"}},
      {"s3x", {"sex!"}},
      {"s@lope", {"salope!"}},
      {"s@l0pe", {"salope!"}},
      {"a$$hole", {"asshole!"}},
      {"b!tch", {"bitch!"}},
      {"micro$oft", {"microsoft!"}},
      {"v1agr@ pas cher", {"viagra!", "pas", "cher"}},
      {"viagr@", {"viagra!"}},
      {"$alope", {"salope!"}},
      {"con$", {"con"}},
      {"dumb@$$", {"dumbass!"}},
      {"!diot $alop€", {"idiot!", "salope!"}},
      {"a !diots", {"a", "diots"}},
      {"@Lope S@LOPE", {"lope", "salope!"}},
      {"le$ $alopes", {"le", "alopes"}},
      {"€nculer", {"enculer!"}},
      {"c@$ino", {"casino!"}},
      {"c4s!n0", {"casino!"}},
      {"5alope 5ans", {"salope!", "5ans"}},
      {"3ncul3r", {"enculer!"}},
      {"3nculer", {"enculer!"}},
      {"v1agra 1 casino", {"viagra!", "1", "casino"}},
      {"b⭕⭕t c❌n m⭕i", {"b", "t", "c", "n", "m", "i"}},
      {"c⭕nnard", {"connard!"}},
      {"C4S1N0 en ligne", {"casino!", "en", "ligne"}},
      {"v1agra2", {"v1agra2"}},
      // At the end, if what is left is no word.
      {"xconn4 pute5 enc1", {"xconn4", "pute5", "enc1"}},
      {"sex3 casin0 CASIN0", {"sex3", "casino!", "casin0"}},
      {"p1g5 b1tch", {"p1g5", "bitch!"}},
      {"s3x3", {"sexe!"}},
      {"x1agra", {"x1agra"}},
      // Spaced letters.
      {"v i a g r a", {"viagra!"}},
      {"V I A G R A", {"viagra!"}},
      {"p.u.t.e", {"pute!"}},
      {"c-o-n-n-a-r-d", {"connard!"}},
      {"v_i_a_g_r_a", {"viagra!"}},
      {"p*u*t*e", {"pute!"}},
      {"v 1 a g r a", {"viagra!"}},
      {"il y a v i a g r a ici", {"il", "y", "a", "viagra!", "ici"}},
      {"c o n", {"c", "o", "n"}},
      // Of all ways to read a row that which leaves the fewest letters over.
      {"p u t e s e x e", {"pute!", "sexe!"}},
      {"s e x e", {"sexe!"}},
      {"c 4 5 1 n 0", {"casino!"}},
      {"5 4 l 0 p 3", {"salope!"}},
      {"1 2 3 4 5", {"1", "2", "3", "4", "5"}},
      // Letters of flags.
      {"🇻🇮🇦🇬🇷🇦", {"viagra!"}},
      {"🇻 🇮 🇦 🇬 🇷 🇦", {"viagra!"}},
      {"allez 🇫🇷🇧🇪 !", {"allez"}},
      // Look-alikes that are i or l.
      {"saӏope", {"salope!"}},
      {"ɡros", {"gros"}},
      {"U.R.S.S.", {"u", "r", "s", "s"}},
      // Mixed scripts.
      {"ᴠɪᴀɢʀᴀ ɪᴄɪ", {"viagra!", "ici!"}},
      {"vіаgrа", {"viagra!"}},    // Cyrillic і, а, а
      {"ϲonnard", {"connard!"}},  // Greek lunate sigma
      {"unknоwn", {"unknown!"}},  // Cyrillic о, in no list
      {"c0nnаrd", {"connard!"}},  // both
      {"kΩ", {"kω"}},
      {"привет", {"привет"}},
      // Nothing but look-alikes, in a Latin text.
      {"un gros соп ici", {"un", "gros", "con!", "ici"}},
      {"слово сон и дом", {"слово", "сон", "и", "дом"}},
      // Hidden characters.
      {"v\u200Biagra", {"viagra!"}},
      {"vi\u00ADagra", {"viagra!"}},
      {"vi\u202Eagra", {"viagra!"}},
      {"\u200Bviagra\u200B", {"viagra"}},
      {"نمی\u200Cخواهم", {"نمیخواهم"}},
      // Marks.
      {"v̷i̷a̷g̷r̷a̷", {"viagra!"}},
      {"a\u0301\u0302\u0303bc", {"abc!"}},
      {"Việt", {"viet"}},
      {"e\u0301te\u0301", {"ete"}},
      // Rows.
      {"merciiii", {"merci!"}},
      {"MERCIIII", {"merci!"}},
      {"puuute", {"pute!"}},
      {"connnnard", {"connard!"}},
      {"cooool", {"cool!"}},
      {"ouiiii", {"oui!"}},
      {"salooope", {"salope!"}},
      {"www xxx VIII aaa", {"www", "xxx", "viii", "aaa"}},
      {"créée", {"creee"}},
      {"1000", {"1000"}},
      // Letters in other dress.
      {"𝓿𝓲𝓪𝓰𝓻𝓪", {"viagra!"}},
      {"ｖｉａｇｒａ", {"viagra!"}},
      {"ⓥⓘⓐⓖⓡⓐ", {"viagra!"}},
      {"🅥🅘🅐🅖🅡🅐", {"viagra!"}},
      // Entities in plain text.
      {"&#118;iagra", {"viagra!"}},
      {"v&#105;agra", {"viagra!"}},
      {"viagr&#x61;", {"viagra!"}},
      {"d&eacute;part", {"depart"}},
      {"l&#039;offre", {"l", "offre"}},
  };
  for (const ReadCase& c : kCases) {
    EXPECT_THAT(ReadAll(c.source, Vocabulary()), ElementsAreArray(c.want))
        << c.source;
  }
}

// Without a word that they could be, digits, signs and spaces hide nothing.
TEST(DisguiseTest, NothingKnown) {
  for (const char* source :
       {"v1agra", "s@lope", "p.u.t.e", "v i a g r a", "un gros соп"}) {
    Text text;
    AnalyzeText(source, BodyFormat::kPlain, {}, &text);
    for (const Word& word : text.words())
      EXPECT_FALSE(word.disguised) << source;
  }
}

// A word that is known as it stands is read as it stands.
TEST(DisguiseTest, KnownAsItStands) {
  const WordSet known = Known({"mp3", "mpe", "brrr", "br", "b1t", "bit"});
  EXPECT_THAT(ReadAll("mp3 brrr b1t", known),
              ElementsAreArray({"mp3", "brrr", "b1t"}));
}

TEST(DisguiseTest, SpansCoverTheWhole) {
  const std::string source = "Un v i a g r a, et s@lope ou v\u200Biagra";
  Text text;
  AnalyzeText(source, BodyFormat::kPlain, Vocabulary(), &text);
  ASSERT_EQ(text.words().size(), 6u);
  EXPECT_EQ(text.Written(text.words()[1]), "v i a g r a");
  EXPECT_EQ(text.words()[1].hash, HashWord("viagra"));
  EXPECT_EQ(text.Written(text.words()[3]), "s@lope");
  EXPECT_EQ(text.Written(text.words()[5]), "v\u200Biagra");
}

// What patterns read: disguised words in their place, with a map back.
TEST(DisguiseTest, TheReadViewHasWordsAsTheyAreRead) {
  const std::string source = "Été : v i a g r a, et s@lope ou v\u200Biagra !";
  Text text;
  AnalyzeText(source, BodyFormat::kPlain, Vocabulary(), &text);
  const std::string& read = text.view(ViewKind::kRead).bytes;
  EXPECT_EQ(read, "ete : viagra, et salope ou viagra !");
  const auto written = [&](std::string_view part, size_t from) {
    const auto at = static_cast<uint32_t>(read.find(part, from));
    const auto range = text.ToSource(ViewKind::kRead, at,
                                     at + static_cast<uint32_t>(part.size()));
    return source.substr(range.begin, range.end - range.begin);
  };
  EXPECT_EQ(written("ete", 0), "Été");
  EXPECT_EQ(written("viagra", 0), "v i a g r a");
  EXPECT_EQ(written("salope", 0), "s@lope");
  EXPECT_EQ(written("viagra", 20), "v\u200Biagra");
  EXPECT_EQ(written("et salope", 0), "et s@lope");
}

TEST(DisguiseTest, TheReadViewIsTheFoldedOneOfPlainText) {
  Text text;
  AnalyzeText("Rien à cacher", BodyFormat::kPlain, Vocabulary(), &text);
  EXPECT_EQ(&text.view(ViewKind::kRead), &text.folded());
}

}  // namespace
}  // namespace crible
