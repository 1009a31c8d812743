#include "rules/slow_matcher.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "re2/re2.h"
#include "rules/inflection.h"
#include "rules/near.h"
#include "rules/pattern.h"
#include "text/domain.h"
#include "text/fold.h"

namespace crible {
namespace {

Truth Say(bool value) { return value ? Truth::kTrue : Truth::kFalse; }

bool Within(double value, const Bounds& bounds) {
  if (bounds.min && value < *bounds.min) return false;
  if (bounds.max && value > *bounds.max) return false;
  return true;
}

const Text* FieldOf(const RuleInput& input, Field field) {
  return input.texts[static_cast<size_t>(field)];
}

// -- Phrases -----------------------------------------------------------------

// For each word of a phrase the folded forms that it accepts.
using PhraseForms = std::vector<std::vector<std::string>>;

const PhraseForms& FormsOfPhrase(const std::string& phrase, bool exact) {
  static auto* const cache =
      new std::map<std::pair<std::string, bool>, PhraseForms>;
  auto [it, is_new] = cache->try_emplace({phrase, exact});
  if (!is_new) return it->second;
  Text text;
  AnalyzeText(phrase, BodyFormat::kPlain, WordSet(), &text);
  for (size_t i = 0; i < text.words().size(); ++i) {
    std::string written;
    text.AppendExact(i, i, &written);
    it->second.push_back(WordForms(written));
    if (exact) it->second.back().resize(1);
  }
  return it->second;
}

bool Accepts(const std::vector<std::string>& forms, std::string_view word) {
  return std::find(forms.begin(), forms.end(), word) != forms.end();
}

bool StandsAt(const PhraseForms& forms, const Text& text, size_t first) {
  if (first + forms.size() > text.words().size()) return false;
  for (size_t i = 0; i < forms.size(); ++i) {
    if (!Accepts(forms[i], text.Read(text.words()[first + i]))) return false;
  }
  return true;
}

std::vector<HitSpan> PlacesOfPhrase(const std::string& phrase,
                                    const PhraseCondition& test,
                                    const Text& text) {
  std::vector<HitSpan> places;
  const PhraseForms& forms = FormsOfPhrase(phrase, test.exact);
  const auto words = text.words();
  for (size_t first = 0; first < words.size(); ++first) {
    if (!StandsAt(forms, text, first)) continue;
    const size_t last = first + forms.size() - 1;
    if (test.exact) {
      std::string written;
      text.AppendExact(first, last, &written);
      if (written != ExactForm(phrase)) continue;
    }
    bool disguised = false, all_in = true, all_out = true;
    for (size_t i = first; i <= last; ++i) {
      disguised |= words[i].disguised;
      (words[i].quoted ? all_out : all_in) = false;
    }
    if (test.quoted && !(*test.quoted ? all_in : all_out)) continue;
    places.push_back({.span = {test.field, words[first].source_begin,
                               words[last].source_end},
                      .disguised = disguised});
  }
  return places;
}

// Whether each word of `a` is accepted where `b` is looked for.
bool IsFormOf(const std::string& a, const std::string& b, bool exact) {
  const PhraseForms& forms = FormsOfPhrase(b, exact);
  const PhraseForms& words = FormsOfPhrase(a, exact);
  if (words.size() != forms.size()) return false;
  for (size_t i = 0; i < words.size(); ++i) {
    if (!Accepts(forms[i], words[i][0])) return false;
  }
  return !exact || ExactForm(a) == ExactForm(b);
}

// How many of the phrases that stand in the text are different: those that are
// forms of one another, directly or by others of the list, count once.
size_t CountDifferent(const PhraseCondition& test, const Text& text) {
  const size_t n = test.phrases.size();
  std::vector<size_t> group(n);
  for (size_t i = 0; i < n; ++i) group[i] = i;
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = 0; i < n; ++i) {
      for (size_t j = 0; j < n; ++j) {
        if (group[i] == group[j] ||
            !IsFormOf(test.phrases[i], test.phrases[j], test.exact)) {
          continue;
        }
        group[i] = group[j] = std::min(group[i], group[j]);
        changed = true;
      }
    }
  }
  std::set<size_t> found;
  for (size_t i = 0; i < n; ++i) {
    if (!PlacesOfPhrase(test.phrases[i], test, text).empty()) {
      found.insert(group[i]);
    }
  }
  return found.size();
}

