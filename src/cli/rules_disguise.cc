#include "cli/rules_disguise.h"

#include <algorithm>
#include <iterator>

#include "fmt/core.h"
#include "text/utf8.h"

namespace crible {
namespace {

struct Look {
  char letter;
  char32_t looks_like;
};
constexpr Look kLookAlikes[] = {
    {'a', U'а'}, {'c', U'с'}, {'e', U'е'}, {'i', U'і'}, {'o', U'о'},
    {'p', U'р'}, {'s', U'ѕ'}, {'x', U'х'}, {'y', U'у'}, {'j', U'ј'},
    {'A', U'А'}, {'B', U'В'}, {'C', U'С'}, {'E', U'Е'}, {'H', U'Н'},
    {'K', U'К'}, {'M', U'М'}, {'O', U'О'}, {'P', U'Р'}, {'T', U'Т'},
};
constexpr Look kLeet[] = {
    {'a', U'4'}, {'e', U'3'}, {'i', U'1'}, {'o', U'0'}, {'s', U'5'},
    {'A', U'4'}, {'E', U'3'}, {'I', U'1'}, {'O', U'0'}, {'S', U'5'},
};
constexpr char32_t kZeroWidthSpace = 0x200B;
constexpr char32_t kSoftHyphen = 0x00AD;
constexpr char32_t kRightToLeftMark = 0x200F;
constexpr char32_t kStrokeOverlay = 0x0336;
constexpr char32_t kMathematicalBold = 0x1D400;  // A to Z, then a to z
constexpr int kRepeats = 4;

bool IsAsciiLetter(char32_t point) {
  return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
}

std::u32string Points(std::string_view text) {
  std::u32string points;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeUtf8(text, at);
    points.push_back(point.value);
    at += point.size;
  }
  return points;
}

template <size_t n>
std::u32string Exchange(const Look (&looks)[n], std::u32string points) {
  for (char32_t& point : points) {
    const auto* look = std::find_if(
        std::begin(looks), std::end(looks), [&](const Look& candidate) {
          return static_cast<char32_t>(candidate.letter) == point;
        });
    if (look != std::end(looks)) point = look->looks_like;
  }
  return points;
}

// `mark` between each two letters.
std::u32string Between(char32_t mark, const std::u32string& points) {
  std::u32string marked;
  for (const char32_t point : points) {
    if (!marked.empty()) marked.push_back(mark);
    marked.push_back(point);
  }
  return marked;
}

std::u32string WithStrokes(const std::u32string& points) {
  std::u32string struck;
  for (const char32_t point : points) struck += {point, kStrokeOverlay};
  return struck;
}

// The first vowel after the first letter, several times.
std::u32string WithRepeats(std::u32string points) {
  const size_t vowel = points.find_first_of(U"aeiouyAEIOUYàâéèêëîïôöùûü", 1);
  if (vowel != points.npos) points.insert(vowel, kRepeats - 1, points[vowel]);
  return points;
}

std::u32string FullWidth(std::u32string points) {
  for (char32_t& point : points) {
    if (IsAsciiLetter(point)) point += 0xFF21 - 'A';
  }
  return points;
}

std::u32string Mathematical(std::u32string points) {
  for (char32_t& point : points) {
    if (!IsAsciiLetter(point)) continue;
    point = kMathematicalBold + (point >= 'a' ? point - 'a' + 26 : point - 'A');
  }
  return points;
}

std::u32string Alternating(std::u32string points) {
  for (size_t i = 0; i < points.size(); ++i) {
    if (IsAsciiLetter(points[i])) {
      points[i] = i % 2 ? points[i] & ~0x20U : points[i] | 0x20U;
    }
  }
  return points;
}

std::u32string DisguisePoints(Disguise disguise, std::u32string points) {
  switch (disguise) {
    case Disguise::kLookAlikes:
      return Exchange(kLookAlikes, std::move(points));
    case Disguise::kZeroWidth:
      return Between(kZeroWidthSpace, points);
    case Disguise::kSoftHyphens:
      return Between(kSoftHyphen, points);
    case Disguise::kLeet:
      return Exchange(kLeet, std::move(points));
    case Disguise::kSpacing:
      return Between(U' ', points);
    case Disguise::kFullWidth:
      return FullWidth(std::move(points));
    case Disguise::kMathematical:
      return Mathematical(std::move(points));
    case Disguise::kCombiningMarks:
      return WithStrokes(points);
    case Disguise::kRepeats:
      return WithRepeats(std::move(points));
    case Disguise::kDirectionMarks:
      return Between(kRightToLeftMark, points);
    case Disguise::kMixedCase:
      return Alternating(std::move(points));
    case Disguise::kEntities:
      break;
  }
  return points;
}

void AppendEscaped(std::string_view text, std::string* out) {
  for (const char c : text) {
    if (c == '&' || c == '<' || c == '>') {
      out->append(c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;");
    } else {
      out->push_back(c);
    }
  }
}

}  // namespace

Localized DisguiseName(Disguise disguise) {
  static constexpr std::pair<const char*, const char*> kNames[] = {
      {"lettres qui se ressemblent (cyrillique)", "look-alike letters"},
      {"espaces de largeur nulle", "zero-width spaces"},
      {"traits d'union conditionnels", "soft hyphens"},
      {"chiffres pour des lettres", "digits for letters"},
      {"lettres espacées", "spaced letters"},
      {"lettres pleine chasse", "full-width letters"},
      {"lettres mathématiques", "mathematical letters"},
      {"lettres barrées (diacritiques)", "combining marks"},
      {"voyelle répétée", "a vowel repeated"},
      {"entités HTML", "HTML entities"},
      {"marques de droite à gauche", "right-to-left marks"},
      {"majuscules alternées", "mixed case"},
  };
  static_assert(std::size(kNames) == kDisguiseCount);
  const auto& [fr, en] = kNames[static_cast<size_t>(disguise)];
  return {fr, en};
}

std::string DisguiseWord(Disguise disguise, std::string_view word) {
  const std::u32string points = Points(word);
  std::string disguised;
  if (disguise == Disguise::kEntities) {
    for (const char32_t point : points) {
      disguised += fmt::format("&#{};", static_cast<uint32_t>(point));
    }
    return disguised;
  }
  for (const char32_t point : DisguisePoints(disguise, points)) {
    AppendUtf8(point, &disguised);
  }
  return disguised;
}

Example DisguiseExample(Disguise disguise, const Example& example,
                        std::span<const Span> words) {
  const bool escapes =
      disguise == Disguise::kEntities && example.format == BodyFormat::kPlain;
  const std::string_view body = example.body;
  Example disguised = example;
  disguised.body.clear();
  const auto copy = [&](std::string_view text) {
    if (escapes) {
      AppendEscaped(text, &disguised.body);
    } else {
      disguised.body += text;
    }
  };
  size_t copied = 0;
  for (const Span& word : words) {
    copy(body.substr(copied, word.begin - copied));
    disguised.body +=
        DisguiseWord(disguise, body.substr(word.begin, word.end - word.begin));
    copied = word.end;
  }
  copy(body.substr(copied));
  if (escapes) disguised.format = BodyFormat::kHtml;
  return disguised;
}

}  // namespace crible
