-- What people decided about a comment, from which the site's layer of the
-- models is counted. The text is the comment's own: what ends one ends both.
CREATE TABLE lessons (
  event    INTEGER PRIMARY KEY,  -- resolution, feedback, import or teaching
  comment  INTEGER NOT NULL,
  site     TEXT NOT NULL,
  source   TEXT NOT NULL,        -- 'review:ann', 'import:archive' …
  label    INTEGER NOT NULL,
  category TEXT NOT NULL,        -- '': that of the ground
  ground   TEXT NOT NULL,
  subject  TEXT NOT NULL,
  time     INTEGER NOT NULL,     -- when the person decided
  hash     INTEGER NOT NULL,     -- of the text: which ones are taken, and kept
  live     INTEGER NOT NULL      -- 0: a later lesson of the comment holds
) STRICT;
CREATE INDEX lessons_of_comment ON lessons (comment, event);
CREATE INDEX lessons_of_source ON lessons (site, source, hash)
  WHERE live = 1;

-- How far each site's layer in force has learned.
CREATE TABLE learning (
  site        TEXT PRIMARY KEY,
  upto        INTEGER NOT NULL,  -- from live lessons up to this token
  upto_before INTEGER NOT NULL,  -- of the layer before, for going back
  held        INTEGER NOT NULL,  -- 1: only a person lets it learn on
  changes     INTEGER NOT NULL   -- grows with every change of its lessons
) STRICT, WITHOUT ROWID;