// -- Links and contacts ------------------------------------------------------

bool IsAt(std::string_view host, const SharedTexts& domains) {
  for (std::string_view domain : domains) {
    if (domain.starts_with("*.")) {
      if (host.ends_with(domain.substr(1))) return true;
    } else if (host == domain ||
               host.ends_with(std::string(".").append(domain))) {
      return true;
    }
  }
  return false;
}

std::vector<HitSpan> LinkPlaces(const Condition& condition, const Text& body) {
  std::vector<HitSpan> places;
  for (const Link& link : body.links()) {
    bool wanted = false;
    if (const auto* domain = std::get_if<DomainCondition>(&condition.test)) {
      wanted = IsAt(link.host, domain->domains);
    } else if (const auto* links =
                   std::get_if<LinksCondition>(&condition.test)) {
      wanted = !IsAt(link.host, links->outside) &&
               (!links->disguised || *links->disguised == link.disguised);
    } else {
      const auto& contact = std::get<ContactCondition>(condition.test);
      wanted = contact.links && !IsAt(link.host, contact.outside);
    }
    if (!wanted) continue;
    places.push_back(
        {.span = {Field::kBody, link.source_begin, link.source_end},
         .role = SpanRole::kLink,
         .disguised = link.disguised});
  }
  return places;
}

// Whether a list entry is this contact: the same value, or read so.
bool IsContact(const std::string& entry, std::string_view value) {
  if (entry == value) return true;
  Text text;
  AnalyzeText(entry, BodyFormat::kPlain, WordSet(), &text);
  return !text.contacts().empty() && text.contacts()[0].value == value;
}

std::vector<HitSpan> ContactPlaces(const ContactCondition& test,
                                   const Text& body) {
  std::vector<HitSpan> places;
  for (const Contact& contact : body.contacts()) {
    if (!test.kinds.empty() && std::find(test.kinds.begin(), test.kinds.end(),
                                         contact.kind) == test.kinds.end()) {
      continue;
    }
    const std::string value(contact.value);
    if (std::any_of(
            test.outside.begin(), test.outside.end(),
            [&](const std::string& e) { return IsContact(e, value); })) {
      continue;
    }
    if (contact.kind == ContactKind::kEmail &&
        IsAt(value.substr(value.find('@') + 1), test.outside)) {
      continue;
    }
    places.push_back(
        {.span = {Field::kBody, contact.source_begin, contact.source_end},
         .role = SpanRole::kContact,
         .disguised = contact.disguised});
  }
  return places;
}

// -- Patterns ----------------------------------------------------------------

std::vector<HitSpan> PatternPlaces(const RE2& re, const RegexCondition& test,
                                   const Text& text, bool* matched) {
  std::vector<HitSpan> places;
  const std::string_view view = text.view(test.view).bytes;
  size_t from = 0;
  for (size_t n = 0; n < kPatternMatchesMax && from <= view.size(); ++n) {
    re2::StringPiece match;
    if (!re.Match(view, from, view.size(), RE2::UNANCHORED, &match, 1)) break;
    *matched = true;
    const auto begin = static_cast<size_t>(match.data() - view.data());
    from = begin + match.size();
    if (match.empty()) {
      do {
        ++from;
      } while (from < view.size() && (view[from] & 0xC0) == 0x80);
      continue;
    }
    const auto source =
        text.ToSource(test.view, static_cast<uint32_t>(begin),
                      static_cast<uint32_t>(begin + match.size()));
    HitSpan place{.span = {test.field, source.begin, source.end}};
    for (const Word& word : text.words()) {
      if (word.source_end > source.begin && word.source_begin < source.end) {
        place.disguised |= word.disguised;
      }
    }
    places.push_back(place);
  }
  return places;
}

