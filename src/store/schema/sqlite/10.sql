-- An author's figures (comment = 0) and behind them the author's comments, in
-- one tree: a comment touches one page of it, where two trees would have each
-- its own, as marks are spread evenly.
CREATE TABLE authors_and_comments (
  site         TEXT NOT NULL,
  author       BLOB NOT NULL,
  comment      INTEGER NOT NULL,
  comments     INTEGER NOT NULL DEFAULT 0,  -- figures, as all that follows
  accepted     INTEGER NOT NULL DEFAULT 0,
  refused      INTEGER NOT NULL DEFAULT 0,
  first_seen   INTEGER NOT NULL DEFAULT 0,
  status       INTEGER NOT NULL DEFAULT 0,
  status_until INTEGER NOT NULL DEFAULT 0,
  objects      INTEGER NOT NULL DEFAULT 0,
  restricted   INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (site, author, comment)
) STRICT, WITHOUT ROWID;
INSERT INTO authors_and_comments
  SELECT site, author, 0, comments, accepted, refused, first_seen, status,
    status_until, objects, restricted FROM authors;
INSERT INTO authors_and_comments (site, author, comment)
  SELECT site, author, id FROM comments WHERE length(author) > 0
  ORDER BY site, author, id;
DROP TABLE authors;
ALTER TABLE authors_and_comments RENAME TO authors;
DROP INDEX comments_by_author;
