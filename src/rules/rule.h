#ifndef CRIBLE_RULES_RULE_H_
#define CRIBLE_RULES_RULE_H_

// A rule as read from a file: its face, what must hold, what excuses, its
// examples. rule_file.h makes these, rule_set.h compiles them for matching,
// slow_matcher.h (in the tests) evaluates them word for word.
//
// Every condition is true, false or unknown (Kleene). A rule hits if its
// condition is true and its exception is not true.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "base/issue.h"
#include "comment/evidence.h"
#include "rules/shared_texts.h"
#include "text/text.h"

namespace crible {

enum class Truth : uint8_t { kFalse, kUnknown, kTrue };

struct Condition;

// At least `min` different ones of the phrases stand in the field, as whole
// words. Plural and feminine forms of each word count unless `exact`, which
// compares accents, endings and apostrophes as written (case still does not
// matter).
struct PhraseCondition {
  SharedTexts phrases;
  uint32_t min = 1;
  bool exact = false;
  Field field = Field::kBody;
  // "any" (default), false: only outside quotation, true: only inside.
  std::optional<bool> quoted;
};

// One of the patterns matches in the view. RE2 syntax, folded text by default.
struct RegexCondition {
  std::vector<std::string> patterns;
  ViewKind view = ViewKind::kRead;
  Field field = Field::kBody;
};

// A link of the body leads to one of these hosts or below; "*.shop" names a
// suffix.
struct DomainCondition {
  SharedTexts domains;
};

// The number of links (to hosts that are not within `outside`) is within
// bounds.
struct Bounds {
  std::optional<double> min;
  std::optional<double> max;
};
struct LinksCondition {
  Bounds count{.min = 1};
  SharedTexts outside;
  std::optional<bool> disguised;
};

// The body has a contact of one of these kinds, or, with `links`, a link, none
// of whose hosts, addresses or numbers is within `outside`.
struct ContactCondition {
  std::vector<ContactKind> kinds;  // empty: all
  bool links = false;  // a link counts as a contact (contact.outside)
  SharedTexts outside;
};

// A measured or counted number within bounds; unknown if not sent.
enum class Measure : uint8_t {
  kLength,             // length.min, .max: characters
  kWords,              // words.min, .max
  kCapitals,           // capitals.min, .max: share of letters; needs 12 letters
  kDigits,             // digits.min, .max: share of characters
  kEmoji,              // emoji.min, .max
  kDisguisedWords,     // disguised.min, .max
  kMentions,           // mentions.min, .max
  kSecondsOnPage,      // time_on_page.min, .max, written as durations
  kAuthorComments,     // author.comments.min, .max
  kAuthorAccepted,     // author.accepted.…
  kAuthorRejected,     // author.rejected.…
  kAuthorAgeSeconds,   // author.age.…, durations
  kArticleAgeSeconds,  // article.age.…, durations
  kReports,            // reports.min
};
struct NumberCondition {
  Measure measure = Measure::kLength;
  Bounds bounds;
};

// score.NAME.min, .max: a score that the caller sent.
struct ScoreCondition {
  std::string name;
  Bounds bounds;
};

// The attribute is one of the values (compared folded); unknown if not sent.
enum class Attribute : uint8_t {
  kLanguage,
  kSection,
  kTag,
  kSite,
  kAuthorId,
  kAuthorDomain,
  kAuthorEmailDomain
};
struct OneOfCondition {
  Attribute attribute = Attribute::kLanguage;
  std::vector<std::string> values;
};

// A yes or no that the caller or the text gives.
enum class Flag : uint8_t {
  kHoneypot,
  kAuthorTrusted,
  kHasParent,
  kAuthorHasUrl
};
struct FlagCondition {
  Flag flag = Flag::kHoneypot;
  bool value = true;
};

// repeats = { of, min, within, authors_max }
struct RepeatsCondition {
  RepeatOf of = RepeatOf::kText;
  uint32_t min = 2;
  absl::Duration within;
  std::optional<uint32_t> authors_max;
};

// hour = "22:00-06:00", in Europe/Paris; begin included, end not.
struct HourCondition {
  int begin_minute = 0;
  int end_minute = 0;
};

// until = 2026-12-31: true up to the end of that day in Europe/Paris.
struct UntilCondition {
  absl::Time end;
};

// all = [ … ] or any = [ … ], nested. With `near`, the parts that have places
// in the body must have one each with at most `near` words between neighbours.
struct GroupCondition {
  bool all = true;
  std::vector<Condition> children;
  std::optional<uint32_t> near;
};

struct Condition {
  std::variant<PhraseCondition, RegexCondition, DomainCondition, LinksCondition,
               ContactCondition, NumberCondition, ScoreCondition,
               OneOfCondition, FlagCondition, RepeatsCondition, HourCondition,
               UntilCondition, GroupCondition>
      test;
  std::string
      key;  // as written: "phrase", "unless.domain", "author.comments.min"
  Position at;
};

// A comment that the rule must or must not hit. Fields that it does not name
// are not sent.
struct Example {
  std::string body;
  BodyFormat format = BodyFormat::kPlain;
  std::string author_name, author_email, author_url, author_id;
  std::optional<uint32_t> author_comments;
  std::string parent_text;
  std::string article_title, article_section;
  std::vector<std::string> article_tags;
  std::string language;
  std::string site;
  std::optional<bool> honeypot;
  std::optional<uint32_t> reports;
  std::optional<double> seconds_on_page;
  uint32_t times = 1;    // posted this often within the rule's window
  uint32_t authors = 1;  // by this many accounts
  Position at;
};

struct Rule {
  RuleFace face;
  std::string renamed_from;
  // Kinds of warnings that the rule's author has looked at and means.
  std::vector<std::string> accepts;
  std::string file;
  Position at;
  GroupCondition when;            // all of its conditions; near of the rule
  std::vector<Condition> unless;  // any of them excuses
  std::vector<Example> must_match;
  std::vector<Example> must_pass;
};

}  // namespace crible

#endif  // CRIBLE_RULES_RULE_H_
