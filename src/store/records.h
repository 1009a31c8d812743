#ifndef CRIBLE_STORE_RECORDS_H_
#define CRIBLE_STORE_RECORDS_H_

// The nouns of the store. Numbers of enumerations are on disk: they are never
// changed. What the store calls a payload are bytes that it keeps and never
// reads; callers put into it all that tells something of a person.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "comment/decision.h"
#include "comment/facts.h"
#include "store/lesson_records.h"
#include "store/person_records.h"

namespace crible {

// Where a comment stands in its readers' sight.
enum class CommentState : uint8_t {
  kWaiting = 1,
  kAccepted = 2,
  kRefused = 3,
  kWithdrawn = 4,
  // Not published, and its author has nothing to do with it: nobody read it in
  // time, or what it answers was refused.
  kSetAside = 5,
};

// Why a person should read it.
enum class ReviewQueue : uint8_t {
  kHeld = 1,      // not published before
  kLook = 2,      // published, to be looked at
  kReported = 3,  // published, and a reader has reported it
};

enum class Outcome : uint8_t {
  kAccept = 1,
  kReject = 2,
  kKeep = 3,      // what is published stays so: the report was unfounded
  kHandOn = 4,    // to the desk, with a question; the item stays open
  kSetAside = 5,  // no person's choice: CommentState::kSetAside
};

enum class FeedbackKind : uint8_t {
  kWrongReason = 1,  // the decision is right, its reason is not
  kWrongDecision = 2,
  kRightDecision = 3,
};

enum class EventKind : uint8_t {
  kDecision = 1,      // code: verdict + 1; refers: the decision it supersedes
  kResolution = 2,    // code: Outcome; refers: the decision it is about
  kUndo = 3,          // code: Outcome; refers: the resolution
  kSighting = 4,      // a person opened the comment for the first time
  kNotice = 5,        // a reader reported it; ground
  kWithdrawal = 6,    // its author or an editor took it away
  kPublication = 7,   // code: 1 published, 2 removed
  kArticleMode = 8,   // code: ArticleMode; the article stands as comment
  kAuthorStatus = 9,  // code: AuthorStatus
  kFeedback = 10,     // code: FeedbackKind
  kKey = 11,          // code: 1 made, 2 revoked
  kExpiry = 12,  // it waited for too long; code: Outcome, refers: the decision
  kRedecision = 13,  // decided again when a check was back; code: verdict + 1,
                     // refers: the decision
  kNoticeAnswer = 14,  // a resolution answered it; code: Outcome, ground;
                       // refers: the notice
  kImport = 20,       // a comment of the site's past; code: LessonLabel; ground
  kTeaching = 21,     // outside of the queue; code: LessonLabel; ground
  kSourceDrop = 22,   // the source stands as comment; code: how many comments
  kLayer = 23,        // the site's layer; code: 1 learned on, 2 went back; its
                      // hash stands as comment; refers: its last lesson
  kErasure = 30,      // of a comment; code: 1 erased, 2 waits for a hold's end;
                      // without a comment: the request
  kRestriction = 31,  // code: 1 from now on, 2 no longer
  kWishes = 32,       // of an author; code: 1 objects, 2 restricted, 4 is set,
                      // and 8 is not, added up (1 + 4: objects from now on)
  kRedaction = 33,    // the payload of `refers` was rewritten without another
                      // person's words; ground: SHA-256 of it sealed
  kRectification = 34,  // code: Outcome
  kAccess = 35,         // code: AccessKind
  kLegalHold = 36,      // code: 1 placed, 2 ended; refers: the hold
  kRemovalOrder = 37,   // the comment is refused by order
};

// The ground of an acceptance that chance alone chose to be looked at.
inline constexpr char kSampleGround[] = "sample";

// One line of the log.
struct Event {
  uint64_t token = 0;  // its place: 1, 2, 3 … in the order of commits
  EventKind kind = EventKind::kDecision;
  absl::Time time;
  std::string site;
  std::string comment;
  std::string subject;  // who
  int code = 0;
  std::string ground;
  uint64_t refers = 0;
  std::string payload;  // empty when there was none or it is erased
};

// One decision of the engine, to be kept.
struct CommentDecision {
  std::string site;
  std::string comment;  // sites/{site}/comments/{comment}
  std::string article;  // its name, or empty
  std::string parent;   // the name of what it answers, or empty
  std::string author_id;
  std::string body;
  std::string content;  // hash of all that rules and models read
  // Of the article's content, empty when none was sent; and the content, if
  // Store::WantsArticle.
  std::string article_digest;
  std::string article_bytes;
  std::string request_id;  // may be empty
  std::string call_content;
  std::string subject;  // of the key that asked
  Verdict verdict = Verdict::kAccept;
  bool look = false;
  Lane lane = Lane::kNormal;
  std::string ground;               // of what is held or refused, if known
  std::optional<Verdict> observed;  // for a site that only observes
  bool fault_only = false;          // held for nothing but faults
  // Its author wishes that it is neither learned from nor counted.
  bool restricted = false;
  // Decided again, by Crible itself, because a check that had not finished can
  // finish now. Recorded only as long as the comment is still held for that
  // alone and nobody reads it; else the commit settles ABORTED.
  bool again = false;
  std::string language;
  // By what it is found and compared: "rule:pack/id", "category:spam",
  // "ground:insult"; "text:", "link:", "person:" and "name:" with hashes.
  std::vector<std::string> labels;
  absl::Time time;
  std::string payload;
};

// What is known of a comment that was decided before.
struct StoredComment {
  std::string name;
  std::string article;
  std::string content;
  CommentState state = CommentState::kWaiting;
  uint64_t decision = 0;    // token of the decision in force
  uint64_t resolution = 0;  // of the resolution in force, or 0
  absl::Time published = absl::InfinitePast();
  absl::Time removed = absl::InfinitePast();
  absl::Time seen = absl::InfinitePast();  // when a person first opened it
  std::string seen_by;
  uint32_t reports = 0;
  std::string payload;  // of the decision in force
};

struct StoredCall {
  std::string content;
  std::string payload;  // of the decision that answered it
};

// What the store remembers of an author.
struct KnownAuthor {
  uint32_t comments = 0;
  uint32_t accepted = 0;
  uint32_t refused = 0;
  absl::Time first_seen;
  AuthorStatus status = AuthorStatus::kNormal;  // at the time asked for
  bool objects = false;     // nothing of theirs is refused automatically
  bool restricted = false;  // the figures above are kept and not used
};

// An author with the last comments that are kept of them, latest first.
struct AuthorLine {
  KnownAuthor known;
  absl::Time status_until = absl::InfinitePast();  // if the status holds
  uint32_t waiting = 0;
  std::vector<StoredComment> comments;
};

// How somebody's reports were answered so far.
struct ReporterRecord {
  uint32_t upheld = 0;
  uint32_t unfounded = 0;
};
// A report of a comment, with the record of who sent it.
struct NoticeRecord {
  uint64_t event = 0;
  uint32_t weight = 1;
  ReporterRecord
      record;  // at the time of asking; nothing of one without a name
};

// What was decided about the same text: by a person, about the same author's;
// by an authority, about anybody's. The later goes before the earlier.
enum class EarlierText : uint8_t {
  kNone,
  kAcceptedHere,   // under the same article
  kRefused,        // anywhere at the site
  kOrderedAway,    // at any site
  kNearlyOrdered,  // at any site, nearly the text; if none of the others is so
};

// How far erasures, removal orders and restrictions have come, of any process
// with the same database: another value means that there was one.
struct Removals {
  uint64_t erased = 0;
  uint64_t ordered = 0;
  uint64_t restricted = 0;
  uint64_t uncounted = 0;
  auto operator<=>(const Removals&) const = default;
};

// What was erased or restricted since: names of comments, and authors as
// FactQuery::author has them.
struct Removed {
  std::vector<std::string> comments;
  std::vector<uint64_t> authors;
};

// What the engine asks of the world outside a comment.
struct KnownQuery {
  std::string_view site;
  std::string_view comment;  // its name; may be empty, as the following
  std::string_view author_id;
  TraitViews traits;
  std::string_view body;
  std::string_view article;              // its name
  std::span<const uint64_t> text_bands;  // of its similarity hash
  absl::Time now;
};
struct Known {
  // Less the comment that is asked about. nullopt for one never seen.
  std::optional<KnownAuthor> author;
  // Of the author, or of whoever comes with this e-mail, address or name.
  PersonWish wish;
  EarlierText earlier = EarlierText::kNone;
  std::string order;  // of kOrderedAway and kNearlyOrdered, as it was entered
  ArticleMode mode = ArticleMode::kByPolicy;
  // Readers who reported the comment, if it is known: each once, but for those
  // whose reports weigh nothing.
  std::optional<uint32_t> reports;
  bool restricted = false;  // the comment, if it is known
};

// A comment that waits for a person, or has waited.
struct ReviewItem {
  StoredComment comment;
  int64_t id = 0;  // of the comment within the store
  ReviewQueue queue = ReviewQueue::kHeld;
  Lane lane = Lane::kNormal;
  bool open = true;
  bool desk = false;
  bool fault_only = false;
  std::string language;
  absl::Time since;
  absl::Time due;        // what orders the queue
  uint64_t version = 0;  // changes with the item; claims do not count
  std::string claimed_by;
  absl::Time claimed_until = absl::InfinitePast();
  std::vector<std::string> labels;  // in GetItem only
  // Of the reports that wait for an answer and weigh something, each once.
  std::vector<std::string> reported_grounds;
};

// Which items. What is empty or not set takes all.
struct ItemFilter {
  std::string site;  // required
  std::optional<ReviewQueue> queue;
  std::optional<Lane> lane;
  std::optional<bool> desk;
  std::optional<bool> claimed;  // at `now`
  std::string label;            // any of ReviewItem::labels
  std::string language;
  std::string article;
  std::string author_id;
  bool fault_only = false;
  absl::Time since_min = absl::InfinitePast();
  absl::Time since_max = absl::InfiniteFuture();
  // All among WordsOf; they only narrow down: who lists looks at what is found.
  std::vector<std::string> words;
};

// The words of a decision's payload, as a filter has them. From any thread.
using WordsOf = std::function<std::vector<std::string>(std::string_view)>;

// The place after an item in the order of the queue.
struct ItemPlace {
  int64_t due_micros = INT64_MIN;
  int64_t id = 0;
};

// An urgent item for which the alarm has not been rung.
struct Alarm {
  std::string comment;
  std::vector<std::string> grounds;  // among the decision's reasons
};

struct ClaimRequest {
  std::string subject;
  absl::Duration lease;  // zero gives the items back
  absl::Time now;
  // These, or else the first `items_max` that the filter takes and nobody else
  // has claimed.
  std::vector<std::string> comments;
  ItemFilter filter;
  int items_max = 1;
};

// -- What people and systems do; each appends one event ----------------------

struct Resolution {
  std::string comment;
  uint64_t version = 0;  // of the item that was looked at
  Outcome outcome = Outcome::kAccept;
  std::string ground;  // for kReject
  // With kReject: the answers to the comment, and the answers to those, that
  // are in sight or wait, at most kRepliesMax, are set aside: one event each.
  bool with_replies = false;
  std::string payload;
};
inline constexpr int kRepliesMax = 1000;
struct Undo {
  uint64_t resolution = 0;
  std::string payload;
};
// A held comment has waited for as long as the policy lets it: kAccept
// publishes it and has it looked at, kHandOn gives it to the desk, kSetAside
// ends it. Undone as a resolution is.
struct Expiry {
  std::string comment;
  uint64_t version = 0;  // of the item
  Outcome outcome = Outcome::kAccept;
  std::string ground;  // for kSetAside
};
struct Sighting {
  std::string comment;
};
struct Notice {
  std::string comment;
  std::string ground;
  Lane lane = Lane::kNormal;  // of the ground; the item goes no lower
  std::string reporter;    // who reports, as the site knows them; may be empty
  std::string request_id;  // of the call; may be empty
  // By policy: from so many readers on, what was accepted waits.
  std::optional<uint32_t> hold_after;
  std::vector<std::string> labels;  // as CommentDecision::labels, of its text
  std::string payload;
};
struct Withdrawal {
  std::string comment;
};
struct PublicationNote {
  std::string comment;
  bool published = true;  // else removed
  absl::Time time;
};
struct ArticleModeSetting {
  std::string site;
  std::string article;
  ArticleMode mode = ArticleMode::kByPolicy;
  absl::Time until = absl::InfiniteFuture();
  std::string payload;
};
struct AuthorStatusSetting {
  std::string site;
  std::string author_id;
  AuthorStatus status = AuthorStatus::kNormal;
  absl::Time until = absl::InfiniteFuture();
  std::string payload;
};
struct Feedback {
  std::string comment;
  FeedbackKind kind = FeedbackKind::kWrongReason;
  std::string ground;  // why it is to be refused, if that is said
  std::string payload;
};

// A comment of the site's past, with what people decided about it then. It
// becomes known as if it had come through the engine, and a lesson.
// ALREADY_EXISTS when its name is known: who imports a file again goes on.
struct Import {
  // Its verdict, kAccept or kReject, is that of the people; `time` when it was
  // written.
  CommentDecision comment;
  std::string source;  // "import:archive"
  LessonLabel label = LessonLabel::kAccepted;
  std::string category;  // if it was said; without it and a ground it teaches
  std::string ground;    // no category, but counts as refused
  std::string decided_by;
  absl::Time decided;
};

using Act =
    std::variant<Resolution, Undo, Expiry, Sighting, Notice, Withdrawal,
                 PublicationNote, ArticleModeSetting, AuthorStatusSetting,
                 Feedback, Import, Teaching, SourceDrop, LayerChange,
                 Restriction, AuthorWishes, Rectification, Access, LegalHold,
                 LegalHoldEnd, RemovalOrder>;

// Who acts, and when.
struct Actor {
  std::string subject;
  absl::Time now;
};

// A caller's credential, without its secret.
struct Key {
  std::string id;
  std::string hash;  // SHA-256 of the secret, raw
  std::string subject;
  std::vector<std::string> scopes;
  std::vector<std::string> sites;  // "*" for all
  absl::Time created;
  absl::Time revoked = absl::InfinitePast();
};

// How long each kind of data is kept; src/store/README.md has the reasons.
struct Retention {
  absl::Duration calls = absl::Hours(24);
  absl::Duration accepted = absl::Hours(24 * 90);
  // Held, or refused on a ground that is not among the following.
  absl::Duration reviewed = absl::Hours(24 * 120);
  std::map<std::string, absl::Duration> grounds;  // refused on it
  absl::Duration notices = absl::Hours(24 * 365);
  // As long as backups are, so that erasures can be done again on them.
  absl::Duration tombstones = absl::Hours(24 * 400);
};

// What a site did with a comment that Crible only observed.
enum class ObservedFate : uint8_t {
  kUnknown,    // the site has not said
  kPublished,  // and it is still online
  kRemoved,    // not published, or taken away again
  kWithdrawn,  // by its author, or before anybody decided
};
// Comments that Crible would have decided so, and that the site treated so.
struct ObservedCell {
  Verdict verdict = Verdict::kAccept;
  ObservedFate fate = ObservedFate::kUnknown;
  int64_t comments = 0;
  int64_t reported = 0;               // of these, by readers
  std::vector<std::string> examples;  // names, latest first
};

// What one round of upkeep took away.
struct Pruned {
  int64_t calls = 0;
  int64_t payloads = 0;
  int64_t comments = 0;
  // Bytes of what waited for the end of legal holds, for Database::Purge.
  std::vector<std::string> gone;
};

// The end of the log: give it to somebody else, and the log cannot be changed
// without their noticing.
struct LogHead {
  uint64_t block = 0;
  uint64_t token = 0;
  std::string hash;  // of the last block, hexadecimal; empty for an empty log
};

}  // namespace crible

#endif  // CRIBLE_STORE_RECORDS_H_