const RE2& Compiled(const std::string& pattern) {
  static auto* const cache = new std::map<std::string, RE2*>;
  auto [it, is_new] = cache->try_emplace(pattern, nullptr);
  if (is_new) it->second = new RE2(pattern, PatternOptions());
  return *it->second;
}

// -- Numbers, attributes, facts ----------------------------------------------

std::optional<double> Number(const RuleInput& input, Measure measure) {
  const Comment& comment = *input.comment;
  const Author& author = comment.author;
  const Signals* signals = input.signals;
  const ObservedFacts* facts = input.facts;
  const auto known = [&](std::optional<uint32_t> sent,
                         std::optional<uint32_t> remembered) {
    std::optional<double> value;
    if (remembered) value = *remembered;
    if (sent) value = *sent;
    return value;
  };
  const auto age = [&](std::optional<absl::Time> since) {
    std::optional<double> value;
    if (facts && since) value = absl::ToDoubleSeconds(facts->now - *since);
    return value;
  };
  const AuthorHistory history = facts ? facts->author : AuthorHistory();
  switch (measure) {
    case Measure::kAuthorComments:
      return known(author.comments, history.comments);
    case Measure::kAuthorAccepted:
      return known(author.accepted, history.accepted);
    case Measure::kAuthorRejected:
      return known(author.rejected, history.rejected);
    case Measure::kAuthorAgeSeconds:
      return age(author.created ? author.created : history.first_seen);
    case Measure::kArticleAgeSeconds:
      return age(comment.article ? comment.article->published : std::nullopt);
    case Measure::kReports:
      return known(comment.reports, facts ? facts->reports : std::nullopt);
    case Measure::kSecondsOnPage:
      if (signals && signals->seconds_on_page) return *signals->seconds_on_page;
      if (!comment.time_on_page) return std::nullopt;
      return absl::ToDoubleSeconds(*comment.time_on_page);
    default:
      break;
  }
  if (!signals) return std::nullopt;
  switch (measure) {
    case Measure::kLength:
      return signals->characters;
    case Measure::kWords:
      return signals->words;
    case Measure::kCapitals:
      return signals->letters >= 12 ? signals->capitals_share : 0;
    case Measure::kDigits:
      return signals->digits_share;
    case Measure::kEmoji:
      return signals->emoji;
    case Measure::kDisguisedWords:
      return signals->disguised_words;
    default:
      return signals->mentions;
  }
}

Truth OneOf(const RuleInput& input, const OneOfCondition& test) {
  const Comment& comment = *input.comment;
  std::vector<std::string> values;
  const auto add = [&values](std::string_view value) {
    if (!value.empty()) values.emplace_back(value);
  };
  switch (test.attribute) {
    case Attribute::kLanguage:
      if (input.language != "und") add(input.language);
      break;
    case Attribute::kSection:
      if (comment.article) add(comment.article->section);
      break;
    case Attribute::kTag:
      if (comment.article) {
        for (const auto tag : comment.article->tags) add(tag);
      }
      break;
    case Attribute::kSite:
      add(comment.site);
      break;
    case Attribute::kAuthorId:
      add(comment.author.id);
      if (values.empty()) return Truth::kUnknown;
      return Say(std::find(test.values.begin(), test.values.end(), values[0]) !=
                 test.values.end());
    case Attribute::kAuthorDomain: {
      add(comment.author.url);
      if (values.empty()) return Truth::kUnknown;
      std::string host = FoldText(values[0]);
      RE2::Replace(&host, "^https?://(www\\.)?", "");
      RE2::Replace(&host, "[/:].*", "");
      return Say(IsAt(host, test.values));
    }
    case Attribute::kAuthorEmailDomain:
      add(comment.author.email);
      if (values.empty()) return Truth::kUnknown;
      return Say(IsAt(FoldText(values[0].substr(values[0].find('@') + 1)),
                      test.values));
  }
  if (values.empty()) return Truth::kUnknown;
  for (const std::string& value : values) {
    for (const std::string& wanted : test.values) {
      if (FoldText(value) == FoldText(wanted)) return Truth::kTrue;
    }
  }
  return Truth::kFalse;
}

