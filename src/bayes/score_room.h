#ifndef CRIBLE_BAYES_SCORE_ROOM_H_
#define CRIBLE_BAYES_SCORE_ROOM_H_

// The tokens of one text beside what the models know of them: looked up once,
// for the score and for the shares that explain it.

#include <array>
#include <cstdint>
#include <span>
#include <utility>
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
  // By token: the reading in which it was last met. Nobody clears them but
  // once in 255 readings.
  std::vector<uint8_t> marks;
  uint8_t reading = 0;

  // While tokens are looked up: hashes that some model may know, and of which
  // feature they are.
  struct Candidate {
    uint64_t hash;
    uint32_t feature;
  };
  std::vector<Candidate> candidates;
  std::vector<Feature> letters;  // runs of one word
};

// Fills room->found[table] from room->features; adds to room->runs.
void FindTokens(const ModelTables& tables, const Text& body, size_t table,
                ScoreRoom* room);

inline std::span<const WordBook::Run> RunsOf(const ModelTables& tables,
                                             const ScoreRoom& room,
                                             const FoundToken& found) {
  if (found.word != nullptr) return tables.book.Runs(*found.word);
  return std::span(room.runs).subspan(found.begin, found.end - found.begin);
}

// Begins a reading in which no token was met yet.
void StartReading(ScoreRoom* room);

// Adds up the weights of all tokens, each once, into sums[0] and sums[1].
void SumTokens(const ModelTables& tables, size_t table, ScoreRoom* room,
               ModelSums* sums);

// Calls visit(feature, run, weights) for every token, once, in the order of
// ExtractFeatures. `feature` is an index into features.list; `run` is 0 for
// itself and for the runs that hang on it one more than their token.
template <typename Visit>
void VisitTokens(const ModelTables& tables, size_t table, ScoreRoom* room,
                 Visit visit) {
  StartReading(room);
  const std::vector<FoundToken>& all = room->found[table];
  for (uint32_t i = 0; i < all.size(); ++i) {
    visit(i, 0, PackedWeights(all[i].weights));
    for (const WordBook::Run& run : RunsOf(tables, *room, all[i])) {
      uint8_t& mark = room->marks[run.token()];
      if (std::exchange(mark, room->reading) == room->reading) continue;
      visit(i, run.token() + 1, run.weights());
    }
  }
}

// The first run of the word at features.list[feature] that is token run - 1.
Feature RunAt(const ModelTables& tables, const Text& body,
              const FeatureSet& features, uint32_t feature, uint32_t run);

}  // namespace crible

#endif  // CRIBLE_BAYES_SCORE_ROOM_H_
