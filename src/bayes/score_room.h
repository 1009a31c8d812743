#ifndef CRIBLE_BAYES_SCORE_ROOM_H_
#define CRIBLE_BAYES_SCORE_ROOM_H_

// The tokens of one text beside what the models know of them: looked up once,
// for the score and for the shares that explain it.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "bayes/features.h"
#include "bayes/weight_table.h"
#include "bayes/word_book.h"

namespace crible {

inline constexpr size_t kModelsMax = 4;
inline constexpr size_t kTablesMax =
    (kModelsMax + WeightTable::kModels - 1) / WeightTable::kModels;

// The weights of two models, and those of their words with all their runs.
struct ModelTables {
  WeightTable weights;
  WordBook book;
};

// What two models know of a token, and of a word's runs of characters.
struct FoundToken {
  WeightTable::Weights weights = WeightTable::kNoWeights;
  // The word's entry in the book, or else a list of its own: [begin, end) of
  // ScoreRoom::runs.
  const WordBook::Word* word = nullptr;
  uint32_t begin = 0, end = 0;
};

// Sums of one model over one text, by FeatureGroup.
struct ModelSums {
  std::array<int64_t, 3> weight{};
  std::array<uint32_t, 3> known{};
};

// The room in which a text is scored, and what was found there. Keeps its
// capacity. For one thread.
struct ScoreRoom {
  FeatureSet features;
  // Whether `features` has the runs of characters; else they hang on the words.
  bool whole = false;
  // By table, for each of features.list.
  std::array<std::vector<FoundToken>, kTablesMax> found;
  std::array<ModelSums, kModelsMax> sums;
  std::vector<WordBook::Run> runs;  // of words that are in no book
  std::vector<uint64_t> marks;      // a bit a token; all 0 between uses
};

// Fills room->found[table] from room->features; adds to room->runs.
void FindTokens(const ModelTables& tables, const Text& body, size_t table,
                ScoreRoom* room);

// Calls visit(feature, run, weights, first) for every token, in the order of
// ExtractFeatures. `feature` is an index into features.list; `run` is 0 for
// itself and counted from 1 for the runs that hang on it. A run comes as often
// as words have it, and is to be taken when `first` says so (a flag and no
// branch: nobody can foretell it).
template <typename Visit>
void VisitTokens(const ModelTables& tables, size_t table, ScoreRoom* room,
                 Visit visit) {
  const auto runs_of = [&](const FoundToken& found) {
    return found.word != nullptr
               ? tables.book.Runs(*found.word)
               : std::span<const WordBook::Run>(room->runs)
                     .subspan(found.begin, found.end - found.begin);
  };
  uint64_t* const marks = room->marks.data();
  const std::vector<FoundToken>& all = room->found[table];
  for (uint32_t i = 0; i < all.size(); ++i) {
    visit(i, 0, all[i].weights, true);
    uint32_t number = 0;
    for (const WordBook::Run& run : runs_of(all[i])) {
      const uint64_t before = marks[run.token / 64];
      marks[run.token / 64] = before | uint64_t{1} << run.token % 64;
      visit(i, ++number, run.weights, !(before >> run.token % 64 & 1));
    }
  }
  for (const FoundToken& found : all) {
    for (const WordBook::Run& run : runs_of(found)) marks[run.token / 64] = 0;
  }
}

// The feature that `run`, counted from 1, of the word at features.list[feature]
// stands for.
Feature RunAt(const ModelTables& tables, const Text& body,
              const FeatureSet& features, uint32_t feature, uint32_t run);

}  // namespace crible

#endif  // CRIBLE_BAYES_SCORE_ROOM_H_
