#include "cli/disguises.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/hash.h"
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
constexpr Look kOtherLookAlikes[] = {
    {'a', U'α'}, {'d', U'ԁ'}, {'g', U'ɡ'}, {'h', U'һ'}, {'i', U'ι'},
    {'k', U'κ'}, {'l', U'ӏ'}, {'n', U'ո'}, {'o', U'ο'}, {'p', U'ρ'},
    {'q', U'ԛ'}, {'t', U'τ'}, {'u', U'υ'}, {'v', U'ν'}, {'w', U'ԝ'},
    {'x', U'χ'}, {'A', U'Α'}, {'B', U'Β'}, {'E', U'Ε'}, {'H', U'Η'},
    {'I', U'Ι'}, {'K', U'Κ'}, {'M', U'Μ'}, {'N', U'Ν'}, {'O', U'Ο'},
    {'P', U'Ρ'}, {'T', U'Τ'}, {'X', U'Χ'}, {'Y', U'Υ'}, {'Z', U'Ζ'},
};
constexpr Look kSigns[] = {
    {'a', U'@'}, {'s', U'$'}, {'i', U'!'}, {'e', U'€'},
    {'A', U'@'}, {'S', U'$'}, {'I', U'!'}, {'E', U'€'},
};
constexpr char32_t kZeroWidthSpace = 0x200B;
constexpr char32_t kSoftHyphen = 0x00AD;
constexpr char32_t kRightToLeftMark = 0x200F;
constexpr char32_t kStrokeOverlay = 0x0336;
constexpr char32_t kMathematicalBold = 0x1D400;  // A to Z, then a to z
constexpr char32_t kNegativeSquaredA = 0x1F170;
constexpr char32_t kRegionalA = 0x1F1E6;
constexpr int kRepeats = 4;
constexpr size_t kLettersMin = 4;
constexpr auto kNone = static_cast<Disguise>(kDisguiseCount);

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

// A space with two letters at least before it and behind.
std::u32string Split(std::u32string points, uint64_t choice) {
  if (points.size() < 4) return points;
  points.insert(2 + choice % (points.size() - 3), 1, U' ');
  return points;
}

// In boxes, or as the halves of flags.
std::u32string EmojiLetters(std::u32string points, uint64_t choice) {
  const char32_t first = choice % 2 ? kNegativeSquaredA : kRegionalA;
  for (char32_t& point : points) {
    if (IsAsciiLetter(point)) point = first + ((point | 0x20U) - 'a');
  }
  return points;
}

// example . com, example[.]com, example (dot) com
std::u32string SplitDomain(std::u32string points, uint64_t choice) {
  static constexpr std::u32string_view kStops[] = {U" . ", U"[.]", U" (dot) "};
  if (const size_t scheme = points.find(U"://"); scheme != points.npos)
    points.erase(0, scheme + 3);
  const size_t host_end =
      std::min(points.find_first_of(U"/?#:"), points.size());
  std::u32string split;
  for (size_t i = 0; i < points.size(); ++i) {
    if (i < host_end && points[i] == U'.') {
      split += kStops[choice % std::size(kStops)];
    } else {
      split += points[i];
    }
  }
  return split;
}

// `choice` decides where there are several ways.
std::u32string DisguisePoints(Disguise disguise, std::u32string points,
                              uint64_t choice) {
  switch (disguise) {
    case Disguise::kLookAlikes:
      return Exchange(kLookAlikes, std::move(points));
    case Disguise::kOtherLookAlikes:
      return Exchange(kOtherLookAlikes, std::move(points));
    case Disguise::kZeroWidth:
      return Between(kZeroWidthSpace, points);
    case Disguise::kSoftHyphens:
      return Between(kSoftHyphen, points);
    case Disguise::kLeet:
      return Exchange(kLeet, std::move(points));
    case Disguise::kSigns:
      return Exchange(kSigns, std::move(points));
    case Disguise::kSpacing:
      return Between(U' ', points);
    case Disguise::kDots:
      return Between(U'.', points);
    case Disguise::kSplit:
      return Split(std::move(points), choice);
    case Disguise::kFullWidth:
      return FullWidth(std::move(points));
    case Disguise::kMathematical:
      return Mathematical(std::move(points));
    case Disguise::kEmojiLetters:
      return EmojiLetters(std::move(points), choice);
    case Disguise::kCombiningMarks:
      return WithStrokes(points);
    case Disguise::kRepeats:
      return WithRepeats(std::move(points));
    case Disguise::kDirectionMarks:
      return Between(kRightToLeftMark, points);
    case Disguise::kMixedCase:
      return Alternating(std::move(points));
    case Disguise::kDomains:
      return SplitDomain(std::move(points), choice);
    default:  // entities, which are no code points
      return points;
  }
}

