#include "rules/text_runs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace crible {
namespace {

ptrdiff_t CountOf(const TextRuns& runs, uint64_t hash) {
  return std::count_if(
      runs.things().begin(), runs.things().end(),
      [=](const TextRuns::Thing& thing) { return thing.hash == hash; });
}

bool Has(std::string_view text, uint64_t hash) {
  TextRuns runs;
  runs.Read(text);
  const bool found = CountOf(runs, hash) > 0;
  // The table of bits never denies what is there.
  EXPECT_TRUE(!found || runs.HasBit(TextRuns::BitOf(hash)));
  return found;
}

TEST(TextRunsTest, RunsOfWordCharacters) {
  for (const char* run :
       {"tu", "es", "l", "idiot", "1234", "a_b", "x", "anticonstitutionnel"}) {
    EXPECT_TRUE(
        Has("Tu es, l'idiot: 1234 A_b x anticonstitutionnel", HashRun(run)))
        << run;
  }
  EXPECT_FALSE(Has("des idiots", HashRun("idiot")));
  EXPECT_TRUE(Has("été", HashRun("t")));  // as RE2's \w sees it
  EXPECT_FALSE(Has("", HashRun("a")));
}

TEST(TextRunsTest, BeginningsAndPairs) {
  EXPECT_TRUE(Has("gagnez", HashRunPrefix("gag")));
  EXPECT_TRUE(Has("gagnez", HashRunPrefix("gagne")));
  EXPECT_EQ(HashRunPrefix("gagne"), HashRunPrefix("gagnez"));  // five bytes
  EXPECT_FALSE(Has("gagnez", HashRunPrefix("gagnezvous")));
  EXPECT_TRUE(
      Has("gagnez-vous", HashRunPair(HashRun("gagnez"), HashRun("vous"))));
  EXPECT_FALSE(
      Has("gagnez et vous", HashRunPair(HashRun("gagnez"), HashRun("vous"))));
  EXPECT_EQ(RunPrefixSize("ab"), 0u);
  EXPECT_EQ(RunPrefixSize("06"), 2u);
  EXPECT_EQ(RunPrefixSize("abcdefghi"), 8u);
}

TEST(TextRunsTest, DigitsAndSigns) {
  EXPECT_TRUE(Has("a 4", HashDigitCount(1)));
  EXPECT_FALSE(Has("quatre", HashDigitCount(1)));
  EXPECT_TRUE(Has("06 12", kNumbersHash));
  EXPECT_TRUE(Has("06 12", HashRunPrefix("06")));
  EXPECT_FALSE(Has("06 a 12", kNumbersHash));
  EXPECT_TRUE(Has("40euros", HashRun("euros")));
  EXPECT_TRUE(Has("40 €", HashSign(0x20AC)));
  EXPECT_TRUE(Has("😂", HashSign(0x1F602)));
  EXPECT_FALSE(Has("a, b.", HashSign(',')));
}

TEST(TextRunsTest, SoManyDigits) {
  EXPECT_TRUE(Has("12 et 3", HashDigitCount(3)));
  EXPECT_FALSE(Has("12 et 3", HashDigitCount(5)));
  EXPECT_TRUE(Has("06 12 34 56 78", HashDigitCount(10)));
  EXPECT_EQ(DigitCountKnown(0), 0u);
  EXPECT_EQ(DigitCountKnown(4), 3u);
  EXPECT_EQ(DigitCountKnown(400), 13u);
}

TEST(TextRunsTest, SinglesInARow) {
  EXPECT_TRUE(Has("il n y a", HashSingles(3)));
  EXPECT_FALSE(Has("il n'y va", HashSingles(3)));
  EXPECT_TRUE(Has("v.i a-g r a", HashSingles(5)));
  EXPECT_FALSE(Has("v.i a-g", HashSingles(5)));
  EXPECT_EQ(SinglesKnown(1), 0u);
  EXPECT_EQ(SinglesKnown(9), 5u);
}

TEST(TextRunsTest, PartsByTheirTriples) {
  TextRuns runs;
  const auto may_have = [&runs](std::string_view part) {
    return runs.MayHaveAnyPart(TextRuns::TriplesOf(part).data(), 1);
  };
  for (const std::string_view text : {"Anticonstitutionnel", "dust bag"}) {
    runs.Read(text);
    EXPECT_TRUE(may_have(text)) << text;
    EXPECT_TRUE(may_have(text.substr(3))) << text;
    EXPECT_FALSE(may_have("porc")) << text;
  }
  runs.Read("");
  EXPECT_FALSE(may_have("dust"));
}

// Blocks of 64 bytes are read at once: nothing depends on where they end.
TEST(TextRunsTest, WhereverItStands) {
  const uint64_t pair = HashRunPair(HashRun("prix"), HashRun("cassants"));
  TextRuns runs;
  for (size_t before = 0; before < 140; ++before) {
    const std::string text = std::string(before, ' ') + "prix cassants 7";
    runs.Read(text);
    EXPECT_EQ(runs.begins().size(), 3u);
    EXPECT_EQ(runs.begins()[0], before);
    EXPECT_TRUE(runs.HasBit(TextRuns::BitOf(pair)));
    EXPECT_EQ(CountOf(runs, pair), 1);
  }
  runs.Read("autre");
  EXPECT_FALSE(runs.HasBit(TextRuns::BitOf(pair)));
}

}  // namespace
}  // namespace crible
