#ifndef CRIBLE_STORE_PERSON_RECORDS_H_
#define CRIBLE_STORE_PERSON_RECORDS_H_

// The nouns of what a person may ask of those who keep their data, and of what
// law asks. What the store calls a payload are bytes that it keeps and never
// reads (records.h).

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace crible {

enum class Outcome : uint8_t;

// -- Acts; each appends one event ---------------------------------------------

// Keeps a comment, and neither shows nor learns from nor counts it; or takes
// that back.
struct Restriction {
  std::string comment;
  bool restricts = true;
};

// By what a person is told who has no author id, as a comment has it.
struct TraitViews {
  std::string_view email, address, name;
};

// What a person wishes for what they write.
struct PersonWish {
  bool objects = false;     // nothing of theirs is refused automatically
  bool restricted = false;  // it is neither learned from nor counted, nor are
                            // their figures used
  void Add(const PersonWish& more) {
    objects |= more.objects;
    restricted |= more.restricted;
  }
};

// What holds for a person from now on, whichever of these they come with: what
// is not set stays as it is.
struct AuthorWishes {
  std::string site;
  std::string author_id;
  std::string email, address, name;
  std::optional<bool> objects;
  std::optional<bool> restricted;
  // Of whom nothing is counted any more, as FactQuery::author has them: told to
  // the other servers.
  std::vector<uint64_t> uncounted;
  std::string payload;
};

// Puts a decision right that the person disputes, whatever the queue says.
struct Rectification {
  std::string comment;
  Outcome outcome;  // kAccept or kReject
  std::string ground;
  std::string payload;
};

// Somebody opened what identifies a person, outside of the queue.
enum class AccessKind : uint8_t {
  kSearch = 1,       // looked for a person
  kExport = 2,       // access or portability, for the person
  kDisclosure = 3,   // for an authority; payload: the case
  kTeamFigures = 4,  // figures about moderators as a group
};
struct Access {
  std::string site;
  std::string comment;  // may be empty
  AccessKind kind = AccessKind::kSearch;
  std::string payload;
};

// Keeps what is named from erasure and retention. One of comment (its name),
// article (its name) and author_id.
struct LegalHold {
  std::string site;
  std::string comment, article, author_id;
  absl::Time until;
  std::string payload;  // the case
};
struct LegalHoldEnd {
  uint64_t hold = 0;
  std::string payload;
};

// An authority has ordered the removal of a comment: it is refused, and stays
// so.
struct RemovalOrder {
  std::string comment;
  std::string ground;
  std::string payload;  // the authority, its reference, its clock
  // Said of comments with the same text, and nearly the same: the authority and
  // its reference, and what such a text has one in common with.
  std::string order;
  std::vector<uint64_t> text_bands;
};

// -- Reading ------------------------------------------------------------------

// What is kept of a comment's decision or of another event, with what was said.
struct StoredPayload {
  uint64_t event = 0;
  std::string comment;
  std::string payload;
};

struct HoldRow {
  uint64_t event = 0;
  std::string site, comment, article;
  bool of_author = false;
  absl::Time until;
};

struct VaultEntry {
  std::string comment;
  absl::Time until;
  std::string payload;
};

// -- Erasure ------------------------------------------------------------------

struct Erasure {
  std::string site;
  // Their figures and status, and all their comments.
  std::vector<std::string> author_ids;
  std::vector<std::string> comments;  // names of further ones
  // What else the person was told by: their wishes end.
  struct Traits {
    std::string email, address, name;
  };
  std::vector<Traits> traits;
  std::vector<uint64_t> uncounted;  // as of AuthorWishes
  // Tokens of other events that tell of the person: what they reported.
  std::vector<uint64_t> payloads;
  // Payloads of others in which the person stands, as they are from now on.
  struct Rewrite {
    uint64_t event = 0;
    std::string payload;
  };
  std::vector<Rewrite> rewrites;
  // What law obliges to keep of comments; nothing is kept of others.
  struct Remainder {
    std::string comment;
    absl::Time until;
    std::string payload;
  };
  std::vector<Remainder> remainders;
  std::string payload;  // of the request: its reference, never the person
};

struct Erased {
  uint64_t event = 0;  // of the request
  std::vector<std::string> comments;
  int64_t payloads = 0;
  int64_t rewritten = 0;
  int64_t vaulted = 0;
  int64_t wishes = 0;  // that have ended
  absl::Time vaulted_until = absl::InfinitePast();
  // Under a legal hold: out of sight, and erased when that ends.
  std::vector<std::string> waiting;
  absl::Time waiting_until = absl::InfinitePast();
  // Bytes of what is gone, for Database::Purge to look for.
  std::vector<std::string> gone;
};

// One thing that was erased, for copies of the store from before.
struct Tombstone {
  absl::Time time;
  std::string site;
  std::string comment;   // its name, or empty
  std::string author;    // mark of an author or of a wish, or empty
  uint64_t payload = 0;  // the event's token, or 0
  bool rewrite = false;
};

// What a payload is without another person's words.
using PayloadRewriter = std::function<std::string(std::string_view)>;

// Where erased bytes may still stand, though nobody can read them without the
// key; empty when nowhere.
struct ErasureTraces {
  std::string fr, en;
};

}  // namespace crible

#endif  // CRIBLE_STORE_PERSON_RECORDS_H_