Truth FlagTruth(const RuleInput& input, const FlagCondition& test) {
  const Comment& comment = *input.comment;
  std::optional<bool> flag;
  switch (test.flag) {
    case Flag::kHoneypot:
      flag = comment.honeypot;
      break;
    case Flag::kAuthorTrusted:
      if (input.facts) flag = input.facts->author.trusted;
      if (comment.author.trusted) flag = comment.author.trusted;
      break;
    case Flag::kHasParent:
      if (!comment.parent.text.empty()) flag = true;
      break;
    case Flag::kAuthorHasUrl:
      if (!comment.author.url.empty()) flag = true;
      break;
  }
  return flag ? Say(*flag == test.value) : Truth::kUnknown;
}

std::optional<RepeatCount> Repeat(const RuleInput& input,
                                  const RepeatsCondition& test) {
  std::optional<RepeatCount> largest;
  if (!input.facts) return largest;
  for (const RepeatCount& repeat : input.facts->repeats) {
    if (repeat.of == test.of &&
        absl::Seconds(repeat.window_seconds) == test.within &&
        (!largest || repeat.count > largest->count)) {
      largest = repeat;
    }
  }
  return largest;
}

// -- One condition -----------------------------------------------------------

std::vector<HitSpan> PlacesOf(const Condition& condition,
                              const RuleInput& input) {
  std::vector<HitSpan> places;
  const auto append = [&places](const std::vector<HitSpan>& more) {
    places.insert(places.end(), more.begin(), more.end());
  };
  const Text* body = FieldOf(input, Field::kBody);
  const auto& test = condition.test;
  if (const auto* phrase = std::get_if<PhraseCondition>(&test)) {
    for (const std::string& text : phrase->phrases) {
      append(PlacesOfPhrase(text, *phrase, *FieldOf(input, phrase->field)));
    }
  } else if (const auto* regex = std::get_if<RegexCondition>(&test)) {
    bool matched = false;
    for (const std::string& pattern : regex->patterns) {
      append(PatternPlaces(Compiled(pattern), *regex,
                           *FieldOf(input, regex->field), &matched));
    }
  } else if (std::holds_alternative<DomainCondition>(test) ||
             std::holds_alternative<LinksCondition>(test)) {
    append(LinkPlaces(condition, *body));
  } else if (const auto* contact = std::get_if<ContactCondition>(&test)) {
    append(ContactPlaces(*contact, *body));
    append(LinkPlaces(condition, *body));
  } else if (const auto* one_of = std::get_if<OneOfCondition>(&test)) {
    const std::string_view url = input.comment->author.url;
    const std::string_view email = input.comment->author.email;
    if (one_of->attribute == Attribute::kAuthorDomain) {
      places.push_back(
          {.span = {Field::kAuthorUrl, 0, static_cast<uint32_t>(url.size())}});
    } else if (one_of->attribute == Attribute::kAuthorEmailDomain) {
      places.push_back({.span = {Field::kAuthorEmail,
                                 static_cast<uint32_t>(email.find('@') + 1),
                                 static_cast<uint32_t>(email.size())}});
    }
  }
  return places;
}

class Tester {
 public:
  explicit Tester(const RuleInput& input) : input_(input) {}

