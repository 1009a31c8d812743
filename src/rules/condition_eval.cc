#include "rules/condition_eval.h"

#include <algorithm>

#include "rules/measures.h"
#include "rules/places.h"
#include "rules/sent.h"
#include "text/fold.h"

namespace crible {
namespace {

Truth ToTruth(bool value) { return value ? Truth::kTrue : Truth::kFalse; }

bool IsWithin(double value, const Bounds& bounds) {
  return (!bounds.min || value >= *bounds.min) &&
         (!bounds.max || value <= *bounds.max);
}

// Whether `quoted` of a phrase condition admits a place.
bool Admits(std::optional<bool> quoted, Quotation quotation) {
  if (!quoted) return true;
  return quotation == (*quoted ? Quotation::kInside : Quotation::kOutside);
}

}  // namespace

Truth ConditionEval::Evaluate(const ExpressionNode& node) {
  if (node.kind == ExpressionNode::Kind::kLeaf) {
    return EvaluateLeaf(program_.leaves[node.leaf]);
  }
  const bool all = node.kind == ExpressionNode::Kind::kAll;
  const Truth decisive = all ? Truth::kFalse : Truth::kTrue;
  Truth result = all ? Truth::kTrue : Truth::kFalse;
  for (const ExpressionNode& child : program_.Children(node)) {
    const Truth truth = Evaluate(child);
    if (truth == decisive) return decisive;
    if (truth == Truth::kUnknown) result = Truth::kUnknown;
  }
  if (result == Truth::kTrue && node.near && !IsNear(node)) {
    return Truth::kFalse;
  }
  return result;
}

void ConditionEval::Prefetch(std::span<const uint32_t> rules) const {
  const auto root = [this](uint32_t rule) -> const ExpressionNode& {
    return program_.nodes[program_.roots[rule].when];
  };
  const auto first = [&](uint32_t rule) -> const ExpressionNode& {
    return program_.nodes[root(rule).first_child];
  };
  for (const uint32_t r : rules) __builtin_prefetch(&program_.roots[r]);
  for (const uint32_t r : rules) __builtin_prefetch(&root(r));
  for (const uint32_t r : rules) __builtin_prefetch(&first(r));
  for (const uint32_t r : rules) {
    if (first(r).kind != ExpressionNode::Kind::kLeaf) continue;
    __builtin_prefetch(&program_.leaves[first(r).leaf]);
    __builtin_prefetch(&first(r).condition->test);
  }
}

bool ConditionEval::Hits(uint32_t rule) {
  const auto& roots = program_.roots[rule];
  return Evaluate(program_.nodes[roots.when]) == Truth::kTrue &&
         !(roots.has_unless &&
           Evaluate(program_.nodes[roots.unless]) == Truth::kTrue);
}

Truth ConditionEval::EvaluateLeaf(const Leaf& leaf) {
  return std::visit([&](const auto& test) { return Test(leaf, test); },
                    leaf.condition->test);
}

Truth ConditionEval::Test(const Leaf& leaf, const PhraseCondition& test) {
  if (TextOf(test.field) == nullptr) return Truth::kUnknown;
  const auto& found = state_.lists[leaf.table];
  if (found.stamp != state_.stamp) return Truth::kFalse;
  state_.groups.clear();
  for (uint32_t i = found.first; i != kNoEntry;) {
    const LeafEntry& entry = state_.leaf_entries[i];
    i = entry.next;
    const auto& counts = state_.phrases[entry.found].counts;
    bool admitted = false;
    for (size_t q = 0; q < counts.size(); ++q) {
      admitted |=
          counts[q] > 0 && Admits(test.quoted, static_cast<Quotation>(q));
    }
    if (!admitted) continue;
    if (test.min <= 1) return Truth::kTrue;
    state_.groups.push_back(entry.group);
  }
  std::sort(state_.groups.begin(), state_.groups.end());
  const auto end = std::unique(state_.groups.begin(), state_.groups.end());
  return ToTruth(end - state_.groups.begin() >= std::ptrdiff_t{test.min});
}

// What is asked of the text for all patterns of a condition: they read one view
// of one field.
const TextRuns& ConditionEval::RunsOf(const Leaf& leaf,
                                      const RegexCondition& test) {
  return state_.RunsOf(leaf.table, *TextOf(test.field), test.view);
}

Truth ConditionEval::Test(const Leaf& leaf, const RegexCondition& test) {
  if (TextOf(test.field) == nullptr) return Truth::kUnknown;
  if (leaf.wakes) {  // its patterns were run where their keys stand
    const auto id = static_cast<size_t>(&leaf - program_.leaves.data());
    return ToTruth(state_.leaves[id].stamp == state_.stamp);
  }
  const TextRuns& runs = RunsOf(leaf, test);
  return ToTruth(
      std::any_of(leaf.patterns.begin(), leaf.patterns.end(),
                  [&](uint32_t id) { return patterns_.Matches(id, runs); }));
}

Truth ConditionEval::Test(const Leaf& leaf, const DomainCondition&) {
  if (TextOf(Field::kBody) == nullptr) return Truth::kUnknown;
  const auto id = static_cast<size_t>(&leaf - program_.leaves.data());
  return ToTruth(state_.leaves[id].stamp == state_.stamp);
}

bool ConditionEval::IsWanted(const Link& link, const Leaf& leaf,
                             const LinksCondition& test) const {
  return (!test.disguised || *test.disguised == link.disguised) &&
         !program_.contact_lists[leaf.table].Contains(link);
}

Truth ConditionEval::Test(const Leaf& leaf, const LinksCondition& test) {
  const Text* body = TextOf(Field::kBody);
  if (body == nullptr) return Truth::kUnknown;
  const auto links = body->links();
  const auto count = std::count_if(
      links.begin(), links.end(),
      [&](const Link& link) { return IsWanted(link, leaf, test); });
  return ToTruth(IsWithin(static_cast<double>(count), test.count));
}

bool ConditionEval::IsWanted(const Contact& contact, const Leaf& leaf,
                             const ContactCondition& test) const {
  const bool of_kind =
      test.kinds.empty() || std::find(test.kinds.begin(), test.kinds.end(),
                                      contact.kind) != test.kinds.end();
  return of_kind && !program_.contact_lists[leaf.table].Contains(contact);
}

Truth ConditionEval::Test(const Leaf& leaf, const ContactCondition& test) {
  const Text* body = TextOf(Field::kBody);
  if (body == nullptr) return Truth::kUnknown;
  const auto contacts = body->contacts();
  if (std::any_of(contacts.begin(), contacts.end(),
                  [&](const Contact& c) { return IsWanted(c, leaf, test); })) {
    return Truth::kTrue;
  }
  if (!test.links) return Truth::kFalse;
  const auto& list = program_.contact_lists[leaf.table];
  const auto links = body->links();
  return ToTruth(std::any_of(links.begin(), links.end(),
                             [&](const Link& l) { return !list.Contains(l); }));
}

Truth ConditionEval::Test(const Leaf&, const NumberCondition& test) {
  const auto value = MeasureOf(input_, test.measure);
  return value ? ToTruth(IsWithin(*value, test.bounds)) : Truth::kUnknown;
}

Truth ConditionEval::Test(const Leaf&, const ScoreCondition& test) {
  Truth result = Truth::kUnknown;
  for (const OutsideScore& score : input_.comment->scores) {
    if (score.name != test.name) continue;
    if (IsWithin(score.value, test.bounds)) return Truth::kTrue;
    result = Truth::kFalse;
  }
  return result;
}

bool ConditionEval::IsAnyOf(const Leaf& leaf, Attribute attribute,
                            std::string_view value) {
  switch (attribute) {
    case Attribute::kAuthorDomain:
      return program_.domain_sets[leaf.table].Contains(HostOf(value));
    case Attribute::kAuthorEmailDomain:
      return program_.domain_sets[leaf.table].Contains(
          HostOf(value.substr(value.rfind('@') + 1)));
    case Attribute::kAuthorId:
      return program_.value_sets[leaf.table].contains(value);
    default:
      break;
  }
  const auto is_folded = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ' ||
           c == '-' || c == '.' || c == '_' || c == '/';
  };
  const auto& values = program_.value_sets[leaf.table];
  if (std::all_of(value.begin(), value.end(), is_folded)) {
    return values.contains(value);
  }
  return values.contains(FoldText(value));
}

