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
  const std::vector<Feature>& list = room->features.list;
  const auto hangs = [room](const Feature& feature) {
    return feature.kind == FeatureKind::kWord && !room->whole;
  };
  const auto word_hash = [room](const Feature& feature) {
    return room->features.items[feature.at].hash;
  };
  for (const Feature& feature : list) {
    if (hangs(feature)) {
      tables.book.Prefetch(word_hash(feature));
    } else {
      tables.weights.Prefetch(feature.hash);
    }
  }
  room->marks.resize(
      std::max(room->marks.size(), tables.weights.size() / 64 + 1));
  std::vector<FoundToken>& found = room->found[table];
  found.assign(list.size(), {});
  for (size_t i = 0; i < list.size(); ++i) {
    if (!hangs(list[i])) {
      const uint32_t token = tables.weights.Find(list[i].hash);
      if (token != WeightTable::kNone) found[i].weights = tables.weights[token];
      continue;
    }
    found[i].word = tables.book.Find(word_hash(list[i]));
    if (found[i].word != nullptr) {
      found[i].weights = found[i].word->weights;
      tables.book.PrefetchRuns(*found[i].word);
      continue;
    }
    found[i].begin = static_cast<uint32_t>(room->runs.size());
    AppendKnownRuns(LettersOf(list[i], room->features, body), tables.weights,
                    &room->runs);
    found[i].end = static_cast<uint32_t>(room->runs.size());
  }
}

Feature RunAt(const ModelTables& tables, const Text& body,
              const FeatureSet& features, uint32_t feature, uint32_t run) {
  const Feature& word = features.list[feature];
  std::vector<Feature> runs;
  AppendRuns(LettersOf(word, features, body), word.at, &runs);
  std::vector<uint32_t> known;
  for (const Feature& it : runs) {
    const uint32_t token = tables.weights.Find(it.hash);
    if (token == WeightTable::kNone ||
        std::find(known.begin(), known.end(), token) != known.end()) {
      continue;
    }
    known.push_back(token);
    if (known.size() == run) return it;
  }
  CRIBLE_CHECK(false);
}

}  // namespace crible
