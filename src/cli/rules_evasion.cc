#include "cli/rules_evasion.h"

#include <algorithm>
#include <ostream>

#include "engine/example_check.h"
#include "fmt/core.h"
#include "text/text.h"

namespace crible {
namespace {

// Where the rule found words or links of the body, by the hits of the last
// trial.
std::vector<Span> FoundPlaces(const Evidence& evidence, const RuleFace* rule) {
  std::vector<Span> places;
  for (const Hit& hit : evidence.hits) {
    if (hit.rule != rule) continue;
    for (uint32_t i = hit.span_begin; i < hit.span_end; ++i) {
      const HitSpan& span = evidence.spans[i];
      if (span.role != SpanRole::kContact && span.span.field == Field::kBody)
        places.push_back(span.span);
    }
  }
  return places;
}

// What touches what the rule found, of what the disguise can be put on.
std::vector<Span> PlacesAt(Disguise disguise, const Text& text,
                           const std::vector<Span>& found) {
  std::vector<Span> places = PlacesFor(disguise, text);
  std::erase_if(places, [&](const Span& place) {
    return std::none_of(found.begin(), found.end(), [&](const Span& at) {
      return at.begin < place.end && place.begin < at.end;
    });
  });
  return places;
}

std::string Row(const Evasion& evasion) {
  std::string row;
  for (size_t d = 0; d < kDisguiseCount; ++d) {
    row += evasion.examples[d] == 0
               ? fmt::format("{:>4}", "–")
               : fmt::format("{:>4}",
                             100 * evasion.found[d] / evasion.examples[d]);
  }
  return row;
}

}  // namespace

std::vector<Evasion> MeasureEvasion(const RuleSet& rules,
                                    const WordSet& vocabulary) {
  std::vector<Evasion> all(rules.rules().size());
  ExampleTrial trial(rules, vocabulary);
  Text text;
  for (size_t i = 0; i < all.size(); ++i) {
    const Rule& rule = rules.rules()[i];
    for (const Example& example : rule.must_match) {
      if (!trial.Hits(i, example)) continue;
      const std::vector<Span> found = FoundPlaces(trial.evidence(), &rule.face);
      AnalyzeText(example.body, example.format, vocabulary, &text);
      for (size_t d = 0; d < kDisguiseCount; ++d) {
        const auto disguise = static_cast<Disguise>(d);
        const std::vector<Span> places = PlacesAt(disguise, text, found);
        if (places.empty()) continue;
        Example disguised = example;
        const DisguisedBody body =
            DisguiseBody(disguise, example.body, example.format, places);
        disguised.body = body.body;
        disguised.format = body.format;
        ++all[i].examples[d];
        all[i].found[d] += trial.Hits(i, disguised);
      }
    }
  }
  return all;
}

void PrintEvasion(const RuleSet& rules, const WordSet& vocabulary,
                  const Io& io) {
  io.out << FormatIn(
      io.language,
      "Exemples de must_match encore trouvés, en %, quand les mots (ou les "
      "liens) que la règle y trouve sont déguisés :\n",
      "Examples of must_match that are still found, in %, when the words (or "
      "links) that the rule finds there are disguised:\n");
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
    for (size_t d = 0; d < kDisguiseCount; ++d) {
      sum.examples[d] += all[i].examples[d];
      sum.found[d] += all[i].found[d];
    }
  }
  io.out << Row(sum)
         << FormatIn(io.language, "  tous les exemples ensemble\n",
                     "  all examples together\n");
}

}  // namespace crible