Truth ConditionEval::Test(const Leaf& leaf, const OneOfCondition& test) {
  if (test.attribute == Attribute::kTag) {
    const Article* article = input_.comment->article;
    if (article == nullptr || article->tags.empty()) return Truth::kUnknown;
    return ToTruth(std::any_of(article->tags.begin(), article->tags.end(),
                               [&](std::string_view tag) {
                                 return IsAnyOf(leaf, test.attribute, tag);
                               }));
  }
  const std::string_view value = AttributeOf(input_, test.attribute);
  if (value.empty()) return Truth::kUnknown;
  return ToTruth(IsAnyOf(leaf, test.attribute, value));
}

Truth ConditionEval::Test(const Leaf&, const FlagCondition& test) {
  const auto flag = FlagOf(input_, test.flag);
  return flag ? ToTruth(*flag == test.value) : Truth::kUnknown;
}

Truth ConditionEval::Test(const Leaf&, const RepeatsCondition& test) {
  const RepeatCount* repeat = RepeatOfCondition(input_, test);
  if (repeat == nullptr) return Truth::kUnknown;
  return ToTruth(repeat->count >= test.min &&
                 (!test.authors_max || repeat->authors <= *test.authors_max));
}

Truth ConditionEval::Test(const Leaf&, const HourCondition& test) {
  if (input_.facts == nullptr) return Truth::kUnknown;
  const auto local = program_.paris.At(input_.facts->now).cs;
  const int minute = local.hour() * 60 + local.minute();
  if (test.begin_minute < test.end_minute) {
    return ToTruth(minute >= test.begin_minute && minute < test.end_minute);
  }
  return ToTruth(minute >= test.begin_minute || minute < test.end_minute);
}

