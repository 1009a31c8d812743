#include "bayes/shape.h"

#include <algorithm>
#include <array>
#include <span>

namespace crible {
namespace {

using Names = std::vector<std::string_view>;

// The name of the first step that `value` lies below; the last name has none.
struct Step {
  double below;
  std::string_view name;
};
void AddStep(double value, std::span<const Step> steps, Names* names) {
  for (const Step& step : steps) {
    if (value < step.below) return names->push_back(step.name);
  }
}

constexpr double kNoEnd = 1e300;

constexpr Step kLength[] = {
    {10, "length:few"},         {25, "length:short-line"},
    {50, "length:line"},        {100, "length:two-lines"},
    {200, "length:paragraph"},  {400, "length:two-paragraphs"},
    {800, "length:half-page"},  {1600, "length:page"},
    {kNoEnd, "length:endless"},
};
constexpr Step kCapitals[] = {
    {0.001, "capitals:none"}, {0.04, "capitals:few"},
    {0.08, "capitals:usual"}, {0.15, "capitals:titles"},
    {0.40, "capitals:many"},  {kNoEnd, "capitals:all"},
};
constexpr Step kDigits[] = {
    {0.0001, "digits:none"}, {0.02, "digits:few"},      {0.05, "digits:some"},
    {0.12, "digits:many"},   {kNoEnd, "digits:mostly"},
};
constexpr Step kPunctuation[] = {
    {0.0001, "punctuation:none"},   {0.02, "punctuation:little"},
    {0.05, "punctuation:usual"},    {0.10, "punctuation:much"},
    {kNoEnd, "punctuation:mostly"},
};
constexpr Step kLinks[] = {
    {1, "links:none"}, {2, "links:one"},       {3, "links:two"},
    {6, "links:few"},  {kNoEnd, "links:many"},
};
constexpr Step kHosts[] = {
    {2, ""}, {3, "hosts:two"}, {kNoEnd, "hosts:several"}};
constexpr Step kContacts[] = {
    {1, "contacts:none"}, {2, "contacts:one"}, {kNoEnd, "contacts:several"}};
constexpr Step kWordsALink[] = {{1, "words-a-link:none"},
                                {5, "words-a-link:few"},
                                {20, "words-a-link:some"},
                                {60, "words-a-link:many"},
                                {kNoEnd, "words-a-link:text"}};
constexpr Step kEmoji[] = {{1, "emoji:none"},
                           {2, "emoji:one"},
                           {4, "emoji:few"},
                           {kNoEnd, "emoji:many"}};
constexpr Step kExclamations[] = {{1, "exclamations:none"},
                                  {2, "exclamations:one"},
                                  {4, "exclamations:few"},
                                  {kNoEnd, "exclamations:many"}};
constexpr Step kQuestions[] = {
    {1, ""}, {2, "questions:one"}, {kNoEnd, "questions:many"}};
constexpr Step kLines[] = {
    {2, "lines:one"}, {5, "lines:few"}, {kNoEnd, "lines:many"}};
constexpr Step kMentions[] = {
    {1, ""}, {2, "mentions:one"}, {kNoEnd, "mentions:many"}};
constexpr Step kHashtags[] = {
    {1, ""}, {3, "hashtags:few"}, {kNoEnd, "hashtags:many"}};
constexpr Step kRepeats[] = {{0.05, "repeats:none"},
                             {0.25, "repeats:few"},
                             {0.50, "repeats:some"},
                             {kNoEnd, "repeats:many"}};
constexpr Step kShouts[] = {
    {1, "shouts:none"}, {3, "shouts:few"}, {kNoEnd, "shouts:many"}};

// Endings of hosts that are a class of their own; all others are one.
constexpr std::array<std::string_view, 22> kEndings = {
    "be",  "biz", "blogspot", "ca",  "ch",   "click", "cn",  "co",
    "com", "de",  "eu",       "fr",  "info", "io",    "net", "online",
    "org", "ru",  "shop",     "top", "uk",   "xyz"};
constexpr std::array<std::string_view, 22> kEndingNames = {
    "ending:be",   "ending:biz",   "ending:blogspot", "ending:ca",
    "ending:ch",   "ending:click", "ending:cn",       "ending:co",
    "ending:com",  "ending:de",    "ending:eu",       "ending:fr",
    "ending:info", "ending:io",    "ending:net",      "ending:online",
    "ending:org",  "ending:ru",    "ending:shop",     "ending:top",
    "ending:uk",   "ending:xyz"};

// Hosts that shorten links, and those where everybody has a page: classes, so
// that no particular page is remembered. Sorted.
constexpr std::array<std::string_view, 20> kShorteners = {
    "adf.ly", "bit.do",     "bit.ly",      "buff.ly",     "cutt.ly",
    "goo.gl", "is.gd",      "j.mp",        "lnkd.in",     "ow.ly",
    "rb.gy",  "rebrand.ly", "s.id",        "shorturl.at", "t.co",
    "t.ly",   "tiny.cc",    "tinyurl.com", "urlz.fr",     "v.gd"};
constexpr std::array<std::string_view, 10> kMessengers = {"api.whatsapp.com",
                                                          "chat.whatsapp.com",
                                                          "discord.gg",
                                                          "m.me",
                                                          "signal.me",
                                                          "t.me",
                                                          "telegram.me",
                                                          "viber.com",
                                                          "wa.me",
                                                          "whatsapp.com"};
constexpr std::array<std::string_view, 12> kPlatforms = {
    "dailymotion.com", "facebook.com",  "fb.com",     "instagram.com",
    "linkedin.com",    "pinterest.com", "reddit.com", "tiktok.com",
    "twitter.com",     "x.com",         "youtu.be",   "youtube.com"};
static_assert(std::ranges::is_sorted(kEndings));
static_assert(std::ranges::is_sorted(kShorteners));
static_assert(std::ranges::is_sorted(kMessengers));
static_assert(std::ranges::is_sorted(kPlatforms));

template <size_t N>
bool Holds(const std::array<std::string_view, N>& sorted, std::string_view s) {
  return std::binary_search(sorted.begin(), sorted.end(), s);
}

void AddOnce(std::string_view name, size_t from, Names* names) {
  if (std::find(names->begin() + from, names->end(), name) == names->end()) {
    names->push_back(name);
  }
}

std::string_view HostClass(const Link& link) {
  if (Holds(kShorteners, link.host)) return "host:shortener";
  if (Holds(kMessengers, link.host)) return "host:messenger";
  if (Holds(kPlatforms, link.domain)) return "host:platform";
  return "host:other";
}

std::string_view EndingName(std::string_view host) {
  const size_t dot = host.rfind('.');
  const auto ending = host.substr(dot == host.npos ? 0 : dot + 1);
  const auto it = std::lower_bound(kEndings.begin(), kEndings.end(), ending);
  if (it == kEndings.end() || *it != ending) return "ending:other";
  return kEndingNames[static_cast<size_t>(it - kEndings.begin())];
}

void AddLinks(const Text& text, const Signals& signals, Names* names) {
  AddStep(signals.links, kLinks, names);
  if (signals.links == 0) return;
  AddStep(signals.hosts, kHosts, names);
  AddStep(static_cast<double>(signals.words) / signals.links, kWordsALink,
          names);
  const size_t from = names->size();
  // The first links tell the class; a list of a thousand need not be read.
  const auto links =
      text.links().first(std::min<size_t>(text.links().size(), 16));
  for (const Link& link : links) {
    AddOnce(HostClass(link), from, names);
    AddOnce(EndingName(link.host), from, names);
    if (link.disguised) AddOnce("link:disguised", from, names);
    if (link.href) AddOnce("link:markup", from, names);
    if (link.next_word == 0) AddOnce("link:first", from, names);
    if (link.next_word == text.words().size())
      AddOnce("link:last", from, names);
  }
}

std::string_view ContactName(ContactKind kind) {
  switch (kind) {
    case ContactKind::kEmail:
      return "contact:email";
    case ContactKind::kTelephone:
      return "contact:telephone";
    case ContactKind::kWhatsApp:
      return "contact:whatsapp";
    case ContactKind::kTelegram:
      return "contact:telegram";
    case ContactKind::kMessenger:
      break;
  }
  return "contact:messenger";
}

void AddContacts(const Text& text, Names* names) {
  AddStep(static_cast<double>(text.contacts().size()), kContacts, names);
  const size_t from = names->size();
  for (const Contact& contact : text.contacts()) {
    AddOnce(ContactName(contact.kind), from, names);
    if (contact.disguised) AddOnce("contact:disguised", from, names);
  }
}

// "ttouched", "mmy": no word of either language begins so, but programs that
// vary a text letter by letter make many. Shouts ("RRSP") are initials.
bool BeginsTwice(const Word& word, std::string_view letters) {
  constexpr std::string_view kConsonants = "bcdfghjklmnpqrstvxyz";
  return !word.capitals && !word.number && letters.size() >= 4 &&
         letters[0] == letters[1] && letters[1] != letters[2] &&
         kConsonants.find(letters[0]) != kConsonants.npos;
}

// How the text ends, by its last byte that is no white space.
std::string_view EndName(std::string_view plain) {
  const size_t last = plain.find_last_not_of(" \n\t\r");
  if (last == plain.npos) return "end:empty";
  const char c = plain[last];
  if (c == '.') return plain.ends_with("...") ? "end:dots" : "end:period";
  if (c == '!') return "end:exclamation";
  if (c == '?') return "end:question";
  if (c >= '0' && c <= '9') return "end:digit";
  if (c == ')' || c == '"' || c == '\'') return "end:bracket";
  return static_cast<unsigned char>(c) >= 0x80 ? "end:sign" : "end:letter";
}

void AddSigns(std::string_view plain, Names* names) {
  const auto holds = [&](std::string_view sign) {
    return plain.find(sign) != plain.npos;
  };
  if (holds("$") || holds("€") || holds("£")) names->push_back("sign:currency");
  if (holds("%")) names->push_back("sign:percent");
  if (holds("*")) names->push_back("sign:star");
  if (holds("\"") || holds("«") || holds("“")) names->push_back("sign:quote");
  if (holds("+")) names->push_back("sign:plus");
  if (holds(";")) names->push_back("sign:semicolon");
  if (holds("...") || holds("…")) names->push_back("sign:dots");
}

void AddWriting(const Text& text, const Signals& signals, Names* names) {
  AddStep(signals.capitals_share, kCapitals, names);
  AddStep(signals.digits_share, kDigits, names);
  AddStep(signals.characters == 0
              ? 0
              : static_cast<double>(signals.punctuation) / signals.characters,
          kPunctuation, names);
  AddStep(signals.emoji, kEmoji, names);
  AddStep(signals.exclamations, kExclamations, names);
  AddStep(signals.questions, kQuestions, names);
  AddStep(signals.mentions, kMentions, names);
  AddStep(signals.hashtags, kHashtags, names);
  AddStep(signals.repeated_words_share, kRepeats, names);
  if (signals.disguised_words > 0) names->push_back("writing:disguised");
  if (signals.mixed_script_words > 0) names->push_back("writing:mixed-script");
  if (signals.invisible_characters > 0) names->push_back("writing:invisible");
  if (signals.longest_run >= 4) names->push_back("writing:long-run");
  if (signals.letters > 0 && signals.latin_share < 0.5f) {
    names->push_back("writing:not-latin");
  }
  size_t shouts = 0, long_numbers = 0, quoted = 0, twice = 0;
  for (const Word& word : text.words()) {
    twice += BeginsTwice(word, text.Read(word));
    shouts += word.capitals;
    quoted += word.quoted;
    long_numbers += word.number && word.end - word.begin >= 5;
  }
  AddStep(static_cast<double>(shouts), kShouts, names);
  if (long_numbers > 0) names->push_back("number:long");
  if (quoted > 0) names->push_back("words:quoted");
  if (twice > 0) names->push_back("writing:first-letter-twice");
  if (!text.words().empty() && !text.words()[0].capitalised) {
    names->push_back("start:small-letter");
  }
}

}  // namespace

void AppendShapeNames(const Text& text, const Signals& signals, Names* names) {
  const size_t from = names->size();
  AddStep(signals.characters, kLength, names);
  AddStep(signals.lines, kLines, names);
  AddLinks(text, signals, names);
  AddContacts(text, names);
  AddWriting(text, signals, names);
  names->push_back(EndName(text.plain().bytes));
  AddSigns(text.plain().bytes, names);
  // Steps without a name say nothing.
  names->erase(std::remove(names->begin() + from, names->end(), ""),
               names->end());
}

}  // namespace crible
