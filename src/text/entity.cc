#include "text/entity.h"

#include <algorithm>
#include <iterator>

namespace crible {
namespace {

struct Name {
  std::string_view name;
  char32_t point;
};

// Sorted by name, byte by byte.
constexpr Name kNames[] = {
    {"AElig", U'Æ'},       {"AMP", U'&'},       {"Aacute", U'Á'},
    {"Acirc", U'Â'},       {"Agrave", U'À'},    {"Aring", U'Å'},
    {"Atilde", U'Ã'},      {"Auml", U'Ä'},      {"Ccedil", U'Ç'},
    {"ETH", U'Ð'},         {"Eacute", U'É'},    {"Ecirc", U'Ê'},
    {"Egrave", U'È'},      {"Euml", U'Ë'},      {"GT", U'>'},
    {"Iacute", U'Í'},      {"Icirc", U'Î'},     {"Igrave", U'Ì'},
    {"Iuml", U'Ï'},        {"LT", U'<'},        {"NewLine", U'\n'},
    {"Ntilde", U'Ñ'},      {"OElig", U'Œ'},     {"Oacute", U'Ó'},
    {"Ocirc", U'Ô'},       {"Ograve", U'Ò'},    {"Oslash", U'Ø'},
    {"Otilde", U'Õ'},      {"Ouml", U'Ö'},      {"QUOT", U'"'},
    {"Scaron", U'Š'},      {"THORN", U'Þ'},     {"Tab", U'\t'},
    {"Uacute", U'Ú'},      {"Ucirc", U'Û'},     {"Ugrave", U'Ù'},
    {"Uuml", U'Ü'},        {"Yacute", U'Ý'},    {"Yuml", U'Ÿ'},
    {"aacute", U'á'},      {"acirc", U'â'},     {"acute", U'´'},
    {"aelig", U'æ'},       {"agrave", U'à'},    {"alpha", U'α'},
    {"amp", U'&'},         {"apos", U'\''},     {"aring", U'å'},
    {"ast", U'*'},         {"atilde", U'ã'},    {"auml", U'ä'},
    {"bdquo", U'„'},       {"beta", U'β'},      {"bull", U'•'},
    {"ccedil", U'ç'},      {"cedil", U'¸'},     {"cent", U'¢'},
    {"circ", U'ˆ'},        {"colon", U':'},     {"comma", U','},
    {"commat", U'@'},      {"copy", U'©'},      {"curren", U'¤'},
    {"dagger", U'†'},      {"deg", U'°'},       {"divide", U'÷'},
    {"dollar", U'$'},      {"eacute", U'é'},    {"ecirc", U'ê'},
    {"egrave", U'è'},      {"emsp", U'\u2003'}, {"ensp", U'\u2002'},
    {"eth", U'ð'},         {"euml", U'ë'},      {"euro", U'€'},
    {"excl", U'!'},        {"frac12", U'½'},    {"frac14", U'¼'},
    {"frac34", U'¾'},      {"gt", U'>'},        {"hearts", U'♥'},
    {"hellip", U'…'},      {"iacute", U'í'},    {"icirc", U'î'},
    {"iexcl", U'¡'},       {"igrave", U'ì'},    {"iquest", U'¿'},
    {"iuml", U'ï'},        {"laquo", U'«'},     {"ldquo", U'“'},
    {"lowbar", U'_'},      {"lpar", U'('},      {"lrm", U'\u200E'},
    {"lsaquo", U'‹'},      {"lsqb", U'['},      {"lsquo", U'‘'},
    {"lt", U'<'},          {"macr", U'¯'},      {"mdash", U'—'},
    {"micro", U'µ'},       {"middot", U'·'},    {"minus", U'−'},
    {"nbsp", U'\u00A0'},   {"ndash", U'–'},     {"not", U'¬'},
    {"ntilde", U'ñ'},      {"num", U'#'},       {"oacute", U'ó'},
    {"ocirc", U'ô'},       {"oelig", U'œ'},     {"ograve", U'ò'},
    {"ordf", U'ª'},        {"ordm", U'º'},      {"oslash", U'ø'},
    {"otilde", U'õ'},      {"ouml", U'ö'},      {"para", U'¶'},
    {"percnt", U'%'},      {"period", U'.'},    {"permil", U'‰'},
    {"plus", U'+'},        {"plusmn", U'±'},    {"pound", U'£'},
    {"quest", U'?'},       {"quot", U'"'},      {"raquo", U'»'},
    {"rarr", U'→'},        {"rdquo", U'”'},     {"reg", U'®'},
    {"rlm", U'\u200F'},    {"rpar", U')'},      {"rsaquo", U'›'},
    {"rsqb", U']'},        {"rsquo", U'’'},     {"sbquo", U'‚'},
    {"scaron", U'š'},      {"sect", U'§'},      {"semi", U';'},
    {"shy", U'\u00AD'},    {"sol", U'/'},       {"sup1", U'¹'},
    {"sup2", U'²'},        {"sup3", U'³'},      {"szlig", U'ß'},
    {"thinsp", U'\u2009'}, {"thorn", U'þ'},     {"times", U'×'},
    {"trade", U'™'},       {"uacute", U'ú'},    {"ucirc", U'û'},
    {"ugrave", U'ù'},      {"uml", U'¨'},       {"uuml", U'ü'},
    {"yacute", U'ý'},      {"yen", U'¥'},       {"yuml", U'ÿ'},
    {"zwj", U'\u200D'},    {"zwnj", U'\u200C'},
};
constexpr size_t kNameBytesMax = 8;

constexpr bool NamesAscend() {
  for (size_t i = 1; i < std::size(kNames); ++i) {
    if (!(kNames[i - 1].name < kNames[i].name)) return false;
  }
  return true;
}
static_assert(NamesAscend());

// HTML, "numeric character reference end state".
constexpr char16_t kWindows1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

char32_t Meaning(uint32_t number) {
  if (number >= 0x80 && number < 0xA0) return kWindows1252[number - 0x80];
  if (number == 0 || number > 0x10FFFF || (number >> 11) == 0x1B) {
    return 0xFFFD;
  }
  return number;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') return (c | 0x20) - 'a' + 10;
  return -1;
}

// Zeros in front are a known disguise: &#0000118; so up to 16 digits are read.
Entity ParseNumber(std::string_view text, size_t at, bool strict) {
  constexpr size_t kDigitsMax = 16;
  size_t i = at + 2;
  const bool hex = i < text.size() && (text[i] | 0x20) == 'x';
  if (hex) ++i;
  const size_t first = i;
  uint32_t number = 0;
  for (; i < text.size() && i - first < kDigitsMax; ++i) {
    const int digit = HexDigit(text[i]);
    if (digit < 0 || (!hex && digit > 9)) break;
    number = std::min<uint32_t>(
        number * (hex ? 16 : 10) + static_cast<uint32_t>(digit), 0x110000);
  }
  if (i == first) return {};
  const bool ended = i < text.size() && text[i] == ';';
  if (strict && !ended) return {};
  return {Meaning(number), static_cast<uint32_t>(i + ended - at)};
}

}  // namespace

Entity ParseEntity(std::string_view text, size_t at, bool strict) {
  if (at + 2 >= text.size()) return {};
  if (text[at + 1] == '#') return ParseNumber(text, at, strict);
  const std::string_view rest = text.substr(at + 1, kNameBytesMax + 1);
  size_t size = 0;
  while (size < rest.size() &&
         ((rest[size] | 0x20) >= 'a' ||
          (rest[size] >= '0' && rest[size] <= '9')) &&
         (rest[size] | 0x20) <= 'z') {
    ++size;
  }
  const bool ended = size < rest.size() && rest[size] == ';';
  if (!ended && strict) return {};
  const std::string_view name = rest.substr(0, size);
  const auto* found = std::lower_bound(
      std::begin(kNames), std::end(kNames), name,
      [](const Name& a, std::string_view b) { return a.name < b; });
  if (found == std::end(kNames) || found->name != name) return {};
  return {found->point, static_cast<uint32_t>(1 + size + ended)};
}

}  // namespace crible
