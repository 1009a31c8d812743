#include "signals/measure.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace crible {
namespace {

float Share(uint32_t part, uint32_t whole) {
  return whole == 0 ? 0 : static_cast<float>(part) / static_cast<float>(whole);
}

template <typename T>
uint32_t CountDifferent(std::vector<T> values) {
  std::sort(values.begin(), values.end());
  return static_cast<uint32_t>(std::unique(values.begin(), values.end()) -
                               values.begin());
}

void MeasureWords(const Text& body, Signals* signals) {
  std::vector<uint64_t> hashes;
  hashes.reserve(body.words().size());
  for (const Word& word : body.words()) {
    hashes.push_back(word.hash);
    signals->disguised_words += word.disguised;
    signals->mixed_script_words += word.mixed_script;
  }
  signals->words = static_cast<uint32_t>(hashes.size());
  const uint32_t different = CountDifferent(std::move(hashes));
  signals->repeated_words_share =
      Share(signals->words - different, signals->words);
}

void MeasureLinks(const Text& body, Signals* signals) {
  std::vector<std::string_view> hosts;
  hosts.reserve(body.links().size());
  for (const Link& link : body.links()) hosts.push_back(link.host);
  signals->links = static_cast<uint32_t>(hosts.size());
  signals->hosts = CountDifferent(std::move(hosts));
  signals->contacts = static_cast<uint32_t>(body.contacts().size());
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
