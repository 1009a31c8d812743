-- What persons wish who are told by an e-mail address (kind 1), a network
-- address (2) or a name (3): a keyed mark of it and of the site. Kept until it
-- is taken back or the person is erased. The mark "wishes" counts the changes.
CREATE TABLE wishes (
  site       TEXT NOT NULL,
  mark       BLOB NOT NULL,
  kind       INTEGER NOT NULL,
  objects    INTEGER NOT NULL,
  restricted INTEGER NOT NULL,
  event      INTEGER NOT NULL,
  PRIMARY KEY (site, mark)
) STRICT, WITHOUT ROWID;

-- 0: it came from a restricted person, and whoever must decide on it sees it.
ALTER TABLE restrictions ADD COLUMN hides INTEGER NOT NULL DEFAULT 1;

-- Whose comments servers no longer count: sealed keys of their counts.
CREATE TABLE uncounted (
  id     INTEGER PRIMARY KEY,
  time   INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
