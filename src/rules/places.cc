#include "rules/places.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "rules/pattern.h"
#include "rules/rule_set.h"

namespace crible {
namespace {

// The next offset after `i` that begins a character.
size_t NextCharacter(std::string_view utf8, size_t i) {
  ++i;
  while (i < utf8.size() &&
         (static_cast<unsigned char>(utf8[i]) & 0xC0) == 0x80)
    ++i;
  return i;
}

// The first word that ends after `offset`.
auto FirstWordAfter(std::span<const Word> words, uint32_t offset) {
  return std::partition_point(
      words.begin(), words.end(),
      [offset](const Word& word) { return word.source_end <= offset; });
}

}  // namespace

std::optional<uint32_t> PatternPlacer::Add(uint32_t begin, uint32_t end) {
  const std::string_view bytes = text_.view(view_).bytes;
  uint32_t from = end;
  if (begin == end) {
    from = static_cast<uint32_t>(NextCharacter(bytes, end));
  } else {
    const auto source = text_.ToSource(view_, begin, end);
    places_.push_back({field_, source.begin, source.end});
  }
  if (++matches_ == kPatternMatchesMax || from > bytes.size()) {
    return std::nullopt;
  }
  return from;
}

void AppendPatternPlaces(const RE2& re, const Text& text, Field field,
                         ViewKind view, std::vector<Span>* places) {
  const std::string_view bytes = text.view(view).bytes;
  PatternPlacer placer(text, field, view, places);
  re2::StringPiece match;
  for (std::optional<uint32_t> from = 0; from;) {
    if (!re.Match(bytes, *from, bytes.size(), RE2::UNANCHORED, &match, 1)) {
      break;
    }
    const auto begin = static_cast<uint32_t>(match.data() - bytes.data());
    from = placer.Add(begin, begin + static_cast<uint32_t>(match.size()));
  }
}

Place PlaceOf(std::span<const Word> words, const Span& span, uint32_t part) {
  const auto first = FirstWordAfter(words, span.begin);
  auto end = first;
  while (end != words.end() && end->source_begin < span.end) ++end;
  return {static_cast<uint32_t>(first - words.begin()),
          static_cast<uint32_t>(end - words.begin()), part};
}

bool HasDisguise(std::span<const Word> words, const Span& span) {
  for (auto word = FirstWordAfter(words, span.begin);
       word != words.end() && word->source_begin < span.end; ++word) {
    if (word->disguised) return true;
  }
  return false;
}

std::optional<Span> SpanOf(const Comment& comment, Attribute attribute) {
  if (attribute == Attribute::kAuthorDomain) {
    return Span{Field::kAuthorUrl, 0,
                static_cast<uint32_t>(comment.author.url.size())};
  }
  if (attribute == Attribute::kAuthorEmailDomain) {
    const std::string_view email = comment.author.email;
    return Span{Field::kAuthorEmail,
                static_cast<uint32_t>(email.rfind('@') + 1),
                static_cast<uint32_t>(email.size())};
  }
  return std::nullopt;
}

void FinishSpans(std::vector<HitSpan>* spans) {
  const auto key = [](const HitSpan& s) {
    return std::tuple(s.span, s.role, !s.disguised);
  };
  std::sort(
      spans->begin(), spans->end(),
      [&](const HitSpan& a, const HitSpan& b) { return key(a) < key(b); });
  const auto same = [](const HitSpan& a, const HitSpan& b) {
    return a.span == b.span && a.role == b.role;
  };
  spans->erase(std::unique(spans->begin(), spans->end(), same), spans->end());
  std::array<uint32_t, 3> counts{};
  std::erase_if(*spans, [&](const HitSpan& s) {
    return ++counts[static_cast<size_t>(s.role)] > kSpansPerRoleMax;
  });
}

}  // namespace crible