Truth ConditionEval::Test(const Leaf&, const UntilCondition& test) {
  if (input_.facts == nullptr) return Truth::kUnknown;
  return ToTruth(input_.facts->now < test.end);
}

template <typename Visit>
void ConditionEval::VisitPhrases(const Leaf& leaf, const PhraseCondition& test,
                                 Visit&& visit) {
  for (uint32_t i = state_.lists[leaf.table].first; i != kNoEntry;) {
    const LeafEntry& entry = state_.leaf_entries[i];
    i = entry.next;
    for (uint32_t p = state_.phrases[entry.found].first; p != kNoEntry;) {
      const PhrasePlace& place = state_.phrase_places[p];
      p = place.next;
      if (Admits(test.quoted, place.quotation)) visit(place);
    }
  }
}

template <typename Visit>
void ConditionEval::VisitLinks(const Leaf& leaf, Visit&& visit) {
  const auto& test = leaf.condition->test;
  const auto links = TextOf(Field::kBody)->links();
  const auto visit_link = [&](const Link& link) {
    visit(HitSpan{.span = {Field::kBody, link.source_begin, link.source_end},
                  .role = SpanRole::kLink,
                  .disguised = link.disguised});
  };
  if (std::holds_alternative<DomainCondition>(test)) {
    const auto id = static_cast<size_t>(&leaf - program_.leaves.data());
    for (uint32_t i = state_.leaves[id].first; i != kNoEntry;) {
      visit_link(links[state_.leaf_entries[i].found]);
      i = state_.leaf_entries[i].next;
    }
    return;
  }
  const auto* wanted = std::get_if<LinksCondition>(&test);
  for (const Link& link : links) {
    if (wanted != nullptr
            ? IsWanted(link, leaf, *wanted)
            : !program_.contact_lists[leaf.table].Contains(link)) {
      visit_link(link);
    }
  }
}

