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
  const auto hangs = [room](const Feature& feature) {
    return feature.kind == FeatureKind::kWord && !room->whole;
  };
  // Memory is asked for well before it is read, and nothing branches on it
  // before: first where words stand, then the filter, slots, and weights.
  for (const Feature& feature : list) {
    if (hangs(feature)) tables.book.Prefetch(features.items[feature.at].hash);
  }
  std::vector<ScoreRoom::Candidate>& candidates = room->candidates;
  size_t n = 0;
  const auto consider = [&](const Feature& feature, size_t of) {
    candidates[n] = {feature.hash, static_cast<uint32_t>(of)};
    n += tables.weights.MayKnow(feature.hash);
  };
  const auto make_room = [&](size_t more) {
    if (candidates.size() < n + more) candidates.resize(2 * (n + more));
  };
  make_room(list.size());
  for (size_t i = 0; i < list.size(); ++i) {
    if (!hangs(list[i])) {
      consider(list[i], i);
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
    make_room(list.size() - i + room->letters.size());
    for (const Feature& run : room->letters) consider(run, i);
  }
  const std::span<ScoreRoom::Candidate> known(candidates.data(), n);
  for (const auto& it : known) tables.weights.Prefetch(it.hash);
  for (auto& it : known) {
    it.hash = tables.weights.Find(it.hash);
    if (it.hash != WeightTable::kNone) {
      __builtin_prefetch(&tables.weights[static_cast<uint32_t>(it.hash)]);
    }
  }
  for (const auto& [number, feature] : known) {
    const auto token = static_cast<uint32_t>(number);
    if (token == WeightTable::kNone) continue;
    FoundToken& it = found[feature];
    if (!hangs(list[feature])) {
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
