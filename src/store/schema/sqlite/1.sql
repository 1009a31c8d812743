-- Times are microseconds since 1970, 0 for none. Enumerations are the numbers
-- of store/records.h. A token is an event's place in the log.

-- All that tells something of a person: sealed under the key that stands in a
-- file beside the database. To erase a row here is to erase what it said;
-- nothing else refers to its bytes but their hash.
CREATE TABLE payloads (
  event  INTEGER PRIMARY KEY,   -- the token of the event that it belongs to
  sealed BLOB NOT NULL
) STRICT;

-- Append-only: history, outbox, watch source and log of actions.
CREATE TABLE events (
  token        INTEGER PRIMARY KEY,
  block        INTEGER NOT NULL,
  kind         INTEGER NOT NULL,
  time         INTEGER NOT NULL,
  site         TEXT NOT NULL,
  comment      TEXT NOT NULL,     -- or article; '' when it is about neither
  subject      TEXT NOT NULL,     -- who did it: the subject of a key
  code         INTEGER NOT NULL,  -- verdict, outcome, mode … by kind
  ground       TEXT NOT NULL,
  refers       INTEGER NOT NULL,  -- the token of an earlier event, or 0
  payload_hash BLOB NOT NULL      -- SHA-256 of the sealed payload, or empty
) STRICT;
-- What people did, which is what watchers ask for: the machine's decisions
-- (kind 1) are many times as many.
CREATE INDEX events_of_people ON events (site, token) WHERE kind <> 1;
CREATE INDEX events_of_comment ON events (comment, token) WHERE kind <> 1;

-- One group commit, one block, chained by hash.
CREATE TABLE blocks (
  number      INTEGER PRIMARY KEY,
  first_token INTEGER NOT NULL,
  last_token  INTEGER NOT NULL,
  time        INTEGER NOT NULL,
  root        BLOB NOT NULL,      -- Merkle root of the events' commitments
  hash        BLOB NOT NULL       -- of number, tokens, time, root and the
) STRICT;                         -- previous block's hash

CREATE TABLE comments (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  site       TEXT NOT NULL,
  article    TEXT NOT NULL,
  author     BLOB NOT NULL,       -- keyed mark of the author's id, or empty
  body       BLOB NOT NULL,       -- keyed mark of the text
  content    TEXT NOT NULL,       -- hash of all that rules and models read
  decision   INTEGER NOT NULL,    -- the decision in force
  resolution INTEGER NOT NULL,    -- the resolution in force, or 0
  state      INTEGER NOT NULL,
  observed   INTEGER NOT NULL,    -- verdict that a site which observes ignores
  decided    INTEGER NOT NULL,
  published  INTEGER NOT NULL,
  removed    INTEGER NOT NULL,
  seen       INTEGER NOT NULL,    -- when a person first opened it
  seen_by    TEXT NOT NULL,
  reports    INTEGER NOT NULL
) STRICT;
CREATE INDEX comments_resolved ON comments (author, body)
  WHERE resolution <> 0;

-- A call by its request_id, so that a repeated call is answered alike.
CREATE TABLE calls (
  site       TEXT NOT NULL,
  request_id TEXT NOT NULL,
  content    TEXT NOT NULL,
  decision   INTEGER NOT NULL,
  time       INTEGER NOT NULL,
  PRIMARY KEY (site, request_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX calls_by_time ON calls (time);

-- What waits for a person, or has waited.
CREATE TABLE items (
  comment       INTEGER PRIMARY KEY REFERENCES comments (id),
  site          TEXT NOT NULL,
  queue         INTEGER NOT NULL,
  lane          INTEGER NOT NULL,
  open          INTEGER NOT NULL,
  desk          INTEGER NOT NULL,  -- handed on to the desk
  fault_only    INTEGER NOT NULL,  -- held for a check that could not finish
  language      TEXT NOT NULL,
  since         INTEGER NOT NULL,
  due           INTEGER NOT NULL,  -- their order
  version       INTEGER NOT NULL,
  claimed_by    TEXT NOT NULL,
  claimed_until INTEGER NOT NULL
) STRICT;
CREATE INDEX items_by_due ON items (site, due, comment) WHERE open = 1;

-- By what an item can be found: 'rule:loans/offer', 'category:spam', 'ground:…'
CREATE TABLE item_labels (
  comment INTEGER NOT NULL,
  label   TEXT NOT NULL,
  PRIMARY KEY (comment, label)
) STRICT, WITHOUT ROWID;

-- What people decided, with what undoing needs.
CREATE TABLE resolutions (
  event             INTEGER PRIMARY KEY,
  comment           INTEGER NOT NULL,
  outcome           INTEGER NOT NULL,
  state_before      INTEGER NOT NULL,
  resolution_before INTEGER NOT NULL,
  queue_before      INTEGER NOT NULL,
  desk_before       INTEGER NOT NULL,
  undone            INTEGER NOT NULL   -- the token of the undo, or 0
) STRICT;
CREATE INDEX resolutions_of_comment ON resolutions (comment, event);

-- Readers' reports; the words stand in the payload.
CREATE TABLE notices (
  event   INTEGER PRIMARY KEY,
  comment INTEGER NOT NULL,
  answer  INTEGER NOT NULL   -- the resolution that answered it, or 0
) STRICT;
CREATE INDEX notices_of_comment ON notices (comment, event);

CREATE TABLE authors (
  site         TEXT NOT NULL,
  author       BLOB NOT NULL,
  comments     INTEGER NOT NULL,
  accepted     INTEGER NOT NULL,
  refused      INTEGER NOT NULL,
  first_seen   INTEGER NOT NULL,
  status       INTEGER NOT NULL,
  status_until INTEGER NOT NULL,
  PRIMARY KEY (site, author)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_modes (
  article TEXT PRIMARY KEY,
  mode    INTEGER NOT NULL,
  until   INTEGER NOT NULL,
  event   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Callers' credentials; of the secret only its hash.
CREATE TABLE keys (
  id      TEXT PRIMARY KEY,
  hash    BLOB NOT NULL,
  subject TEXT NOT NULL,
  scopes  TEXT NOT NULL,   -- with spaces between
  sites   TEXT NOT NULL,   -- with spaces between; * for all
  created INTEGER NOT NULL,
  revoked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How far the work of upkeep has come.
CREATE TABLE marks (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
