-- The rights of persons, and what law asks of those who keep their data.

-- The author wants a person to decide; their figures are kept and not used.
ALTER TABLE authors ADD COLUMN objects INTEGER NOT NULL DEFAULT 0;
ALTER TABLE authors ADD COLUMN restricted INTEGER NOT NULL DEFAULT 0;

-- Kept, and neither shown nor learned from nor counted.
CREATE TABLE restrictions (
  comment INTEGER PRIMARY KEY,
  event   INTEGER NOT NULL
) STRICT;

-- What had to be kept of erased comments, until when.
CREATE TABLE vault (
  id      INTEGER PRIMARY KEY,   -- the token of the erasure's event
  site    TEXT NOT NULL,
  comment TEXT NOT NULL,
  until   INTEGER NOT NULL,
  sealed  BLOB NOT NULL
) STRICT;
CREATE INDEX vault_by_comment ON vault (comment);

-- What must not be erased for now. Of the target one of the three.
CREATE TABLE legal_holds (
  event   INTEGER PRIMARY KEY,
  site    TEXT NOT NULL,
  comment TEXT NOT NULL,
  article TEXT NOT NULL,
  author  BLOB NOT NULL,
  until   INTEGER NOT NULL
) STRICT;

-- Erasures that wait for the end of a legal hold.
CREATE TABLE waiting_erasures (
  comment INTEGER PRIMARY KEY,
  event   INTEGER NOT NULL       -- the request
) STRICT;

-- What was erased, so that a copy of the store from before can be told: a
-- comment, all of an author, or one payload.
CREATE TABLE tombstones (
  id      INTEGER PRIMARY KEY,
  time    INTEGER NOT NULL,
  site    TEXT NOT NULL,
  comment TEXT NOT NULL,
  author  BLOB NOT NULL,
  payload INTEGER NOT NULL,
  rewrite INTEGER NOT NULL       -- the payload was rewritten, not erased
) STRICT;

-- Texts whose removal an authority has ordered.
CREATE TABLE ordered_texts (
  body  BLOB NOT NULL,
  event INTEGER NOT NULL,
  PRIMARY KEY (body, event)
) STRICT, WITHOUT ROWID;
