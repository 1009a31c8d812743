#ifndef CRIBLE_COMMENT_FACTS_H_
#define CRIBLE_COMMENT_FACTS_H_

// What the rest of the world says at the moment of a decision, and the only
// door through which the engine reaches it. A decision keeps the facts that it
// saw; explaining or replaying it uses RecordedFacts and counts nothing.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace crible {

// What is counted: the same or nearly the same text, a link's registrable
// domain, an author, a network address.
enum class RepeatOf : uint8_t { kText, kLink, kAuthor, kAddress };
std::string_view RepeatOfName(RepeatOf of);  // "text", "link", …

// A rule may ask for no longer window and for no higher count than these.
inline constexpr absl::Duration kRepeatWindowMax = absl::Hours(24 * 30);
inline constexpr uint32_t kRepeatCountMax = 256;

// One thing to count. Several keys of kText describe one text (bands of its
// similarity hash), several of kLink one comment's links: the largest count
// among those of a kind is the comment's.
struct FactKey {
  RepeatOf of = RepeatOf::kText;
  uint64_t hash = 0;
};

struct FactQuery {
  // Identity of the comment at its site: seen again, it is not counted again.
  // 0 when it has no name: each call then counts.
  uint64_t comment = 0;
  uint64_t author = 0;  // who posts, 0 when nothing identifies them
  std::vector<FactKey> keys;
  // Of the similarity hash of the text, the same at all sites; empty for texts
  // of a few words, which are near to too many.
  std::vector<uint64_t> text_bands;
  // Views into the comment: where, which, who, what, under which article.
  std::string_view site, name, author_id, body, article;
  // Of the author, as they were sent.
  std::string_view author_email, author_address, author_name;
  // Whether the site's policy asks how many comments wait for a person.
  bool asks_waiting = false;
  // The windows that the bundle's rules ask for, ascending.
  std::vector<absl::Duration> windows;
};

// "this text: 7 times within 600 s by 2 authors", the asking comment included.
struct RepeatCount {
  RepeatOf of = RepeatOf::kText;
  uint32_t window_seconds = 0;
  uint32_t count = 0;
  uint32_t authors = 0;
  auto operator<=>(const RepeatCount&) const = default;
};

// What a site has set for an article. The numbers are on disk and on the wire.
enum class ArticleMode : uint8_t {
  kByPolicy = 1,
  kAfter = 2,   // reviewed once published
  kBefore = 3,  // nothing is published before a person has read it
  kClosed = 4,
};

// The same for an author.
enum class AuthorStatus : uint8_t {
  kNormal = 1,
  kTrusted = 2,
  kBefore = 3,  // each comment waits for a person
  kMuted = 4,   // until
  kBanned = 5,
};

// What Crible itself remembers of an author; fills what the caller did not
// send.
struct AuthorHistory {
  std::optional<uint32_t> comments;
  std::optional<uint32_t> accepted;
  std::optional<uint32_t> rejected;
  std::optional<absl::Time> first_seen;
  std::optional<bool> trusted;
  std::optional<AuthorStatus> status;
  std::optional<bool> objects;    // to automatic refusal
  std::optional<bool> restricts;  // to be counted and learned from
};

// What was decided before about the same text: by a person, about the same
// author's; by an authority, about anybody's.
enum class EarlierResolution : uint8_t {
  kNone,
  kAcceptedHere,   // under the same article
  kRefused,        // anywhere at the site
  kOrderedAway,    // an authority ordered its removal, from all sites
  kNearlyOrdered,  // an authority ordered away nearly this text; nothing above
};

// A check that could not finish. Never evidence against the comment.
enum class Part : uint8_t { kText, kFacts, kRules, kModel, kLanguage };
std::string_view PartName(Part part);  // "text", "facts", …
struct Fault {
  Part part = Part::kText;
  std::string cause;  // plain words without any of the comment's text
};

struct ObservedFacts {
  absl::Time now;  // the time of the decision
  // Empty when counting is switched off: conditions on it are then unknown.
  std::vector<RepeatCount> repeats;
  AuthorHistory author;
  EarlierResolution earlier = EarlierResolution::kNone;
  // Of kOrderedAway and kNearlyOrdered: the authority and its reference, as
  // they were entered; may be empty.
  std::string order;
  std::optional<uint32_t> reports;
  // Comments of the site that are held, to within a second; if asked for.
  std::optional<uint32_t> waiting;
  ArticleMode mode = ArticleMode::kByPolicy;
  std::vector<Fault> faults;

  // Keeps capacity.
  void Clear() {
    now = absl::Time();
    repeats.clear();
    author = AuthorHistory();
    earlier = EarlierResolution::kNone;
    order.clear();
    reports.reset();
    waiting.reset();
    mode = ArticleMode::kByPolicy;
    faults.clear();
  }
};

// What was counted of these comments and by these authors, as FactQuery has
// them, is to be taken back.
struct FactRemoval {
  std::vector<uint64_t> comments, authors;
};

// Implementations are safe from any thread.
class Facts {
 public:
  virtual ~Facts() = default;

  // Counts the comment once and tells what is known, within `budget`; what does
  // not answer in time becomes a fault in `*facts`. Fills every field of
  // *facts.
  virtual void Observe(const FactQuery& query, absl::Time now,
                       absl::Duration budget, ObservedFacts* facts) = 0;

  // Takes counts back. Reads all of them: for erasure and restriction, not for
  // each comment. What is counted meanwhile may remain.
  virtual void Forget(const FactRemoval&) {}
};

// Nothing is counted and nothing is known: rows are independent.
class NoFacts : public Facts {
 public:
  void Observe(const FactQuery&, absl::Time now, absl::Duration,
               ObservedFacts* facts) override {
    facts->Clear();
    facts->now = now;
  }
};

// Answers with what an earlier decision saw, its time included.
class RecordedFacts : public Facts {
 public:
  explicit RecordedFacts(ObservedFacts recorded)
      : recorded_(std::move(recorded)) {}
  void Observe(const FactQuery&, absl::Time, absl::Duration,
               ObservedFacts* facts) override {
    *facts = recorded_;
  }

 private:
  const ObservedFacts recorded_;
};

}  // namespace crible

#endif  // CRIBLE_COMMENT_FACTS_H_
