-- Articles as they were sent, each wording once: no personal data, and needed
-- to decide on their comments again.
CREATE TABLE articles (
  digest TEXT NOT NULL UNIQUE,
  bytes  BLOB NOT NULL,
  used   INTEGER NOT NULL        -- within a day of its last comment
) STRICT;
CREATE INDEX articles_by_use ON articles (used);
