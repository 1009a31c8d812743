-- The tables of schema/sqlite/13.sql, which explains them. Sealed bytes shrink no
-- further.
CREATE TABLE term_parts (
  first   BIGINT PRIMARY KEY,
  last    BIGINT NOT NULL,
  divisor BIGINT NOT NULL,
  items   BIGINT NOT NULL
);
CREATE TABLE term_lists (
  list   BIGINT PRIMARY KEY,
  sealed BYTEA NOT NULL
);
ALTER TABLE term_lists ALTER COLUMN sealed SET STORAGE EXTERNAL;
CREATE TABLE term_changes (
  comment BIGINT PRIMARY KEY,
  times   BIGINT NOT NULL
);
CREATE INDEX items_hastened ON items (site, due, comment, since)
  WHERE open = 1 AND due - since < 86400000000;
