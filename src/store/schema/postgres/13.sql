-- The tables of schema/sqlite/14.sql, which explains them.
CREATE TABLE wishes (
  site       TEXT COLLATE "C" NOT NULL,
  mark       BYTEA NOT NULL,
  kind       BIGINT NOT NULL,
  objects    BIGINT NOT NULL,
  restricted BIGINT NOT NULL,
  event      BIGINT NOT NULL,
  PRIMARY KEY (site, mark)
);

ALTER TABLE restrictions ADD COLUMN hides BIGINT NOT NULL DEFAULT 1;

CREATE TABLE uncounted (
  id     BIGINT PRIMARY KEY,
  time   BIGINT NOT NULL,
  sealed BYTEA NOT NULL
);

-- ANALYZE keeps samples of the values in pg_statistic, where an erasure does not
-- come: none of these any more. A new type, though it is the same, drops those
-- that were taken.
ALTER TABLE payloads      ALTER COLUMN sealed     TYPE BYTEA, ALTER COLUMN sealed     SET STATISTICS 0;
ALTER TABLE vault         ALTER COLUMN sealed     TYPE BYTEA, ALTER COLUMN sealed     SET STATISTICS 0;
ALTER TABLE ordered_texts ALTER COLUMN sealed     TYPE BYTEA, ALTER COLUMN sealed     SET STATISTICS 0;
ALTER TABLE term_lists    ALTER COLUMN sealed     TYPE BYTEA, ALTER COLUMN sealed     SET STATISTICS 0;
ALTER TABLE uncounted     ALTER COLUMN sealed     SET STATISTICS 0;
ALTER TABLE calls         ALTER COLUMN request_id TYPE TEXT COLLATE "C", ALTER COLUMN request_id SET STATISTICS 0;
ALTER TABLE notices       ALTER COLUMN request_id TYPE TEXT COLLATE "C", ALTER COLUMN request_id SET STATISTICS 0;
