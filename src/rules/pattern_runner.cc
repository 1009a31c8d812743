#include "rules/pattern_runner.h"

#include <algorithm>
#include <optional>

#include "rules/places.h"

namespace crible {
namespace {

constexpr uint32_t kUtf8BytesMax = 4;  // of a character

}  // namespace

bool PatternRunner::Run(uint32_t pattern, const TextRuns& runs) {
  const PatternHead& head = book_.head(pattern);
  if (!head.has_program) return AskReTwo(pattern);
  RegexMatch match;
  switch (book_.programs().Find(head.program, TextOf(head, runs), 0,
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

bool PatternRunner::Begin(Try* attempt, const TextRuns& runs) {
  const PatternHead& head = book_.head(attempt->pattern);
  if (!head.has_program) return true;
  const RegexText view = TextOf(head, runs);
  bool may_match = true;
  if (state_.proposals[attempt->end_place - 1].at == TextRuns::kAnywhere) {
    attempt->place = attempt->end_place;
    attempt->last = UINT32_MAX;
  } else {
    may_match = NextRange(head, runs, attempt);
  }
  if (!may_match || !FindStart(head, view, runs, attempt)) {
    return Note(attempt->pattern, false);
  }
  book_.programs().PrefetchTable(head.program, view, attempt->from);
  return true;
}

void PatternRunner::PrefetchBranches(const Try& attempt,
                                     const TextRuns& runs) const {
  const PatternHead& head = book_.head(attempt.pattern);
  if (!head.has_program) return;
  const RegexText view = TextOf(head, runs);
  book_.programs().PrefetchBranches(head.program, view, attempt.from);
}

// Not from everywhere: only the steps of a program are counted.
bool PatternRunner::MayEnter(Try* attempt, const TextRuns& runs) {
  constexpr int kStartsMax = 16;
  const PatternHead& head = book_.head(attempt->pattern);
  if (!head.has_program) return true;
  const RegexText view = TextOf(head, runs);
  for (int i = 0; i < kStartsMax; ++i) {
    if (book_.programs().MayEnter(head.program, view, attempt->from)) break;
    ++attempt->from;
    if (!FindStart(head, view, runs, attempt)) {
      return Note(attempt->pattern, false);
    }
  }
  return true;
}

bool PatternRunner::Finish(Try* attempt, const TextRuns& runs) {
  const uint32_t pattern = attempt->pattern;
  const PatternHead& head = book_.head(pattern);
  if (!head.has_program) return AskReTwo(pattern);
  const RegexText view = TextOf(head, runs);
  do {
    RegexMatch match;
    const RegexFound answer =
        book_.programs().Find(head.program, view, attempt->from, &state_.regex,
                              &match, attempt->last);
    if (answer == RegexFound::kYes) return NoteMatch(pattern, match);
    if (answer == RegexFound::kGaveUp) return AskReTwo(pattern);
    attempt->from = attempt->last + 1;
  } while (NextRange(head, runs, attempt));
  return Note(pattern, false);
}

// From where matches reach the next place.
bool PatternRunner::NextRange(const PatternHead& head, const TextRuns& runs,
                              Try* attempt) const {
  const uint32_t bytes_max = runs.is_ascii() ? 1 : kUtf8BytesMax;
  const uint32_t before = head.reach_max == RegexReach::kEndless
                              ? UINT32_MAX
                              : head.reach_max * bytes_max;
  while (attempt->place < attempt->end_place) {
    const uint32_t at = state_.proposals[attempt->place++].at;
    if (at < head.reach_min) continue;
    const uint32_t last = at - head.reach_min;
    const uint32_t from = std::max(attempt->from, at - std::min(at, before));
    if (last < from) continue;
    attempt->from = from;
    attempt->last = last;
    return true;
  }
  return false;
}

// Moves the attempt to where a match may begin.
bool PatternRunner::FindStart(const PatternHead& head, const RegexText& view,
                              const TextRuns& runs, Try* attempt) const {
  do {
    const uint32_t at = RegexPrograms::NextStart(head.program, view,
                                                 attempt->from, attempt->last);
    if (at != RegexPrograms::kNowhere) {
      attempt->from = at;
      return true;
    }
    attempt->from = attempt->last + 1;
  } while (NextRange(head, runs, attempt));
  return false;
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
        book_.programs().Find(head.program, {text.view(filter.view).bytes},
                              *from, &state_.regex, &match);
    if (answer == RegexFound::kGaveUp) return false;
    if (answer == RegexFound::kNo) break;
  }
  return true;
}

}  // namespace crible
