#ifndef CRIBLE_RULES_PLACES_H_
#define CRIBLE_RULES_PLACES_H_

// From places in a view or field to spans of the source and words of the text.

#include <optional>
#include <span>
#include <vector>

#include "comment/evidence.h"
#include "re2/re2.h"
#include "rules/near.h"
#include "rules/rule.h"
#include "text/text.h"

namespace crible {

// Notes the matches of a pattern in a view, left to right without overlap, up
// to kPatternMatchesMax; empty ones have no place.
class PatternPlacer {
 public:
  PatternPlacer(const Text& text, Field field, ViewKind view,
                std::vector<Span>* places)
      : text_(text), field_(field), view_(view), places_(*places) {}

  // Notes a match and answers from where on to look for the next one; nullopt
  // when there is no more to look for.
  std::optional<uint32_t> Add(uint32_t begin, uint32_t end);

 private:
  const Text& text_;
  const Field field_;
  const ViewKind view_;
  std::vector<Span>& places_;
  size_t matches_ = 0;
};

// The same with all matches that RE2 finds.
void AppendPatternPlaces(const RE2& re, const Text& text, Field field,
                         ViewKind view, std::vector<Span>* places);

// The words that a span touches; between two words an empty place.
Place PlaceOf(std::span<const Word> words, const Span& span, uint32_t part);
bool HasDisguise(std::span<const Word> words, const Span& span);

// What of a comment's author an attribute reads, if it can be shown.
std::optional<Span> SpanOf(const Comment& comment, Attribute attribute);

// Sorts by place, drops doubles, and keeps the first kSpansPerRoleMax of each
// role.
void FinishSpans(std::vector<HitSpan>* spans);

}  // namespace crible

#endif  // CRIBLE_RULES_PLACES_H_
