-- Who reported, as a keyed mark, or empty; the call, so that it counts once; and
-- what the report weighs by its author's record: 0, 1 or 2.
ALTER TABLE notices ADD COLUMN reporter BLOB NOT NULL DEFAULT x'';
ALTER TABLE notices ADD COLUMN request_id TEXT NOT NULL DEFAULT '';
ALTER TABLE notices ADD COLUMN weight INTEGER NOT NULL DEFAULT 1;
CREATE INDEX notices_by_reporter ON notices (reporter, answer);
CREATE UNIQUE INDEX notices_by_request ON notices (request_id)
  WHERE request_id <> '';
