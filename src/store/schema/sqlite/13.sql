-- Open items by words of their texts, and by labels that few share: sealed lists
-- of keyed hashes, made many at once (store/item_terms.h). A part has the items
-- of comments `first` to `last`; its lists have the numbers from first * 2048
-- on, each the words of `divisor` of 2,048.
CREATE TABLE term_parts (
  first   INTEGER PRIMARY KEY,
  last    INTEGER NOT NULL,
  divisor INTEGER NOT NULL,
  items   INTEGER NOT NULL
) STRICT;
CREATE TABLE term_lists (
  list   INTEGER PRIMARY KEY,
  sealed BLOB NOT NULL
) STRICT;
-- Items that their part does not have as they are.
CREATE TABLE term_changes (
  comment INTEGER PRIMARY KEY,
  times   INTEGER NOT NULL
) STRICT;
-- What comes since some time is due a day after that or later, or stands here.
CREATE INDEX items_hastened ON items (site, due, comment, since)
  WHERE open = 1 AND due - since < 86400000000;
