#include "rules/finder.h"

#include <algorithm>
#include <span>
#include <tuple>

#include "rules/measures.h"
#include "rules/pattern_runner.h"

namespace crible {
namespace {

class Finder {
 public:
  Finder(const RuleProgram& program, const RuleInput& input,
         RuleScratch::State* state)
      : program_(program),
        input_(input),
        state_(*state),
        runner_(program, input, state) {}

  void Run() {
    state_.Begin(program_);
    for (size_t field = 0; field < kFieldCount; ++field) {
      const Text* text = input_.texts[field];
      if (text != nullptr) FindPhrases(static_cast<Field>(field), *text);
    }
    FindPatterns();
    FindDomains();
    WakeByRest();
    std::sort(state_.awake.begin(), state_.awake.end());
  }

 private:
  void Wake(uint32_t rule) {
    if (state_.rules[rule] == state_.stamp) return;
    state_.rules[rule] = state_.stamp;
    state_.awake.push_back(rule);
  }
  void Wake(std::span<const uint32_t> rules) {
    for (const uint32_t rule : rules) Wake(rule);
  }
  // Rules whose least value is reached.
  void Wake(const std::vector<WakeTable::AtLeast>& rules, double value) {
    for (const auto& at_least : rules) {
      if (!(at_least.min <= value)) break;
      Wake(at_least.rule);
    }
  }

  // Adds an entry; answers whether it is the first.
  bool Note(RuleScratch::State::LeafState* leaf, uint32_t found,
            uint32_t group) {
    const bool first = leaf->stamp != state_.stamp;
    if (first) *leaf = {.stamp = state_.stamp, .first = kNoEntry};
    state_.leaf_entries.push_back({found, group, leaf->first});
    leaf->first = static_cast<uint32_t>(state_.leaf_entries.size() - 1);
    return first;
  }

  void NotePhrase(const PhraseUse& use, uint32_t phrase) {
    if (Note(&state_.lists[use.list], phrase, use.group)) {
      Wake(program_.wakes.on_phrases[use.list]);
    }
  }

  void NoteLink(uint32_t leaf, uint32_t link) {
    if (Note(&state_.leaves[leaf], link, 0) && program_.leaves[leaf].wakes) {
      Wake(program_.leaves[leaf].rule);
    }
  }

  struct FoundPhrase {
    uint32_t id;
    uint32_t first;  // word
    uint32_t last;
  };
  static constexpr size_t kFoundAtOnce = 32;

  // Some phrases at once, step by step, so that memory is waited for once a
  // step.
  void FindPhrases(Field field, const Text& text) {
    FoundPhrase found[kFoundAtOnce];
    size_t count = 0;
    program_.phrases.trie(field).Walk(
        text.words(), [&](uint32_t id, size_t first, size_t last) {
          __builtin_prefetch(&program_.phrases.phrases()[id]);
          __builtin_prefetch(&state_.phrases[id]);
          found[count++] = {id, static_cast<uint32_t>(first),
                            static_cast<uint32_t>(last)};
          if (count < kFoundAtOnce) return;
          AddPlaces(text, found);
          count = 0;
        });
    AddPlaces(text, {found, count});
  }

  void AddPlaces(const Text& text, std::span<const FoundPhrase> places) {
    for (const FoundPhrase& found : places) {
      __builtin_prefetch(program_.phrases.phrases()[found.id].uses.data());
    }
    for (const auto& [id, first, last] : places) {
      const Phrase& phrase = program_.phrases.phrases()[id];
      if (phrase.exact_form.empty() || IsExactly(phrase, text, first, last)) {
        AddPlace(id, text.words(), first, last);
      }
    }
  }

  bool IsExactly(const Phrase& phrase, const Text& text, size_t first,
                 size_t last) {
    state_.text.clear();
    text.AppendExact(first, last, &state_.text);
    return state_.text == phrase.exact_form;
  }

  static Quotation QuotationOf(std::span<const Word> words, size_t first,
                               size_t last) {
    const bool quoted = words[first].quoted;
    for (size_t i = first + 1; i <= last; ++i) {
      if (words[i].quoted != quoted) return Quotation::kMixed;
    }
    return quoted ? Quotation::kInside : Quotation::kOutside;
  }

  void AddPlace(uint32_t id, std::span<const Word> words, size_t first,
                size_t last) {
    const Phrase& phrase = program_.phrases.phrases()[id];
    auto& found = state_.phrases[id];
    if (found.stamp != state_.stamp) {
      found = {.stamp = state_.stamp};
      for (const PhraseUse& use : phrase.uses) NotePhrase(use, id);
    }
    const Quotation quotation = QuotationOf(words, first, last);
    auto& count = found.counts[static_cast<size_t>(quotation)];
    if (count >= kPlacesPerPhrase && phrase.near_uses == 0) return;
    if (state_.phrase_places.size() >= kPlacesMax) {
      state_.overflow = true;
      return;
    }
    ++count;
    const auto place = static_cast<uint32_t>(state_.phrase_places.size());
    state_.phrase_places.push_back({static_cast<uint32_t>(first),
                                    static_cast<uint32_t>(last), kNoEntry,
                                    quotation});
    if (found.first == kNoEntry) {
      found.first = place;
    } else {
      state_.phrase_places[found.last].next = place;
    }
    found.last = place;
  }

