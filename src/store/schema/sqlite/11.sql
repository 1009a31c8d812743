-- Open items by what a filter asks for, in the order of the queue. Only labels
-- that many items share stand here: those of one text, link or person would
-- each touch a page of their own.
CREATE TABLE label_items (
  site    TEXT NOT NULL,
  label   TEXT NOT NULL,         -- 'rule:…', 'category:…' or 'ground:…'
  due     INTEGER NOT NULL,
  comment INTEGER NOT NULL,
  PRIMARY KEY (site, label, due, comment)
) STRICT, WITHOUT ROWID;
INSERT INTO label_items (site, label, due, comment)
  SELECT i.site, l.label, i.due, i.comment FROM items AS i
  JOIN item_labels AS l ON l.comment = i.comment
  WHERE i.open = 1 AND substr(l.label, 1, 5) IN ('rule:', 'categ', 'groun')
  ORDER BY i.site, l.label, i.due, i.comment;
-- What has waited for so long, or not yet.
CREATE INDEX items_by_since ON items (site, since, due, comment)
  WHERE open = 1;