  Truth operator()(const PhraseCondition& test) const {
    const Text* text = FieldOf(input_, test.field);
    if (!text) return Truth::kUnknown;
    return Say(CountDifferent(test, *text) >= std::max(1u, test.min));
  }
  Truth operator()(const RegexCondition& test) const {
    const Text* text = FieldOf(input_, test.field);
    if (!text) return Truth::kUnknown;
    bool matched = false;
    for (const std::string& pattern : test.patterns) {
      PatternPlaces(Compiled(pattern), test, *text, &matched);
    }
    return Say(matched);
  }
  Truth operator()(const DomainCondition& test) const {
    const Text* body = FieldOf(input_, Field::kBody);
    if (!body) return Truth::kUnknown;
    return Say(!LinkPlaces({.test = test}, *body).empty());
  }
  Truth operator()(const LinksCondition& test) const {
    const Text* body = FieldOf(input_, Field::kBody);
    if (!body) return Truth::kUnknown;
    return Say(
        Within(static_cast<double>(LinkPlaces({.test = test}, *body).size()),
               test.count));
  }
  Truth operator()(const ContactCondition& test) const {
    const Text* body = FieldOf(input_, Field::kBody);
    if (!body) return Truth::kUnknown;
    return Say(!ContactPlaces(test, *body).empty() ||
               !LinkPlaces({.test = test}, *body).empty());
  }
  Truth operator()(const NumberCondition& test) const {
    const auto value = Number(input_, test.measure);
    return value ? Say(Within(*value, test.bounds)) : Truth::kUnknown;
  }
  Truth operator()(const ScoreCondition& test) const {
    bool sent = false, within = false;
    for (const OutsideScore& score : input_.comment->scores) {
      if (score.name != test.name) continue;
      sent = true;
      within |= Within(score.value, test.bounds);
    }
    return sent ? Say(within) : Truth::kUnknown;
  }
  Truth operator()(const OneOfCondition& test) const {
    return OneOf(input_, test);
  }
  Truth operator()(const FlagCondition& test) const {
    return FlagTruth(input_, test);
  }
  Truth operator()(const RepeatsCondition& test) const {
    const auto repeat = Repeat(input_, test);
    if (!repeat) return Truth::kUnknown;
    return Say(repeat->count >= test.min &&
               (!test.authors_max || repeat->authors <= *test.authors_max));
  }
  Truth operator()(const HourCondition& test) const {
    if (!input_.facts) return Truth::kUnknown;
    absl::TimeZone paris;
    absl::LoadTimeZone("Europe/Paris", &paris);
    const auto local = absl::ToCivilMinute(input_.facts->now, paris);
    // Walk the clock from the begin to the end.
    for (int m = test.begin_minute; m != test.end_minute; m = (m + 1) % 1440) {
      if (m == local.hour() * 60 + local.minute()) return Truth::kTrue;
    }
    return Say(test.begin_minute == test.end_minute);
  }
  Truth operator()(const UntilCondition& test) const {
    if (!input_.facts) return Truth::kUnknown;
    return Say(input_.facts->now < test.end);
  }
  Truth operator()(const GroupCondition& test) const;

 private:
  const RuleInput& input_;
};

// -- Groups ------------------------------------------------------------------

// `all`: false if one is false, else unknown if one is unknown, else true.
// `any`: true if one is true, else unknown if one is unknown, else false.
Truth Together(bool all, const std::vector<Truth>& truths) {
  const auto has = [&truths](Truth truth) {
    return std::find(truths.begin(), truths.end(), truth) != truths.end();
  };
  if (all && has(Truth::kFalse)) return Truth::kFalse;
  if (!all && has(Truth::kTrue)) return Truth::kTrue;
  if (has(Truth::kUnknown)) return Truth::kUnknown;
  return Say(all);
}

Place WordsOf(const Text& body, const Span& span) {
  const auto words = body.words();
  Place place;
  while (place.begin < words.size() &&
         words[place.begin].source_end <= span.begin) {
    ++place.begin;
  }
  place.end = place.begin;
  while (place.end < words.size() && words[place.end].source_begin < span.end) {
    ++place.end;
  }
  return place;
}

// All places in the body below a condition, if it is true.
void AppendPlaces(const Condition& condition, const RuleInput& input,
                  std::vector<Place>* places) {
  if (SlowTruth(condition, input) != Truth::kTrue) return;
  if (const auto* group = std::get_if<GroupCondition>(&condition.test)) {
    for (const Condition& child : group->children) {
      AppendPlaces(child, input, places);
    }
    return;
  }
  for (const HitSpan& place : PlacesOf(condition, input)) {
    if (place.span.field == Field::kBody) {
      places->push_back(WordsOf(*FieldOf(input, Field::kBody), place.span));
    }
  }
}

