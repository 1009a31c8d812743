-- Whatever a reviewer asks of a queue, its items stand in order behind one
-- index; most of these are of few items.
ALTER TABLE items ADD COLUMN article TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE items SET article =
  (SELECT article FROM comments WHERE comments.id = items.comment);
CREATE INDEX items_by_article ON items (article, due, comment)
  WHERE open = 1 AND article <> '';
CREATE INDEX items_by_language ON items (site, language, due, comment)
  WHERE open = 1;
CREATE INDEX items_by_lane ON items (site, lane, due, comment)
  WHERE open = 1 AND lane <> 0;
CREATE INDEX items_by_queue ON items (site, queue, due, comment)
  WHERE open = 1 AND queue <> 1;
CREATE INDEX items_at_desk ON items (site, due, comment)
  WHERE open = 1 AND desk = 1;
CREATE INDEX items_claimed ON items (site, due, comment)
  WHERE open = 1 AND claimed_by <> '';
DROP INDEX items_faulty;
CREATE INDEX items_faulty ON items (site, due, comment)
  WHERE open = 1 AND fault_only = 1;