  void FindPatterns() {
    const auto filters = program_.patterns.filters();
    for (uint32_t i = 0; i < filters.size(); ++i) {
      const PatternFilter& filter = filters[i];
      const Text* text = input_.texts[static_cast<size_t>(filter.field)];
      if (text == nullptr || !filter.waits()) continue;
      const TextRuns& runs = state_.RunsOf(i, *text, filter.view);
      state_.proposals.clear();
      for (const uint32_t id : filter.always) {
        state_.proposals.push_back(
            {id, program_.patterns.first_check(id), TextRuns::kAnywhere});
      }
      FindKeys(filter, runs);
      filter.scanner.Scan(text->view(filter.view).bytes, [&](uint32_t part) {
        for (const uint32_t id : filter.by_part[part]) {
          state_.proposals.push_back(
              {id, program_.patterns.first_check(id), TextRuns::kAnywhere});
        }
        return true;
      });
      RunProposed(runs);
    }
  }

  // Notes the patterns that wait for something in the text. Step by step for
  // all of it, so that memory is waited for once a step.
  void FindKeys(const PatternFilter& filter, const TextRuns& runs) {
    const KeyTable& table = filter.keys;
    if (table.empty()) return;
    const auto& things = runs.things();
    if (state_.keys.size() < things.size()) state_.keys.resize(things.size());
    const std::span keys = state_.keys;
    size_t count = 0;
    for (const TextRuns::Thing& thing : things) {
      keys[count] = {thing.hash, thing.at, KeyTable::kNone};
      count += table.MayHave(thing.hash);
    }
    for (size_t i = 0; i < count; ++i) table.Prefetch(keys[i].hash);
    for (size_t i = 0; i < count; ++i) {
      keys[i].list = table.ListOf(keys[i].hash);
      if (keys[i].list != KeyTable::kNone) table.PrefetchList(keys[i].list);
    }
    for (size_t i = 0; i < count; ++i) {
      if (keys[i].list == KeyTable::kNone) continue;
      table.VisitList(keys[i].list, [&](uint32_t id, uint32_t check) {
        program_.patterns.PrefetchCheck(check);
        state_.proposals.push_back({id, check, keys[i].at});
      });
    }
  }

  // Most are denied by the check alone. The others run near all places of their
  // keys.
  void RunProposed(const TextRuns& runs) {
    const PatternBook& book = program_.patterns;
    auto& proposals = state_.proposals;
    std::erase_if(proposals, [&](const auto& proposal) {
      if (!book.MayMatch(proposal.check, runs)) return true;
      book.Prefetch(proposal.pattern);
      return false;
    });
    std::sort(proposals.begin(), proposals.end(),
              [](const auto& a, const auto& b) {
                return std::tie(a.pattern, a.at) < std::tie(b.pattern, b.at);
              });
    auto& tries = state_.tries;
    tries.clear();
    for (uint32_t i = 0; i < proposals.size(); ++i) {
      const uint32_t id = proposals[i].pattern;
      if (tries.empty() || tries.back().pattern != id) {
        tries.push_back({.pattern = id, .place = i});
      }
      tries.back().end_place = i + 1;
    }
    std::erase_if(tries, [&](auto& t) { return !runner_.Begin(&t, runs); });
    for (const auto& t : tries) runner_.PrefetchBranches(t, runs);
    std::erase_if(tries, [&](auto& t) { return !runner_.MayEnter(&t, runs); });
    for (auto& t : tries) {
      if (runner_.Finish(&t, runs)) Wake(book.RulesOf(book.head(t.pattern)));
    }
  }

  void FindDomains() {
    const Text* body = input_.texts[static_cast<size_t>(Field::kBody)];
    if (body == nullptr || program_.link_domains.empty()) return;
    const auto links = body->links();
    for (uint32_t i = 0; i < links.size(); ++i) {
      program_.link_domains.Find(links[i].host, [&](uint32_t leaf) {
        // A list may name a domain and one below it: one entry a link.
        const auto& found = state_.leaves[leaf];
        if (found.stamp != state_.stamp || found.first == kNoEntry ||
            state_.leaf_entries[found.first].found != i) {
          NoteLink(leaf, i);
        }
      });
    }
  }

  void WakeByRest() {
    const WakeTable& wakes = program_.wakes;
    Wake(wakes.always);
    if (const Text* body = input_.texts[static_cast<size_t>(Field::kBody)]) {
      if (!body->links().empty()) Wake(wakes.on_link);
      if (!body->contacts().empty()) Wake(wakes.on_contact);
    }
    const Comment& comment = *input_.comment;
    if (comment.honeypot.value_or(false)) Wake(wakes.on_honeypot);
    if (IsAuthorTrusted(input_)) Wake(wakes.on_trusted);
    if (!comment.parent.text.empty()) Wake(wakes.on_parent);
    if (!comment.author.url.empty()) Wake(wakes.on_author_url);
    if (!comment.scores.empty()) Wake(wakes.on_score);
    for (size_t i = 0; i < kMeasureCount; ++i) {
      if (wakes.on_measure[i].empty()) continue;
      const auto value = MeasureOf(input_, static_cast<Measure>(i));
      if (value) Wake(wakes.on_measure[i], *value);
    }
    if (input_.facts == nullptr) return;
    for (const RepeatCount& repeat : input_.facts->repeats) {
      Wake(wakes.on_repeats[static_cast<size_t>(repeat.of)], repeat.count);
    }
  }

  const RuleProgram& program_;
  const RuleInput& input_;
  RuleScratch::State& state_;
  PatternRunner runner_;
};

}  // namespace

void FindAll(const RuleProgram& program, const RuleInput& input,
             RuleScratch::State* state) {
  Finder(program, input, state).Run();
}

}  // namespace crible
