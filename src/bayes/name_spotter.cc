#include "bayes/name_spotter.h"

namespace crible {
namespace {

// A word is a name if it stands this often within sentences, this large a part
// of it with a capital.
constexpr uint32_t kNameOccurrencesMin = 3;
constexpr double kNameShareMin = 0.6;

}  // namespace

void NameSpotter::Note(const Text& text, const Signals& signals) {
  // Who writes without capitals writes names without them, too.
  if (signals.capitals == 0) return;
  for (const Word& word : text.words()) {
    if (word.starts_sentence || word.capitals || word.disguised) continue;
    Writing& writing = writing_[word.hash];
    ++(word.capitalised ? writing.capitalised : writing.small);
  }
}

bool NameSpotter::IsName(std::string_view word,
                         const WordSet& public_names) const {
  if (word.size() < kNameLettersMin || word.starts_with('<')) return false;
  const uint64_t hash = HashWord(word);
  if (public_names.Contains(hash)) return false;
  const auto it = writing_.find(hash);
  if (it == writing_.end()) return false;
  const double all = it->second.capitalised + it->second.small;
  return it->second.capitalised >= kNameOccurrencesMin &&
         it->second.capitalised >= kNameShareMin * all;
}

std::vector<std::string_view> WordsOfToken(FeatureGroup group,
                                           std::string_view token) {
  if (group == FeatureGroup::kShape) {
    if (!token.starts_with("first:") && !token.starts_with("last:")) return {};
    return {token.substr(token.find(':') + 1)};
  }
  if (group == FeatureGroup::kCharacters) {
    // Without its boundaries a run may be a whole word.
    const size_t begin = token.starts_with('_') ? 1 : 0;
    const size_t end = token.size() - (token.ends_with('_') ? 1 : 0);
    return {token.substr(begin, end - begin)};
  }
  const size_t space = token.find(' ');
  if (space == token.npos) return {token};
  return {token.substr(0, space), token.substr(space + 1)};
}

}  // namespace crible