struct Face {
  const char* key;
  const char* fr;
  const char* en;
};
// One a disguise before the combined ones.
constexpr Face kFaces[] = {
    {"look_alikes", "lettres qui se ressemblent (cyrillique)",
     "look-alike letters (Cyrillic)"},
    {"other_look_alikes", "lettres qui se ressemblent (grec, phonétique)",
     "look-alike letters (Greek, phonetic)"},
    {"zero_width", "espaces de largeur nulle", "zero-width spaces"},
    {"soft_hyphens", "traits d'union conditionnels", "soft hyphens"},
    {"leet", "chiffres pour des lettres", "digits for letters"},
    {"signs", "signes pour des lettres", "signs for letters"},
    {"spacing", "lettres espacées", "spaced letters"},
    {"dots", "points entre les lettres", "full stops between letters"},
    {"split", "mots coupés en deux", "words cut in two"},
    {"full_width", "lettres pleine chasse", "full-width letters"},
    {"mathematical", "lettres mathématiques", "mathematical letters"},
    {"emoji_letters", "lettres en émojis", "emoji as letters"},
    {"combining_marks", "lettres barrées (diacritiques)", "combining marks"},
    {"repeats", "voyelle répétée", "a vowel repeated"},
    {"entities", "entités HTML", "HTML entities"},
    {"direction_marks", "marques de droite à gauche", "right-to-left marks"},
    {"mixed_case", "majuscules alternées", "mixed case"},
    {"domains", "domaines coupés", "split domains"},
};
constexpr size_t kSingles = std::size(kFaces);

// What the combined ones are made of, in their order.
constexpr std::array<std::array<Disguise, 3>, kDisguiseCount - kSingles>
    kCombined = {{
        {Disguise::kLookAlikes, Disguise::kZeroWidth, kNone},
        {Disguise::kLookAlikes, Disguise::kSplit, kNone},
        {Disguise::kLeet, Disguise::kSpacing, kNone},
        {Disguise::kMathematical, Disguise::kCombiningMarks, kNone},
        {Disguise::kFullWidth, Disguise::kRepeats, kNone},
        {Disguise::kEntities, Disguise::kSoftHyphens, kNone},
        {Disguise::kMixedCase, Disguise::kLeet, Disguise::kSigns},
        {Disguise::kMixedCase, Disguise::kZeroWidth, Disguise::kRepeats},
    }};

std::vector<Disguise> PartsOf(Disguise disguise) {
  const auto number = static_cast<size_t>(disguise);
  if (number < kSingles) return {disguise};
  std::vector<Disguise> parts;
  for (const Disguise part : kCombined[number - kSingles]) {
    if (part != kNone) parts.push_back(part);
  }
  return parts;
}

bool Has(Disguise disguise, Disguise part) {
  const std::vector<Disguise> parts = PartsOf(disguise);
  return std::find(parts.begin(), parts.end(), part) != parts.end();
}

std::string Joined(Disguise disguise, const char* Face::*text,
                   std::string_view sign) {
  std::string joined;
  for (const Disguise part : PartsOf(disguise)) {
    if (!joined.empty()) joined += sign;
    joined += kFaces[static_cast<size_t>(part)].*text;
  }
  return joined;
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
  return {Joined(disguise, &Face::fr, " + "),
          Joined(disguise, &Face::en, " + ")};
}

std::string DisguiseKey(Disguise disguise) {
  return Joined(disguise, &Face::key, "+");
}

std::string DisguiseWord(Disguise disguise, std::string_view word) {
  const uint64_t choice = Hash64(word);
  std::u32string points = Points(word);
  for (const Disguise part : PartsOf(disguise)) {
    points = DisguisePoints(part, std::move(points), choice);
  }
  const bool entities = Has(disguise, Disguise::kEntities);
  std::string disguised;
  for (const char32_t point : points) {
    if (entities) {
      disguised += fmt::format("&#{};", static_cast<uint32_t>(point));
    } else {
      AppendUtf8(point, &disguised);
    }
  }
  return disguised;
}

std::vector<Span> PlacesFor(Disguise disguise, const Text& text) {
  std::vector<Span> places;
  if (disguise == Disguise::kDomains) {
    for (const Link& link : text.links()) {
      if (!link.href && !link.disguised)
        places.push_back({Field::kBody, link.source_begin, link.source_end});
    }
    return places;
  }
  for (const Word& word : text.words()) {
    if (!word.number && text.Read(word).size() >= kLettersMin)
      places.push_back({Field::kBody, word.source_begin, word.source_end});
  }
  return places;
}

DisguisedBody DisguiseBody(Disguise disguise, std::string_view body,
                           BodyFormat format, std::span<const Span> places) {
  const bool escapes =
      Has(disguise, Disguise::kEntities) && format == BodyFormat::kPlain;
  DisguisedBody disguised{.format = escapes ? BodyFormat::kHtml : format};
  const auto copy = [&](std::string_view text) {
    if (escapes) {
      AppendEscaped(text, &disguised.body);
    } else {
      disguised.body += text;
    }
  };
  size_t copied = 0;
  for (const Span& place : places) {
    copy(body.substr(copied, place.begin - copied));
    disguised.body += DisguiseWord(
        disguise, body.substr(place.begin, place.end - place.begin));
    copied = place.end;
  }
  copy(body.substr(copied));
  return disguised;
}

}  // namespace crible
