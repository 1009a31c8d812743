-- The comment that this one answers, by its name; '' when the site did not say.
ALTER TABLE comments ADD COLUMN parent TEXT NOT NULL DEFAULT '';
CREATE INDEX comments_by_parent ON comments (parent, id) WHERE parent <> '';
-- An author's last comments.
CREATE INDEX comments_by_author ON comments (author, id);
-- The refusal that took this comment along as an answer, or 0.
ALTER TABLE resolutions ADD COLUMN cause INTEGER NOT NULL DEFAULT 0;
ALTER TABLE resolutions ADD COLUMN open_before INTEGER NOT NULL DEFAULT 1;
CREATE INDEX resolutions_by_cause ON resolutions (cause, event) WHERE cause <> 0;
