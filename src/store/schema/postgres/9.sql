-- As schema/sqlite/10.sql, which explains it.
ALTER TABLE authors
  ADD COLUMN comment BIGINT NOT NULL DEFAULT 0,
  ALTER COLUMN comments SET DEFAULT 0,
  ALTER COLUMN accepted SET DEFAULT 0,
  ALTER COLUMN refused SET DEFAULT 0,
  ALTER COLUMN first_seen SET DEFAULT 0,
  ALTER COLUMN status SET DEFAULT 0,
  ALTER COLUMN status_until SET DEFAULT 0,
  DROP CONSTRAINT authors_pkey,
  ADD PRIMARY KEY (site, author, comment);
INSERT INTO authors (site, author, comment)
  SELECT site, author, id FROM comments WHERE length(author) > 0;
DROP INDEX comments_by_author;
