-- Who reported, as a keyed mark, or empty; the call, so that it counts once; and
-- what the report weighs by its author's record: 0, 1 or 2.
ALTER TABLE notices ADD COLUMN reporter BYTEA NOT NULL DEFAULT '';
ALTER TABLE notices ADD COLUMN request_id TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE notices ADD COLUMN weight BIGINT NOT NULL DEFAULT 1;
CREATE INDEX notices_by_reporter ON notices (reporter, answer);
CREATE UNIQUE INDEX notices_by_request ON notices (request_id)
  WHERE request_id <> '';
