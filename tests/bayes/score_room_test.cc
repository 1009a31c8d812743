#include "bayes/score_room.h"

#include "gmock/gmock.h"
#include "tests/bayes/sample.h"

namespace crible {
namespace {

ModelTables TablesOf(const std::vector<std::string_view>& words,
                     const std::vector<std::string_view>& runs) {
  WeightTable table;
  for (const std::string_view run : runs) {
    table.Set(FeatureHash(FeatureGroup::kCharacters, run), 0, 1);
  }
  for (const std::string_view word : words) {
    table.Set(FeatureHash(FeatureGroup::kWords, word), 0, 2);
  }
  table.Seal();
  WordBook book(words, table);
  return {std::move(table), std::move(book)};
}

// The texts of all tokens that have weights, those met for the first time only.
std::vector<std::string> Visited(const ModelTables& tables,
                                 const Sample& sample, bool whole,
                                 ScoreRoom* room) {
  room->whole = whole;
  (whole ? ExtractFeatures : ExtractTokens)(sample.text(), sample.signals(),
                                            nullptr, &room->features);
  room->runs.clear();
  FindTokens(tables, sample.text(), 0, room);
  std::vector<std::string> texts;
  VisitTokens(
      tables, 0, room,
      [&](uint32_t feature, uint32_t run, const PackedWeights& weights) {
        if (weights.known(0) == 0) return;
        const FeatureSet& features = room->features;
        texts.push_back(FeatureText(
            run == 0 ? features.list[feature]
                     : RunAt(tables, sample.text(), features, feature, run),
            features, sample.text()));
      });
  return texts;
}

// Adding up takes what visiting shows.
ModelSums SumOf(const ModelTables& tables, ScoreRoom* room) {
  std::array<ModelSums, 2> sums;
  SumTokens(tables, 0, room, sums.data());
  EXPECT_EQ(sums[1].known, (std::array<uint32_t, 3>{}));
  return sums[0];
}

TEST(ScoreRoom, VisitsWhatFeaturesAre) {
  const ModelTables tables =
      TablesOf({"pret", "rapide", "pret rapide"},
               {"_pr", "ret_", "ide", "_in", "con", "nnu"});
  const Sample sample("Prêt rapide, prêts inconnus, prêt rapide ?");
  ScoreRoom room;
  const auto apart = Visited(tables, sample, false, &room);
  EXPECT_THAT(apart,
              testing::ElementsAre("pret", "_pr", "ret_", "pret rapide",
                                   "rapide", "ide", "_in", "con", "nnu"));
  const ModelSums sums = SumOf(tables, &room);
  EXPECT_EQ(sums.known, (std::array<uint32_t, 3>{3, 6, 0}));
  EXPECT_EQ(sums.weight, (std::array<int64_t, 3>{6, 6, 0}));
  EXPECT_EQ(Visited(tables, sample, true, &room), apart);
  EXPECT_EQ(SumOf(tables, &room).weight, sums.weight);
  // Marks are clear again: a second text is read as the first.
  EXPECT_EQ(Visited(tables, sample, false, &room), apart);
}

}  // namespace
}  // namespace crible