void AppendParts(const GroupCondition& group, const RuleInput& input,
                 std::vector<std::vector<Place>>* parts) {
  for (const Condition& child : group.children) {
    const auto* inner = std::get_if<GroupCondition>(&child.test);
    if (inner && inner->all) {
      AppendParts(*inner, input, parts);
      continue;
    }
    std::vector<Place> places;
    AppendPlaces(child, input, &places);
    if (!places.empty()) parts->push_back(std::move(places));
  }
}

bool IsChain(std::vector<Place> chosen, uint32_t words) {
  std::sort(chosen.begin(), chosen.end());
  uint32_t reach = chosen.empty() ? 0 : chosen[0].end;
  for (const Place& place : chosen) {
    if (place.begin > reach + words) return false;
    reach = std::max(reach, place.end);
  }
  return true;
}

bool AnyChain(const std::vector<std::vector<Place>>& parts, size_t part,
              uint32_t words, std::vector<Place>* chosen) {
  if (part == parts.size()) return IsChain(*chosen, words);
  for (const Place& place : parts[part]) {
    chosen->push_back(place);
    const bool found = AnyChain(parts, part + 1, words, chosen);
    chosen->pop_back();
    if (found) return true;
  }
  return false;
}

Truth GroupTruth(const GroupCondition& group, const RuleInput& input) {
  std::vector<Truth> truths;
  for (const Condition& child : group.children) {
    truths.push_back(SlowTruth(child, input));
  }
  const Truth truth = Together(group.all, truths);
  if (truth != Truth::kTrue || !group.near) return truth;
  std::vector<std::vector<Place>> parts;
  AppendParts(group, input, &parts);
  std::vector<Place> chosen;
  return Say(AnyChain(parts, 0, *group.near, &chosen));
}

Truth Tester::operator()(const GroupCondition& test) const {
  return GroupTruth(test, input_);
}

void CollectTrue(const std::vector<Condition>& conditions,
                 const RuleInput& input, SlowHit* hit) {
  for (const Condition& condition : conditions) {
    if (SlowTruth(condition, input) != Truth::kTrue) continue;
    if (const auto* group = std::get_if<GroupCondition>(&condition.test)) {
      CollectTrue(group->children, input, hit);
      continue;
    }
    const auto places = PlacesOf(condition, input);
    hit->spans.insert(hit->spans.end(), places.begin(), places.end());
    if (const auto* test = std::get_if<RepeatsCondition>(&condition.test)) {
      const auto repeat = Repeat(input, *test);
      if (repeat->count > hit->counts.count) {
        hit->counts = {repeat->count, repeat->authors, repeat->window_seconds};
      }
    }
  }
}

// In the order of the text, without doubles, at most so many of each role.
std::vector<HitSpan> FirstSpans(const std::vector<HitSpan>& spans) {
  std::map<std::tuple<Span, SpanRole>, bool> ordered;
  for (const HitSpan& s : spans) ordered[{s.span, s.role}] |= s.disguised;
  std::map<SpanRole, uint32_t> counts;
  std::vector<HitSpan> first;
  for (const auto& [key, disguised] : ordered) {
    if (++counts[std::get<1>(key)] > kSpansPerRoleMax) continue;
    first.push_back({std::get<0>(key), std::get<1>(key), disguised});
  }
  return first;
}

}  // namespace

Truth SlowTruth(const Condition& condition, const RuleInput& input) {
  return std::visit(Tester(input), condition.test);
}

SlowHit SlowMatch(const Rule& rule, const RuleInput& input) {
  SlowHit hit;
  hit.hits = GroupTruth(rule.when, input) == Truth::kTrue;
  for (const Condition& exception : rule.unless) {
    if (SlowTruth(exception, input) == Truth::kTrue) hit.hits = false;
  }
  if (!hit.hits) return hit;
  CollectTrue(rule.when.children, input, &hit);
  hit.spans = FirstSpans(hit.spans);
  return hit;
}

}  // namespace crible
