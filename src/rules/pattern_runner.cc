#include "rules/pattern_runner.h"

#include <algorithm>
#include <optional>

#include "rules/places.h"

namespace crible {
namespace {

constexpr uint32_t kUtf8BytesMax = 4;  // of a character

}  // namespace

bool PatternRunner::Run(uint32_t pattern) {
  const PatternHead& head = book_.head(pattern);
  if (!head.has_program) return AskReTwo(pattern);
  RegexMatch match;
  switch (book_.programs().Find(head.program,
                                ViewOf(book_.filters()[head.filter]), 0,
                                &state_.regex, &match)) {
    case RegexFound::kNo:
      return Note(pattern, false);
    case RegexFound::kYes:
      return NoteMatch(pattern, match);
    case RegexFound::kGaveUp:
      break;
  }
  return AskReTwo(pattern);
}

bool PatternRunner::RunNear(uint32_t pattern, std::span<const uint32_t> places,
                            const TextRuns& runs) {
  const PatternHead& head = book_.head(pattern);
  if (!head.has_program) return AskReTwo(pattern);
  if (places.back() == TextRuns::kAnywhere) return Run(pattern);
  const std::string& view = ViewOf(book_.filters()[head.filter]);
  const uint32_t bytes_max = runs.is_ascii() ? 1 : kUtf8BytesMax;
  const uint32_t before = head.reach_max == RegexReach::kEndless
                              ? UINT32_MAX
                              : head.reach_max * bytes_max;
  uint32_t from = 0;
  for (const uint32_t at : places) {
    if (at < head.reach_min) continue;
    from = std::max(from, at - std::min(at, before));
    const uint32_t last = at - head.reach_min;
    if (last < from) continue;
    RegexMatch match;
    const RegexFound answer = book_.programs().Find(
        head.program, view, from, &state_.regex, &match, last);
    if (answer == RegexFound::kYes) return NoteMatch(pattern, match);
    if (answer == RegexFound::kGaveUp) return AskReTwo(pattern);
    from = last + 1;
  }
  return Note(pattern, false);
}

bool PatternRunner::NoteMatch(uint32_t pattern, const RegexMatch& match) {
  state_.patterns[pattern] = {.by_program = true, .match = match};
  return Note(pattern, true);
}

// Answers false only if there is no match: without memory for its automaton RE2
// goes on with a slower engine.
bool PatternRunner::AskReTwo(uint32_t pattern) {
  const std::string& view = ViewOf(book_.filters()[book_.head(pattern).filter]);
  const bool matched = book_.re(pattern).Match(view, 0, view.size(),
                                               RE2::UNANCHORED, nullptr, 0);
  if (matched) state_.patterns[pattern] = {};
  return Note(pattern, matched);
}

std::span<const Span> PatternRunner::Places(uint32_t pattern) {
  auto& found = state_.patterns[pattern];
  auto& places = state_.pattern_places;
  if (!found.placed) {
    found.placed = true;
    found.first_place = static_cast<uint32_t>(places.size());
    if (!found.by_program || !PlaceByProgram(pattern)) {
      places.resize(found.first_place);
      const PatternFilter& filter = book_.filters()[book_.head(pattern).filter];
      AppendPatternPlaces(book_.re(pattern), TextOf(filter), filter.field,
                          filter.view, &places);
    }
    found.end_place = static_cast<uint32_t>(places.size());
  }
  return {places.data() + found.first_place, places.data() + found.end_place};
}

bool PatternRunner::PlaceByProgram(uint32_t pattern) {
  const PatternHead& head = book_.head(pattern);
  const PatternFilter& filter = book_.filters()[head.filter];
  const Text& text = TextOf(filter);
  PatternPlacer placer(text, filter.field, filter.view, &state_.pattern_places);
  RegexMatch match = state_.patterns[pattern].match;
  while (const auto from = placer.Add(match.begin, match.end)) {
    const RegexFound answer =
        book_.programs().Find(head.program, text.view(filter.view).bytes, *from,
                              &state_.regex, &match);
    if (answer == RegexFound::kGaveUp) return false;
    if (answer == RegexFound::kNo) break;
  }
  return true;
}

}  // namespace crible
