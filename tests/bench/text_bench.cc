// What the analysis of one comment costs. Texts are about 150 bytes.

#include <string_view>

#include "benchmark/benchmark.h"
#include "text/char_table.h"
#include "text/fold.h"
#include "text/text.h"

namespace crible {
namespace {

constexpr std::string_view kEnglish =
    "This is an ordinary comment about the article. I think that the minister "
    "is wrong, and that nobody reads what he wrote before the vote.";
constexpr std::string_view kFrench =
    "Je suis tout à fait d'accord avec l'article : le ministre a menti, et "
    "personne n'a relu ce qu'il avait écrit avant le vote. Prévisible !";
constexpr std::string_view kSpam =
    "Voir https://www.exemple.test/pret et appelez le 06 39 98 12 34 ou "
    "jean@exemple.test pour un prêt, v1agra, merciiii, с о n n a r d";
constexpr std::string_view kHtml =
    "<p>Je suis d'accord avec <a href=\"https://exemple.test/a?b=1&amp;c=2\">"
    "l'article</a>&nbsp;: il a menti.</p><p>Pr&eacute;visible !</p>";

void Analyze(benchmark::State& state, std::string_view source,
             BodyFormat format) {
  WordSet known;
  for (const std::string_view word : {"viagra", "merci", "connard"}) {
    known.Insert(HashWord(word));
  }
  Text text;
  for (auto _ : state) {
    AnalyzeText(source, format, known, &text);
    benchmark::DoNotOptimize(text.words().size());
  }
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(source.size()));
}
BENCHMARK_CAPTURE(Analyze, english, kEnglish, BodyFormat::kPlain);
BENCHMARK_CAPTURE(Analyze, french, kFrench, BodyFormat::kPlain);
BENCHMARK_CAPTURE(Analyze, spam, kSpam, BodyFormat::kPlain);
BENCHMARK_CAPTURE(Analyze, html, kHtml, BodyFormat::kHtml);

void Skeleton(benchmark::State& state) {
  Text text;
  for (auto _ : state) {
    AnalyzeText(kFrench, BodyFormat::kPlain, {}, &text);
    benchmark::DoNotOptimize(text.skeleton().bytes.size());
  }
}
BENCHMARK(Skeleton);

}  // namespace
}  // namespace crible

BENCHMARK_MAIN();
