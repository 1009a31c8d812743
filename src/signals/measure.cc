#include "signals/measure.h"

#include <algorithm>
#include <bit>
#include <span>
#include <string_view>
#include <vector>

namespace crible {
namespace {

float Share(uint32_t part, uint32_t whole) {
  return whole == 0 ? 0 : static_cast<float>(part) / static_cast<float>(whole);
}

// How many different words, by a table of those seen: open addressing, at most
// half full. A word's hash is never 0.
uint32_t DifferentWords(std::span<const Word> words) {
  thread_local std::vector<uint64_t> seen;
  const size_t slots = std::bit_ceil(2 * words.size() + 2);
  seen.assign(slots, 0);
  uint32_t different = 0;
  for (const Word& word : words) {
    size_t i = word.hash & (slots - 1);
    while (seen[i] != 0 && seen[i] != word.hash) i = (i + 1) & (slots - 1);
    different += seen[i] == 0;
    seen[i] = word.hash;
  }
  return different;
}

void MeasureWords(const Text& body, Signals* signals) {
  for (const Word& word : body.words()) {
    signals->disguised_words += word.disguised && !word.cut;
    signals->mixed_script_words += word.mixed_script;
  }
  signals->words = static_cast<uint32_t>(body.words().size());
  signals->repeated_words_share =
      Share(signals->words - DifferentWords(body.words()), signals->words);
}

void MeasureLinks(const Text& body, Signals* signals) {
  signals->links = static_cast<uint32_t>(body.links().size());
  signals->contacts = static_cast<uint32_t>(body.contacts().size());
  if (signals->links < 2) {
    signals->hosts = signals->links;
    return;
  }
  std::vector<std::string_view> hosts;
  for (const Link& link : body.links()) hosts.push_back(link.host);
  std::sort(hosts.begin(), hosts.end());
  signals->hosts = static_cast<uint32_t>(
      std::unique(hosts.begin(), hosts.end()) - hosts.begin());
}

}  // namespace

Signals MeasureSignals(const Comment& comment, const Text& body) {
  const TextCounts& counts = body.counts();
  Signals signals = {
      .characters = counts.characters,
      .letters = counts.letters,
      .capitals = counts.capitals,
      .digits = counts.digits,
      .punctuation = counts.punctuation,
      .emoji = counts.emoji,
      .lines = counts.lines,
      .exclamations = counts.exclamations,
      .questions = counts.questions,
      .invisible_characters = counts.invisible,
      .longest_run = counts.longest_run,
      .mentions = counts.mentions,
      .hashtags = counts.hashtags,
      .capitals_share = Share(counts.capitals, counts.letters),
      .digits_share = Share(counts.digits, counts.characters),
      .latin_share = Share(counts.latin_letters, counts.letters)};
  MeasureWords(body, &signals);
  MeasureLinks(body, &signals);
  if (comment.time_on_page) {
    signals.seconds_on_page =
        static_cast<float>(absl::ToDoubleSeconds(*comment.time_on_page));
  }
  return signals;
}

}  // namespace crible
