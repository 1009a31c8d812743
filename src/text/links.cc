#include "text/links.h"

#include <algorithm>
#include <array>
#include <optional>

#include "text/domain.h"
#include "text/entity.h"
#include "text/fold.h"
#include "text/host_reader.h"
#include "text/keyword.h"
#include "text/link_builder.h"
#include "text/tld.h"
#include "text/utf8.h"

namespace crible {
namespace {

bool IsAsciiWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
bool IsWordByte(char c) {
  return IsAsciiWord(c) || static_cast<unsigned char>(c) >= 0x80;
}

// Bytes of the folded view at which an address may be found out.
constexpr std::array<bool, 256> kTrigger = [] {
  std::array<bool, 256> trigger{};
  for (const char c : {'.', ':', '@', '[', '(', '{'}) {
    trigger[static_cast<unsigned char>(c)] = true;
  }
  return trigger;
}();

constexpr std::string_view kSchemes[] = {"http", "https", "hxxp", "hxxps",
                                         "ftp",  "htpp",  "htps"};
// Providers whose address is one even where the @ or the ending is spelled.
constexpr std::string_view kMailHosts[] = {
    "gmail",  "hotmail", "yahoo",  "outlook", "proton", "protonmail", "laposte",
    "orange", "free",    "icloud", "live",    "aol",    "gmx",        "sfr"};

template <size_t N>
bool IsOneOf(std::string_view name, const std::string_view (&names)[N]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

constexpr size_t kUserBytesMax = 64;

class Finder {
 public:
  explicit Finder(TextParts* parts)
      : parts_(*parts), text_(parts->folded.bytes) {}

  // Addresses show in the gaps between words, and in words for dot and @.
  void Run() {
    size_t at = 0;
    for (size_t i = 0; i < parts_.words.size(); ++i) {
      const Word& word = parts_.words[i];
      LookThrough(at, word.begin);
      at = word.end;
      if (word.begin >= done_ && IsSpelling(i)) TakeSpelled(word.begin);
    }
    LookThrough(at, text_.size());
  }

 private:
  void Take(size_t at) {
    switch (text_[at]) {
      case ':':
        TakeScheme(at);
        break;
      case '@':
        if (!TakeEmail(at)) TakeSpelled(at);
        break;
      case '.':
        if (TakePlain(at)) break;
        [[fallthrough]];
      default:
        if (text_.substr(at, 6) == "[/url]") {
          Own(at, at + 6);
        } else {
          TakeSpelled(at);
        }
        break;
    }
  }

  void LookThrough(size_t at, size_t end) {
    for (; at < end; ++at) {
      if (at >= done_ && kTrigger[static_cast<unsigned char>(text_[at])]) {
        Take(at);
      }
    }
  }

  // Whether a word is "dot", "at" …. Asked in ascending order.
  bool IsSpelling(size_t word) {
    const auto& keywords = parts_.keywords;
    while (keyword_ < keywords.size() && keywords[keyword_].word < word) {
      ++keyword_;
    }
    if (keyword_ == keywords.size() || keywords[keyword_].word != word) {
      return false;
    }
    const KeywordKind kind = keywords[keyword_].keyword.kind;
    return kind == KeywordKind::kDot || kind == KeywordKind::kAt;
  }

  void TakeScheme(size_t at);
  bool TakePlain(size_t at);
  bool TakeEmail(size_t at);
  void TakeSpelled(size_t at);
  bool TakeSpelledEmail(size_t name_end, const Separator& sign);
  bool IsBareHost(const HostName& host, size_t path_size) const;
  bool HasCapitalTld(const HostName& host) const;
  size_t PathEnd(size_t at) const;
  size_t PortEnd(size_t at) const;
  size_t LocalBegin(size_t end) const;
  void AddLink(size_t begin, const HostName& host, bool disguised);
  void AddEmail(size_t begin, size_t name_end, const HostName& host,
                bool disguised);
  std::string HostAsSent(const HostName& host) const;
  std::string_view PlainSlice(size_t begin, size_t end) const;

  TextParts::Range ToPlain(size_t begin, size_t end) const {
    const auto range = parts_.folded.map.ToSource(static_cast<uint32_t>(begin),
                                                  static_cast<uint32_t>(end));
    return {range.begin, range.end};
  }
  void Own(size_t begin, size_t end) {
    parts_.taken.push_back(ToPlain(begin, end));
    done_ = end;
  }

  TextParts& parts_;
  const std::string_view text_;
  size_t done_ = 0;     // folded offset up to which the text is taken
  size_t passed_ = 0;   // up to here no label with a plain dot ends a host
  size_t keyword_ = 0;  // for IsSpelling
};

// "http://", also "hxxp://", "http : // ".
void Finder::TakeScheme(size_t at) {
  size_t after = at + 1;
  const auto skip = [&](size_t i) {
    return i < text_.size() && text_[i] == ' ' ? i + 1 : i;
  };
  after = skip(after);
  for (int i = 0; i < 2; ++i) {
    if (after >= text_.size() ||
        (text_[after] != '/' && text_[after] != '\\')) {
      return;
    }
    after = i == 0 ? skip(after + 1) : after + 1;
  }
  size_t end = at;
  if (end > done_ && text_[end - 1] == ' ') --end;
  const size_t floor = std::max(done_, end > 16 ? end - 16 : 0);
  size_t begin = end;
  while (begin > floor && IsAsciiWord(text_[begin - 1])) --begin;
  if (begin == end) return;
  const std::string_view scheme = text_.substr(begin, end - begin);
  const bool web = IsOneOf(scheme, kSchemes);
  bool disguised = (web && scheme[1] != 't') || after != at + 3 || end != at;
  if (after < text_.size() && text_[after] == ' ') {
    ++after;
    disguised = true;
  }
  // jean:secret@host: what stands before the @ is no host.
  const std::string_view authority =
      text_.substr(std::min(after, text_.size()), kUserBytesMax);
  const size_t user =
      authority.substr(0, authority.find_first_of(" /?#\n")).find('@');
  if (user != authority.npos) after += user + 1;
  if (after >= text_.size()) return;
  const HostName host = ReadHost(text_, after, Spelling::kWord, web);
  if (host.end == 0) return;
  AddLink(begin, host, disguised || host.spelling != Spelling::kPlain);
}

// A host with plain dots: bare, or after www.
bool Finder::TakePlain(size_t at) {
  if (at == done_ || at + 1 >= text_.size() || !IsWordByte(text_[at - 1]) ||
      !IsHostByte(text_[at + 1])) {
    return false;
  }
  if (at < passed_) return true;
  const size_t begin = PlainHostBegin(text_, at, std::max(done_, passed_));
  if (begin == at) return false;
  const bool www = text_.substr(begin, 4) == "www.";
  const HostName host =
      ReadHost(text_, begin, www ? Spelling::kWord : Spelling::kBracket, false);
  // None of the labels up to here ends a host; the last may begin one.
  passed_ = std::max(at, LabelBegin(text_, host.seen, at));
  if (host.end == 0) return true;
  // The part before an @ is no host; TakeEmail has it.
  if (host.end < text_.size() && text_[host.end] == '@') return true;
  if (begin > 0 && text_[begin - 1] == '@') return true;
  const size_t path = PathEnd(PortEnd(host.end)) - host.end;
  if (www ? host.labels >= 3 : IsBareHost(host, path)) {
    AddLink(begin, host, host.spelling != Spelling::kPlain);
  }
  return true;
}

bool Finder::IsBareHost(const HostName& host, size_t path_size) const {
  if (host.labels < 2) return false;
  const std::string_view tld = host.Tld();
  const std::string_view name = host.name;
  if (IsWellKnownHost(name)) return path_size > 1;
  if (!IsKnownTld(tld)) return false;
  if (tld != "com" && tld != "fr" && HasCapitalTld(host)) return false;
  const std::string_view domain = RegistrableDomain(name);
  const std::string_view label = domain.substr(0, domain.find('.'));
  const bool letters = std::any_of(label.begin(), label.end(), [](char c) {
    return !(c >= '0' && c <= '9');
  });
  if (!letters || IsPublicSuffix(name)) return false;
  if (IsPlainTld(tld)) return tld == "com" || label.size() >= 2;
  if (path_size >= 4) return true;
  // news.site.be: three labels that are no words of a sentence.
  const bool long_labels = label.size() >= 3 && name.find('-') != name.npos;
  return long_labels || (host.labels >= 3 && label.size() >= 4 &&
                         name.size() - domain.size() >= 3);
}

// Whether the ending begins with a capital, as after a full stop a sentence
// does ("fin.Info"), in a host that is not in capitals throughout.
bool Finder::HasCapitalTld(const HostName& host) const {
  const std::string_view plain = PlainSlice(host.begin, host.end);
  const size_t size = host.Tld().size();
  if (plain.size() < size) return false;
  const char first = plain[plain.size() - size];
  return first >= 'A' && first <= 'Z' &&
         std::any_of(plain.begin(), plain.end(),
                     [](char c) { return c >= 'a' && c <= 'z'; });
}

// The end of ":8080" at `at`.
size_t Finder::PortEnd(size_t at) const {
  if (at >= text_.size() || text_[at] != ':') return at;
  size_t end = at + 1;
  while (end < text_.size() && end - at <= 5 && text_[end] >= '0' &&
         text_[end] <= '9') {
    ++end;
  }
  return end == at + 1 ? at : end;
}

// The end of the path, query and fragment that begin at `at`.
size_t Finder::PathEnd(size_t at) const {
  if (at >= text_.size() ||
      (text_[at] != '/' && text_[at] != '?' && text_[at] != '#')) {
    return at;
  }
  size_t end = at;
  int open = 0;
  for (; end < text_.size(); ++end) {
    const char c = text_[end];
    if (static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' ||
        c == '"' || c == '[' || c == ']' || c == '|') {
      break;
    }
    if (c == '(') ++open;
    if (c == ')' && --open < 0) break;
  }
  constexpr std::string_view kTrailing = ".,;:!?'*_";
  while (end > at && kTrailing.find(text_[end - 1]) != kTrailing.npos) --end;
  return end;
}

std::string_view Finder::PlainSlice(size_t begin, size_t end) const {
  const TextParts::Range range = ToPlain(begin, end);
  return std::string_view(parts_.plain.bytes)
      .substr(range.begin, range.end - range.begin);
}

// Folding takes accents from a host that has them; the plain view keeps them.
std::string Finder::HostAsSent(const HostName& host) const {
  if (host.spelling != Spelling::kPlain) return ReadableHost(host.name);
  const std::string_view plain = PlainSlice(host.begin, host.end);
  if (plain.size() == host.name.size()) return ReadableHost(host.name);
  return ReadableHost(plain);
}

void Finder::AddLink(size_t begin, const HostName& host, bool disguised) {
  const size_t end = PathEnd(PortEnd(host.end));
  bool href = false;
  size_t own = begin;
  for (const std::string_view before : {"[url=\"", "[url=", "]("}) {
    if (begin < done_ + before.size()) continue;
    if (text_.substr(begin - before.size(), before.size()) != before) continue;
    href = true;
    if (before[0] == '[') own = begin - before.size();
    break;
  }
  const std::string_view path =
      end > host.end ? PlainSlice(host.end, end) : std::string_view();
  const std::string name = HostAsSent(host);
  Link link = MakeLink(name, path, &parts_.values);
  const TextParts::Range range = ToPlain(begin, end);
  link.source_begin = range.begin;
  link.source_end = range.end;
  link.disguised = disguised;
  link.href = href;
  parts_.links.push_back(link);
  if (const auto account = AccountOfLink(name, path)) {
    parts_.contacts.push_back({.kind = account->kind,
                               .source_begin = range.begin,
                               .source_end = range.end,
                               .value = parts_.values.Add(account->value),
                               .disguised = disguised});
  }
  Own(own, end);
}

// Where the part before an @ begins.
size_t Finder::LocalBegin(size_t end) const {
  const size_t floor = std::max(done_, end > 64 ? end - 64 : 0);
  size_t begin = end;
  constexpr std::string_view kSigns = "._%+-";
  while (begin > floor && (IsAsciiWord(text_[begin - 1]) ||
                           kSigns.find(text_[begin - 1]) != kSigns.npos)) {
    --begin;
  }
  while (begin < end && !IsAsciiWord(text_[begin])) ++begin;
  return begin;
}

bool Finder::TakeEmail(size_t at) {
  const size_t begin = LocalBegin(at);
  if (begin == at || at + 1 >= text_.size()) return false;
  const HostName host = ReadHost(text_, at + 1, Spelling::kSpaced, false);
  if (host.end == 0) return false;
  AddEmail(begin, at, host, host.spelling != Spelling::kPlain);
  return true;
}

void Finder::AddEmail(size_t begin, size_t name_end, const HostName& host,
                      bool disguised) {
  std::string value(text_.substr(begin, name_end - begin));
  value += '@';
  value += host.name;
  const TextParts::Range range = ToPlain(begin, host.end);
  parts_.contacts.push_back({.kind = ContactKind::kEmail,
                             .source_begin = range.begin,
                             .source_end = range.end,
                             .value = parts_.values.Add(value),
                             .disguised = disguised});
  Own(begin, host.end);
}

// Something at `at` may be a dot or an @ in other words; the name before it
// ended up to three spaces earlier.
void Finder::TakeSpelled(size_t at) {
  size_t name_end = at;
  while (name_end > done_ && at - name_end < 3 && text_[name_end - 1] == ' ') {
    --name_end;
  }
  if (name_end == done_ || !IsWordByte(text_[name_end - 1])) return;
  const Separator sign = AtSignAt(text_, name_end);
  if (sign.end != 0 && TakeSpelledEmail(name_end, sign)) return;
  const Separator dot = DotAt(text_, name_end);
  if (dot.end == 0) return;
  const size_t begin = PlainHostBegin(text_, name_end, done_);
  if (begin == name_end) return;
  const HostName host = ReadHost(text_, begin, Spelling::kWord, false);
  if (host.end <= name_end || host.spelling == Spelling::kPlain) return;
  // "Faites le point. Fr": a capital begins a sentence, not an ending.
  if (host.spelling >= Spelling::kSpaced && HasCapitalTld(host)) return;
  AddLink(begin, host, true);
}

bool Finder::TakeSpelledEmail(size_t name_end, const Separator& sign) {
  const size_t begin = LocalBegin(name_end);
  if (begin == name_end) return false;
  HostName host = ReadHost(text_, sign.end, Spelling::kWord, false);
  if (host.end == 0) {
    // jean arobase gmail: everybody knows the rest.
    size_t end = LabelBegin(text_, sign.end, sign.end);
    while (end < text_.size() && IsAsciiWord(text_[end])) ++end;
    host.name = text_.substr(sign.end, end - sign.end);
    if (!IsOneOf(host.name, kMailHosts) ||
        (sign.spelling == Spelling::kWord && text_[name_end + 1] == 'a' &&
         text_.substr(name_end + 1, 2) == "at")) {
      return false;
    }
    host.end = end;
  }
  // "look at site.com" is no address; "jean at gmail . com" is.
  const std::string_view label =
      std::string_view(host.name).substr(0, host.name.find('.'));
  const bool vague =
      sign.spelling == Spelling::kWord &&
      text_.substr(name_end, sign.end - name_end).find(" at ") != text_.npos;
  if (vague && host.spelling == Spelling::kPlain &&
      !IsOneOf(label, kMailHosts)) {
    return false;
  }
  AddEmail(begin, name_end, host, true);
  return true;
}

}  // namespace

void FindLinks(TextParts* parts) { Finder(parts).Run(); }

}  // namespace crible
