-- What a comment is told by that is near to an ordered text: the order's name and
-- the bands of the text's similarity hash.
ALTER TABLE ordered_texts ADD COLUMN sealed BLOB NOT NULL DEFAULT X'';
