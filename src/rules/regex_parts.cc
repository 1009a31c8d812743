#include "rules/regex_parts.h"

#include <algorithm>
#include <utility>

#include "rules/text_runs.h"
#include "text/utf8.h"

namespace crible {
namespace {

using Kind = RegexNode::Kind;
using Texts = std::vector<std::string>;

constexpr size_t kJoinedMax = 48;  // texts that two rows make together
constexpr size_t kMembersMax = 6;  // of a class, to spell it out
constexpr size_t kBytesMax = 24;   // of a part; longer ones tell no more
constexpr size_t kCopiesMax = 4;

char ToLower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// What is known of the texts of a node: all of them, or what each holds.
struct Known {
  bool is_all = false;
  Texts all;
  std::vector<PartClause> held;
};

Known AllOf(Texts texts) { return {.is_all = true, .all = std::move(texts)}; }

// Of parts of so many bytes. Guesses that are wrong cost time only.
double RateOf(const std::string& part) {
  constexpr double kRates[] = {1, 1, 1, 0.1, 0.04, 0.015, 0.007, 0.004, 0.002};
  return kRates[std::min(part.size(), std::size(kRates) - 1)];
}

// False if one of the texts is too short to ask for.
bool MakeClause(Texts texts, PartClause* clause) {
  const auto is_short = [](const std::string& text) {
    return text.size() < TextRuns::kPartBytesMin;
  };
  if (texts.empty() || texts.size() > kPartsMax ||
      std::any_of(texts.begin(), texts.end(), is_short)) {
    return false;
  }
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  clause->rate = 0;
  for (const std::string& text : texts) clause->rate += RateOf(text);
  clause->parts = std::move(texts);
  return true;
}

bool IsRarer(const PartClause& a, const PartClause& b) {
  return a.rate < b.rate;
}

// The rarest clause of what is known; false if there is none.
bool TakeBest(Known known, PartClause* best) {
  if (known.is_all) return MakeClause(std::move(known.all), best);
  if (known.held.empty()) return false;
  *best = std::move(
      *std::min_element(known.held.begin(), known.held.end(), IsRarer));
  return true;
}

Known KnownOf(const RegexNode& node);

Known KnownOfClass(const CharSet& set) {
  Texts members;
  for (const auto& [first, last] : set.ranges()) {
    for (char32_t c = first; c <= last; ++c) {
      if (members.size() == 2 * kMembersMax) return {};
      std::string& member = members.emplace_back();
      AppendUtf8(c, &member);
      member[0] = ToLower(member[0]);
    }
  }
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  return members.size() > kMembersMax ? Known() : AllOf(std::move(members));
}

// A row of nodes, from left to right: texts are joined as long as they are few.
class Row {
 public:
  void Add(Known next) {
    if (!next.is_all) {
      Flush();
      held_.insert(held_.end(), std::make_move_iterator(next.held.begin()),
                   std::make_move_iterator(next.held.end()));
      return;
    }
    if (!Fits(next.all)) Flush();
    Join(next.all);
  }

  Known Take() {
    if (is_all_) return AllOf(std::move(last_));
    Flush();
    return {.held = std::move(held_)};
  }

 private:
  bool Fits(const Texts& next) const {
    const size_t fewer = std::min(last_.size(), next.size());
    const bool is_long = std::any_of(
        last_.begin(), last_.end(),
        [](const std::string& text) { return text.size() > kBytesMax; });
    return !is_long && (fewer == 1 || last_.size() * next.size() <= kJoinedMax);
  }

  void Join(const Texts& next) {
    Texts joined;
    joined.reserve(last_.size() * next.size());
    for (const std::string& left : last_) {
      for (const std::string& right : next) joined.push_back(left + right);
    }
    last_ = std::move(joined);
  }

  // What was joined up to here is a clause; what follows begins anew.
  void Flush() {
    is_all_ = false;
    PartClause clause;
    if (MakeClause(std::move(last_), &clause)) {
      held_.push_back(std::move(clause));
    }
    last_ = {""};
  }

  bool is_all_ = true;
  Texts last_ = {""};
  std::vector<PartClause> held_;
};

Known KnownOfRow(const RegexNode& node) {
  Row row;
  for (const RegexNode& child : node.children) row.Add(KnownOf(child));
  return row.Take();
}

Known KnownOfAlternate(const RegexNode& node) {
  std::vector<Known> options;
  bool is_all = true;
  for (const RegexNode& child : node.children) {
    options.push_back(KnownOf(child));
    is_all &= options.back().is_all;
  }
  Texts texts;
  if (is_all) {
    for (Known& option : options) {
      texts.insert(texts.end(), std::make_move_iterator(option.all.begin()),
                   std::make_move_iterator(option.all.end()));
    }
    return texts.size() > kPartsMax ? Known() : AllOf(std::move(texts));
  }
  for (Known& option : options) {
    PartClause best;
    if (!TakeBest(std::move(option), &best)) return {};
    texts.insert(texts.end(), std::make_move_iterator(best.parts.begin()),
                 std::make_move_iterator(best.parts.end()));
  }
  PartClause clause;
  if (!MakeClause(std::move(texts), &clause)) return {};
  Known known;
  known.held.push_back(std::move(clause));
  return known;
}

Known KnownOfRepeat(const RegexNode& node) {
  if (node.min == 0) return {};
  Known body = KnownOf(node.children[0]);
  if (!body.is_all) return body;
  Row row;
  const auto copies = std::min(kCopiesMax, static_cast<size_t>(node.min));
  for (size_t i = 0; i < copies; ++i) row.Add(AllOf(body.all));
  const bool goes_on = node.max != node.min || node.min > int{kCopiesMax};
  if (goes_on) row.Add({});
  return row.Take();
}

Known KnownOf(const RegexNode& node) {
  switch (node.kind) {
    case Kind::kLiteral: {
      std::string text = node.literal;
      std::transform(text.begin(), text.end(), text.begin(), ToLower);
      return AllOf({std::move(text)});
    }
    case Kind::kClass:
      return KnownOfClass(node.set);
    case Kind::kProperty:
      return {};
    case Kind::kConcat:
      return KnownOfRow(node);
    case Kind::kAlternate:
      return KnownOfAlternate(node);
    case Kind::kRepeat:
      return KnownOfRepeat(node);
    default:
      return AllOf({""});
  }
}

}  // namespace

std::vector<PartClause> PartClauses(const RegexNode& node) {
  Known known = KnownOf(node);
  std::vector<PartClause> clauses = std::move(known.held);
  if (known.is_all) {
    PartClause clause;
    if (MakeClause(std::move(known.all), &clause)) {
      clauses.push_back(std::move(clause));
    }
  }
  std::stable_sort(clauses.begin(), clauses.end(), IsRarer);
  std::erase_if(clauses, [](const PartClause& clause) {
    return clause.rate > kPartRateMax;
  });
  if (clauses.size() > kPartClausesMax) {
    clauses.erase(clauses.begin() + kPartClausesMax, clauses.end());
  }
  return clauses;
}

}  // namespace crible
