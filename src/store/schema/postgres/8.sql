-- The tables of schema/sqlite/8.sql, which explains them.
CREATE TABLE lessons (
  event    BIGINT PRIMARY KEY,
  comment  BIGINT NOT NULL,
  site     TEXT COLLATE "C" NOT NULL,
  source   TEXT COLLATE "C" NOT NULL,
  label    BIGINT NOT NULL,
  category TEXT COLLATE "C" NOT NULL,
  ground   TEXT COLLATE "C" NOT NULL,
  subject  TEXT COLLATE "C" NOT NULL,
  time     BIGINT NOT NULL,
  hash     BIGINT NOT NULL,
  live     BIGINT NOT NULL
);
CREATE INDEX lessons_of_comment ON lessons (comment, event);
CREATE INDEX lessons_of_source ON lessons (site, source, hash)
  WHERE live = 1;

CREATE TABLE learning (
  site        TEXT COLLATE "C" PRIMARY KEY,
  upto        BIGINT NOT NULL,
  upto_before BIGINT NOT NULL,
  held        BIGINT NOT NULL,
  changes     BIGINT NOT NULL
);