template <typename Visit>
void ConditionEval::VisitPlaces(const Leaf& leaf, Visit&& visit) {
  const auto& test = leaf.condition->test;
  if (const auto* phrase = std::get_if<PhraseCondition>(&test)) {
    const auto words = TextOf(phrase->field)->words();
    VisitPhrases(leaf, *phrase, [&](const PhrasePlace& place) {
      const Span span{phrase->field, words[place.first_word].source_begin,
                      words[place.last_word].source_end};
      visit(HitSpan{.span = span, .disguised = HasDisguise(words, span)});
    });
  } else if (const auto* regex = std::get_if<RegexCondition>(&test)) {
    const auto words = TextOf(regex->field)->words();
    const TextRuns& runs = RunsOf(leaf, *regex);
    for (const uint32_t id : leaf.patterns) {
      if (!patterns_.Matches(id, runs)) continue;
      for (const Span& span : patterns_.Places(id)) {
        visit(HitSpan{.span = span, .disguised = HasDisguise(words, span)});
      }
    }
  } else if (const auto* contact = std::get_if<ContactCondition>(&test)) {
    for (const Contact& c : TextOf(Field::kBody)->contacts()) {
      if (!IsWanted(c, leaf, *contact)) continue;
      visit(HitSpan{.span = {Field::kBody, c.source_begin, c.source_end},
                    .role = SpanRole::kContact,
                    .disguised = c.disguised});
    }
    if (contact->links) VisitLinks(leaf, visit);
  } else if (std::holds_alternative<DomainCondition>(test) ||
             std::holds_alternative<LinksCondition>(test)) {
    VisitLinks(leaf, visit);
  } else if (const auto* one_of = std::get_if<OneOfCondition>(&test)) {
    if (const auto span = SpanOf(*input_.comment, one_of->attribute)) {
      visit(HitSpan{.span = *span});
    }
  }
}

void ConditionEval::Collect(const ExpressionNode& node,
                            std::vector<HitSpan>* spans, HitCounts* counts) {
  if (node.kind != ExpressionNode::Kind::kLeaf) {
    for (const ExpressionNode& child : program_.Children(node)) {
      if (Evaluate(child) == Truth::kTrue) Collect(child, spans, counts);
    }
    return;
  }
  const Leaf& leaf = program_.leaves[node.leaf];
  VisitPlaces(leaf, [spans](const HitSpan& span) { spans->push_back(span); });
  const auto* repeats = std::get_if<RepeatsCondition>(&leaf.condition->test);
  if (repeats == nullptr) return;
  const RepeatCount* repeat = RepeatOfCondition(input_, *repeats);
  if (repeat->count > counts->count) {
    *counts = {.count = repeat->count,
               .authors = repeat->authors,
               .window_seconds = repeat->window_seconds};
  }
}

// The places of all true conditions below `node`, as places of one part.
void ConditionEval::CollectPlaces(const ExpressionNode& node, uint32_t part) {
  if (Evaluate(node) != Truth::kTrue) return;
  if (node.kind != ExpressionNode::Kind::kLeaf) {
    for (const ExpressionNode& child : program_.Children(node)) {
      CollectPlaces(child, part);
    }
    return;
  }
  const Leaf& leaf = program_.leaves[node.leaf];
  const auto* phrase = std::get_if<PhraseCondition>(&leaf.condition->test);
  if (phrase != nullptr) {
    if (phrase->field != Field::kBody) return;
    VisitPhrases(leaf, *phrase, [&](const PhrasePlace& place) {
      state_.places.push_back({place.first_word, place.last_word + 1, part});
    });
    return;
  }
  const auto words = TextOf(Field::kBody) ? TextOf(Field::kBody)->words()
                                          : std::span<const Word>();
  VisitPlaces(leaf, [&](const HitSpan& found) {
    if (found.span.field == Field::kBody) {
      state_.places.push_back(PlaceOf(words, found.span, part));
    }
  });
}

// The children of an `all` are parts of their own, those of an `any` are one
// part together. Answers the next free part.
uint32_t ConditionEval::CollectParts(const ExpressionNode& node,
                                     uint32_t part) {
  for (const ExpressionNode& child : program_.Children(node)) {
    if (child.kind == ExpressionNode::Kind::kAll) {
      part = CollectParts(child, part);
      continue;
    }
    const size_t before = state_.places.size();
    CollectPlaces(child, part);
    if (state_.places.size() > before) ++part;
  }
  return part;
}

bool ConditionEval::IsNear(const ExpressionNode& node) {
  state_.places.clear();
  const uint32_t parts = CollectParts(node, 0);
  return AreNear(parts, *node.near, &state_.places);
}

}  // namespace crible
