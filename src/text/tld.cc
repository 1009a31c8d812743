#include "text/tld.h"

#include <algorithm>
#include <iterator>

#include "text/domain.h"

namespace crible {
namespace {

template <size_t N>
bool IsOneOf(std::string_view name, const std::string_view (&names)[N]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// RFC 2606 and 6761, for examples and tests.
constexpr std::string_view kReserved[] = {"example", "invalid", "test"};

// Country codes that are words, abbreviations, units or file endings.
constexpr std::string_view kWordy[] = {
    "ac", "ad", "ag", "ai", "al", "am", "an", "ao", "ar", "as", "at", "au",
    "ba", "be", "bi", "bo", "bs", "by", "ca", "cc", "cd", "cf", "cg", "ci",
    "cm", "cs", "cu", "cv", "de", "do", "dm", "es", "et", "fm", "ga", "gb",
    "ge", "gg", "gm", "go", "gs", "ha", "hm", "id", "ie", "il", "im", "in",
    "is", "it", "je", "jo", "ke", "kg", "km", "kp", "kw", "la", "li", "lc",
    "lu", "ma", "mc", "md", "me", "mg", "mh", "mk", "ml", "mm", "mo", "mp",
    "mq", "mr", "ms", "mt", "mu", "my", "na", "nc", "ne", "ni", "no", "nu",
    "om", "pa", "pf", "pg", "ph", "pl", "pm", "pn", "pr", "ps", "py", "qa",
    "re", "rs", "sa", "sc", "sd", "se", "sh", "si", "sm", "sn", "so", "sr",
    "st", "su", "sv", "td", "tf", "tg", "th", "tl", "tn", "to", "tt", "ug",
    "us", "uy", "va", "vg", "vi", "vu", "ws", "ye", "yt", "za"};

// Longer ones, most of which are words: only these.
constexpr std::string_view kLong[] = {
    "com",   "net",    "org",    "biz",      "xyz",     "icu",    "top",
    "vip",   "bzh",    "edu",    "gov",      "info",    "mobi",   "shop",
    "store", "online", "site",   "club",     "click",   "link",   "website",
    "space", "icu",    "cyou",   "buzz",     "monster", "casino", "loan",
    "bid",   "win",    "stream", "download", "test",    "example"};

constexpr std::string_view kSpelled[] = {"com", "fr",  "org",  "net",    "biz",
                                         "ru",  "xyz", "info", "shop",   "cn",
                                         "eu",  "ch",  "test", "example"};

constexpr std::string_view kWellKnown[] = {
    "amzn.to",    "bit.ly",      "buff.ly",     "cutt.ly",    "discord.gg",
    "fb.me",      "fb.watch",    "g.co",        "goo.gl",     "is.gd",
    "linktr.ee",  "lnkd.in",     "m.me",        "ow.ly",      "rb.gy",
    "rebrand.ly", "s.id",        "signal.me",   "t.co",       "t.ly",
    "t.me",       "tiny.cc",     "telegram.me", "v.gd",       "wa.me",
    "youtu.be",   "shorturl.at", "lc.chat",     "tinyurl.com"};

bool IsLatinLetters(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

bool IsKnownTld(std::string_view tld) {
  return tld.size() >= 2 && (IsPublicSuffix(tld) || IsOneOf(tld, kReserved));
}

bool IsPlainTld(std::string_view tld) {
  if (tld.size() == 2 && IsLatinLetters(tld)) {
    return !IsOneOf(tld, kWordy) && IsKnownTld(tld);
  }
  if (IsLatinLetters(tld)) return IsOneOf(tld, kLong);
  return IsKnownTld(tld);  // xn--…, рф
}

bool IsSpelledTld(std::string_view tld) { return IsOneOf(tld, kSpelled); }

bool IsWellKnownHost(std::string_view host) {
  return IsOneOf(host, kWellKnown);
}

}  // namespace crible
