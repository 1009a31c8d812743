#include "cli/rules_evasion.h"

#include <algorithm>
#include <ostream>

#include "engine/example_check.h"
#include "fmt/core.h"
#include "text/text.h"

namespace crible {
namespace {

constexpr size_t kLettersMin = 4;

// Where the rule found words of the body, by the hits of the last trial.
std::vector<Span> FoundPlaces(const Evidence& evidence, const RuleFace* rule) {
  std::vector<Span> places;
  for (const Hit& hit : evidence.hits) {
    if (hit.rule != rule) continue;
    for (uint32_t i = hit.span_begin; i < hit.span_end; ++i) {
      const HitSpan& span = evidence.spans[i];
      if (span.role == SpanRole::kMatch && span.span.field == Field::kBody)
        places.push_back(span.span);
    }
  }
  return places;
}

// The words of the body that stand there and are long enough to be disguised.
std::vector<Span> WordsAt(const Example& example, const WordSet& vocabulary,
                          const std::vector<Span>& places) {
  Text text;
  AnalyzeText(example.body, example.format, vocabulary, &text);
  std::vector<Span> words;
  for (const Word& word : text.words()) {
    if (word.number || text.Read(word).size() < kLettersMin) continue;
    const bool found =
        std::any_of(places.begin(), places.end(), [&](const Span& place) {
          return place.begin <= word.source_begin &&
                 word.source_end <= place.end;
        });
    if (found)
      words.push_back({Field::kBody, word.source_begin, word.source_end});
  }
  return words;
}

std::string Row(const Evasion& evasion) {
  std::string row;
  for (const uint32_t found : evasion.found) {
    row += evasion.examples == 0
               ? fmt::format("{:>4}", "–")
               : fmt::format("{:>4}", 100 * found / evasion.examples);
  }
  return row;
}

}  // namespace

std::vector<Evasion> MeasureEvasion(const RuleSet& rules,
                                    const WordSet& vocabulary) {
  std::vector<Evasion> all(rules.rules().size());
  ExampleTrial trial(rules, vocabulary);
  for (size_t i = 0; i < all.size(); ++i) {
    const Rule& rule = rules.rules()[i];
    for (const Example& example : rule.must_match) {
      if (!trial.Hits(i, example)) continue;
      const std::vector<Span> words = WordsAt(
          example, vocabulary, FoundPlaces(trial.evidence(), &rule.face));
      if (words.empty()) continue;
      ++all[i].examples;
      for (size_t d = 0; d < kDisguiseCount; ++d) {
        all[i].found[d] += trial.Hits(
            i, DisguiseExample(static_cast<Disguise>(d), example, words));
      }
    }
  }
  return all;
}

void PrintEvasion(const RuleSet& rules, const WordSet& vocabulary,
                  const Io& io) {
  io.out << FormatIn(
      io.language,
      "Exemples de must_match encore trouvés, en %, quand les mots que la "
      "règle y trouve sont déguisés :\n",
      "Examples of must_match that are still found, in %, when the words that "
      "the rule finds there are disguised:\n");
  std::string head;
  for (size_t d = 0; d < kDisguiseCount; ++d) {
    io.out << fmt::format(
        "{:>4}  {}\n", d + 1,
        DisguiseName(static_cast<Disguise>(d)).In(io.language));
    head += fmt::format("{:>4}", d + 1);
  }
  io.out << "\n" << head << "\n";
  Evasion sum;
  const std::vector<Evasion> all = MeasureEvasion(rules, vocabulary);
  for (size_t i = 0; i < all.size(); ++i) {
    io.out << Row(all[i]) << "  " << rules.rules()[i].face.id << "\n";
    sum.examples += all[i].examples;
    for (size_t d = 0; d < kDisguiseCount; ++d) sum.found[d] += all[i].found[d];
  }
  io.out << Row(sum)
         << FormatIn(io.language, "  les {} exemples ensemble\n",
                     "  all {} examples together\n", sum.examples);
}

}  // namespace crible
