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

// Appends the matches of a pattern, left to right without overlap, up to
// kPatternMatchesMax; empty ones have no place.
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
