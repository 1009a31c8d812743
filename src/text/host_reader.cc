#include "text/host_reader.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "text/char_table.h"
#include "text/tld.h"
#include "text/utf8.h"

namespace crible {
namespace {

constexpr size_t kLabelBytesMax = 63;
constexpr size_t kHostBytesMax = 253;
constexpr size_t kLabelsMax = 8;
constexpr size_t kSpacesMax = 3;

size_t SkipSpaces(std::string_view text, size_t at) {
  const size_t end = std::min(text.size(), at + kSpacesMax);
  while (at < end && text[at] == ' ') ++at;
  return at;
}

bool StartsAt(std::string_view text, size_t at, std::string_view what) {
  return text.substr(std::min(at, text.size()), what.size()) == what;
}

// The size of whichever of `words` stands at `at`, 0 if none does.
template <size_t N>
size_t OneOfAt(std::string_view text, size_t at,
               const std::string_view (&words)[N]) {
  for (const std::string_view word : words) {
    if (StartsAt(text, at, word)) return word.size();
  }
  return 0;
}

constexpr std::string_view kDotWords[] = {"dot", "point"};
constexpr std::string_view kDotsInBrackets[] = {".", "dot", "point"};
constexpr std::string_view kAtWords[] = {"arobase", "arobas", "arrobase",
                                         "arobaze", "at"};
constexpr std::string_view kAtsInBrackets[] = {"@", "arobase", "arobas", "at",
                                               "a"};

char Closing(char opening) {
  switch (opening) {
    case '[':
      return ']';
    case '(':
      return ')';
    case '{':
      return '}';
    default:
      return 0;
  }
}

// "[.]", "( dot )" at `at`: its end, or 0.
template <size_t N>
size_t BracketEnd(std::string_view text, size_t at,
                  const std::string_view (&words)[N]) {
  if (at >= text.size() || Closing(text[at]) == 0) return 0;
  size_t inside = SkipSpaces(text, at + 1);
  const size_t size = OneOfAt(text, inside, words);
  if (size == 0) return 0;
  inside = SkipSpaces(text, inside + size);
  if (inside >= text.size() || text[inside] != Closing(text[at])) return 0;
  return inside + 1;
}

template <size_t N, size_t M>
Separator SeparatorAt(std::string_view text, size_t at, char sign,
                      const std::string_view (&in_brackets)[N],
                      const std::string_view (&words)[M]) {
  Separator found;
  const size_t first = SkipSpaces(text, at);
  if (first >= text.size()) return found;
  found.space_before = first > at;
  size_t end = 0;
  if (text[first] == sign) {
    end = first + 1;
    found.spelling = Spelling::kPlain;
  } else if ((end = BracketEnd(text, first, in_brackets)) != 0) {
    found.spelling = Spelling::kBracket;
  } else if (found.space_before) {
    const size_t size = OneOfAt(text, first, words);
    if (size == 0 || !StartsAt(text, first + size, " ")) return found;
    end = first + size;
    found.spelling = Spelling::kWord;
  } else {
    return found;
  }
  found.end = SkipSpaces(text, end);
  found.space_after = found.end > end;
  if (found.spelling == Spelling::kPlain &&
      (found.space_before || found.space_after)) {
    found.spelling = Spelling::kSpaced;
  }
  if (found.end >= text.size()) found.end = 0;
  return found;
}

// Words before a spelled dot that make it no address: "un point com".
constexpr std::string_view kNoLabels[] = {
    "les",     "des",     "une",       "nos",     "vos",     "mes",
    "ses",     "aux",     "sur",       "par",     "the",     "and",
    "petit",   "premier", "dernier",   "second",  "bon",     "seul",
    "autre",   "gros",    "grand",     "meme",    "chaque",  "prochain",
    "domaine", "domain",  "extension", "adresse", "suffixe", "tld",
    "point"};

bool IsNoLabel(std::string_view label) {
  return label.size() < 3 ||
         std::find(std::begin(kNoLabels), std::end(kNoLabels), label) !=
             std::end(kNoLabels);
}

// The end of the label at `at`; `at` itself when there is none.
size_t LabelEnd(std::string_view text, size_t at, bool any) {
  size_t end = at;
  while (end < text.size() && end - at <= kLabelBytesMax) {
    const char c = text[end];
    if (static_cast<unsigned char>(c) >= 0x80) {
      const CodePoint point = DecodeUtf8(text, end);
      const CharKind kind = CharTable::Get()[point.value].kind;
      if (kind != CharKind::kLetter && kind != CharKind::kDigit &&
          kind != CharKind::kMark) {
        break;
      }
      end += point.size;
    } else if (IsHostByte(c) || (any && c == '_')) {
      ++end;
    } else {
      break;
    }
  }
  if (end - at > kLabelBytesMax) return at;
  while (end > at && text[end - 1] == '-') --end;
  return text[at] == '-' ? at : end;
}

struct Label {
  size_t name_end;  // in HostName::name
  size_t end;       // in the text
  Spelling vaguest;
};

// Whether the host up to `label` ends as its spelling allows.
bool EndsWell(const HostName& host, const Label& label, size_t index,
              bool any) {
  if (index == 0) return any && label.vaguest == Spelling::kPlain;
  const std::string_view name =
      std::string_view(host.name).substr(0, label.name_end);
  const std::string_view tld = name.substr(name.rfind('.') + 1);
  switch (label.vaguest) {
    case Spelling::kPlain:
      return any || IsKnownTld(tld);
    case Spelling::kBracket:
      return IsKnownTld(tld);
    case Spelling::kSpaced:
    case Spelling::kWord:
      // "c'est clair . net et précis", "le point info" are no addresses.
      return IsSpelledTld(tld) &&
             (index > 1 || (tld != "net" && tld != "info" && tld != "ch"));
  }
  return false;
}

}  // namespace

Separator DotAt(std::string_view text, size_t at) {
  return SeparatorAt(text, at, '.', kDotsInBrackets, kDotWords);
}

Separator AtSignAt(std::string_view text, size_t at) {
  return SeparatorAt(text, at, '@', kAtsInBrackets, kAtWords);
}

HostName ReadHost(std::string_view text, size_t begin, Spelling vaguest,
                  bool any) {
  HostName host;
  host.begin = begin;
  std::array<Label, kLabelsMax> labels;
  size_t count = 0;
  Spelling worst = Spelling::kPlain;
  for (size_t at = begin; count < kLabelsMax && at < text.size();) {
    const size_t end = LabelEnd(text, at, any);
    if (end == at || host.name.size() + (end - at) > kHostBytesMax) break;
    if (count > 0) host.name += '.';
    host.name.append(text, at, end - at);
    labels[count++] = {host.name.size(), end, worst};
    host.seen = end;
    const Separator dot = DotAt(text, end);
    if (dot.end == 0 || dot.spelling > vaguest) break;
    if (dot.spelling >= Spelling::kSpaced && count == 1 &&
        IsNoLabel(host.name)) {
      break;
    }
    worst = std::max(worst, dot.spelling);
    at = dot.end;
  }
  while (count > 0 && !EndsWell(host, labels[count - 1], count - 1, any)) {
    --count;
  }
  if (count == 0) return host;
  const Label& last = labels[count - 1];
  host.name.resize(last.name_end);
  host.end = last.end;
  host.labels = count;
  host.spelling = last.vaguest;
  return host;
}

size_t LabelBegin(std::string_view text, size_t end, size_t floor) {
  floor = std::max(floor, end > kLabelBytesMax ? end - kLabelBytesMax : 0);
  size_t begin = end;
  while (begin > floor) {
    const CodePoint point = DecodeUtf8Before(text, begin);
    const CharKind kind = CharTable::Get()[point.value].kind;
    if (kind != CharKind::kLetter && kind != CharKind::kDigit &&
        point.value != '-') {
      break;
    }
    if (begin - floor < point.size) break;
    begin -= point.size;
  }
  while (begin < end && text[begin] == '-') ++begin;
  return begin;
}

size_t PlainHostBegin(std::string_view text, size_t end, size_t floor) {
  floor = std::max(floor, end > kHostBytesMax ? end - kHostBytesMax : 0);
  size_t begin = LabelBegin(text, end, floor);
  while (begin > floor + 1 && text[begin - 1] == '.') {
    const size_t next = LabelBegin(text, begin - 1, floor);
    if (next == begin - 1) break;
    begin = next;
  }
  return begin;
}

}  // namespace crible
