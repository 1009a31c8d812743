-- The table of schema/sqlite/11.sql, which explains it.
CREATE TABLE label_items (
  site    TEXT COLLATE "C" NOT NULL,
  label   TEXT COLLATE "C" NOT NULL,
  due     BIGINT NOT NULL,
  comment BIGINT NOT NULL,
  PRIMARY KEY (site, label, due, comment)
);
INSERT INTO label_items (site, label, due, comment)
  SELECT i.site, l.label, i.due, i.comment FROM items AS i
  JOIN item_labels AS l ON l.comment = i.comment
  WHERE i.open = 1 AND substr(l.label, 1, 5) IN ('rule:', 'categ', 'groun')
  ORDER BY i.site, l.label, i.due, i.comment;
CREATE INDEX items_by_since ON items (site, since, due, comment)
  WHERE open = 1;
