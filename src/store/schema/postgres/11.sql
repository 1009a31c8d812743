-- The column of schema/sqlite/12.sql, which explains it.
ALTER TABLE ordered_texts ADD COLUMN sealed BYTEA NOT NULL DEFAULT ''::bytea;
