#include "toml/keys.h"

#include <algorithm>

#include "fmt/core.h"
#include "toml/wording.h"

namespace crible {
namespace {

// Longer words are told no candidate; keeps the table of distances small.
constexpr size_t kWordBytesMax = 64;
constexpr size_t kListedMax = 15;

// Insertions, deletions, changes and swaps of neighbours, each one.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> d(a.size() + 1,
                                     std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      const bool swapped =
          i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::optional<std::string> DidYouMean(
    std::string_view word, const std::vector<std::string_view>& candidates,
    std::span<const Alias> aliases) {
  for (const Alias& alias : aliases) {
    if (alias.word != word) continue;
    const std::string_view key = alias.meant.substr(0, alias.meant.find('.'));
    const bool fits = std::find(candidates.begin(), candidates.end(), key) !=
                      candidates.end();
    if (fits) return std::string(alias.meant);
  }
  if (word.empty() || word.size() > kWordBytesMax) return std::nullopt;
  size_t best = std::max<size_t>(1, word.size() / 3) + 1;
  std::optional<std::string> found;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > kWordBytesMax) continue;
    const size_t distance = EditDistance(word, candidate);
    if (distance < best && distance < candidate.size()) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

Localized SuggestionText(std::string_view word,
                         const std::vector<std::string_view>& candidates,
                         std::span<const Alias> aliases) {
  if (const auto meant = DidYouMean(word, candidates, aliases)) {
    return {fmt::format("écrivez {}", FrenchQuote(*meant)),
            fmt::format("write {}", EnglishQuote(*meant))};
  }
  if (candidates.empty()) return {"supprimez-le", "delete it"};
  if (candidates.size() <= kListedMax) {
    return {fmt::format("écrivez {}", FrenchList(candidates)),
            fmt::format("write {}", EnglishList(candidates))};
  }
  return {"corrigez ce nom ou supprimez-le", "correct or delete it"};
}

void CheckKeys(const Table& table, const std::vector<std::string_view>& known,
               std::string_view file, std::vector<Issue>* issues,
               std::span<const Alias> aliases, std::string_view prefix) {
  for (const Table::Entry& entry : table.entries()) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) {
      continue;
    }
    Localized advice = SuggestionText(entry.key, known, aliases);
    if (const auto meant = DidYouMean(entry.key, known, aliases)) {
      advice = FormatBoth("écrivez « {}{} »", "write “{}{}”", prefix, *meant);
    }
    const std::string key = fmt::format("{}{}", prefix, entry.key);
    issues->push_back(MakeIssue(
        file, entry.key_at, "unknown-key",
        {fmt::format("{} n'existe pas : {}.", FrenchQuote(key), advice.fr),
         fmt::format("{} does not exist: {}.", EnglishQuote(key), advice.en)}));
  }
}

}  // namespace crible
