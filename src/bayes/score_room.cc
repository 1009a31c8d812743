#include "bayes/score_room.h"

#include <algorithm>
#include <string_view>

#include "base/check.h"

namespace crible {
namespace {

std::string_view LettersOf(const Feature& word, const FeatureSet& features,
                           const Text& body) {
  return body.Read(body.words()[features.items[word.at].word]);
}

}  // namespace

void FindTokens(const ModelTables& tables, const Text& body, size_t table,
                ScoreRoom* room) {
  const FeatureSet& features = room->features;
  const std::vector<Feature>& list = features.list;
  std::vector<FoundToken>& found = room->found[table];
  found.assign(list.size(), {});
  if (room->marks.size() < tables.weights.size()) {
    room->marks.resize(tables.weights.size());
  }
  room->candidates.clear();
  const auto hangs = [room](const Feature& feature) {
    return feature.kind == FeatureKind::kWord && !room->whole;
  };
  const auto consider = [&](uint64_t hash, size_t feature) {
    if (!tables.weights.MayKnow(hash)) return;
    tables.weights.Prefetch(hash);
    room->candidates.push_back({hash, static_cast<uint32_t>(feature)});
  };
  // Memory is asked for well before it is read: first where words stand, then
  // what hangs on them beside all other tokens.
  for (const Feature& feature : list) {
    if (hangs(feature)) tables.book.Prefetch(features.items[feature.at].hash);
  }
  for (size_t i = 0; i < list.size(); ++i) {
    if (!hangs(list[i])) {
      consider(list[i].hash, i);
      continue;
    }
    found[i].word = tables.book.Find(features.items[list[i].at].hash);
    if (found[i].word != nullptr) {
      found[i].weights = found[i].word->weights;
      tables.book.PrefetchRuns(*found[i].word);
      continue;
    }
    room->letters.clear();
    AppendRuns(LettersOf(list[i], features, body), 0, &room->letters);
    for (const Feature& run : room->letters) consider(run.hash, i);
  }
  for (const ScoreRoom::Candidate& candidate : room->candidates) {
    const uint32_t token = tables.weights.Find(candidate.hash);
    if (token == WeightTable::kNone) continue;
    FoundToken& it = found[candidate.feature];
    if (!hangs(list[candidate.feature])) {
      it.weights = tables.weights[token];
      continue;
    }
    const auto end = static_cast<uint32_t>(room->runs.size());
    if (it.begin == it.end) it.begin = end;
    it.end = end + 1;
    room->runs.emplace_back(token, tables.weights[token]);
  }
}

void StartReading(ScoreRoom* room) {
  if (++room->reading != 0) return;
  std::fill(room->marks.begin(), room->marks.end(), 0);
  room->reading = 1;
}

void SumTokens(const ModelTables& tables, size_t table, ScoreRoom* room,
               ModelSums* sums) {
  constexpr auto kCharacters = static_cast<size_t>(FeatureGroup::kCharacters);
  StartReading(room);
  const uint8_t reading = room->reading;
  uint8_t* const marks = room->marks.data();
  const std::vector<FoundToken>& all = room->found[table];
  const auto add = [sums](const PackedWeights& packed, size_t group) {
    for (size_t m = 0; m < kPackedModels; ++m) {
      sums[m].weight[group] += packed.weight(m);
      sums[m].known[group] += packed.known(m);
    }
  };
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].weights != WeightTable::kNoWeights) {
      add(PackedWeights(all[i].weights),
          static_cast<size_t>(GroupOf(room->features.list[i].kind)));
    }
    const auto runs = RunsOf(tables, *room, all[i]);
    if (runs.empty()) continue;
    // A flag and no branch: nobody can foretell whether a run comes again.
    PackedWeights word;
    for (const WordBook::Run& run : runs) {
      uint8_t& mark = marks[run.token()];
      word.Add(run.weights(), mark != reading);
      mark = reading;
    }
    add(word, kCharacters);
  }
}

static_assert(3 * (kFeatureWordBytesMax + 2) <= PackedWeights::kAddedMax);

Feature RunAt(const ModelTables& tables, const Text& body,
              const FeatureSet& features, uint32_t feature, uint32_t run) {
  const Feature& word = features.list[feature];
  std::vector<Feature> runs;
  AppendRuns(LettersOf(word, features, body), word.at, &runs);
  for (const Feature& it : runs) {
    if (tables.weights.Find(it.hash) == run - 1) return it;
  }
  CRIBLE_CHECK(false);
}

}  // namespace crible
