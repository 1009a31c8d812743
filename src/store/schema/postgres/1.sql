-- The tables of schema/sqlite, which explains them, in PostgreSQL's words.
-- Texts compare by their bytes, as there.

CREATE TABLE payloads (
  event  BIGINT PRIMARY KEY,
  sealed BYTEA NOT NULL
);

-- Sealed bytes do not shrink: nothing tries.
ALTER TABLE payloads ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE TABLE events (
  token        BIGINT PRIMARY KEY,
  block        BIGINT NOT NULL,
  kind         BIGINT NOT NULL,
  time         BIGINT NOT NULL,
  site         TEXT COLLATE "C" NOT NULL,
  comment      TEXT COLLATE "C" NOT NULL,
  subject      TEXT COLLATE "C" NOT NULL,
  code         BIGINT NOT NULL,
  ground       TEXT COLLATE "C" NOT NULL,
  refers       BIGINT NOT NULL,
  payload_hash BYTEA NOT NULL
);

CREATE INDEX events_of_people ON events (site, token) WHERE kind <> 1;
CREATE INDEX events_of_comment ON events (comment, token) WHERE kind <> 1;

CREATE TABLE blocks (
  number      BIGINT PRIMARY KEY,
  first_token BIGINT NOT NULL,
  last_token  BIGINT NOT NULL,
  time        BIGINT NOT NULL,
  root        BYTEA NOT NULL,
  hash        BYTEA NOT NULL
);

CREATE TABLE comments (
  id         BIGINT PRIMARY KEY,
  name       TEXT COLLATE "C" NOT NULL UNIQUE,
  site       TEXT COLLATE "C" NOT NULL,
  article    TEXT COLLATE "C" NOT NULL,
  author     BYTEA NOT NULL,
  body       BYTEA NOT NULL,
  content    TEXT COLLATE "C" NOT NULL,
  decision   BIGINT NOT NULL,
  resolution BIGINT NOT NULL,
  state      BIGINT NOT NULL,
  observed   BIGINT NOT NULL,
  decided    BIGINT NOT NULL,
  published  BIGINT NOT NULL,
  removed    BIGINT NOT NULL,
  seen       BIGINT NOT NULL,
  seen_by    TEXT COLLATE "C" NOT NULL,
  reports    BIGINT NOT NULL
);
CREATE INDEX comments_resolved ON comments (author, body)
  WHERE resolution <> 0;

CREATE TABLE calls (
  site       TEXT COLLATE "C" NOT NULL,
  request_id TEXT COLLATE "C" NOT NULL,
  content    TEXT COLLATE "C" NOT NULL,
  decision   BIGINT NOT NULL,
  time       BIGINT NOT NULL,
  PRIMARY KEY (site, request_id)
);
CREATE INDEX calls_by_time ON calls (time);

CREATE TABLE items (
  comment       BIGINT PRIMARY KEY REFERENCES comments (id),
  site          TEXT COLLATE "C" NOT NULL,
  queue         BIGINT NOT NULL,
  lane          BIGINT NOT NULL,
  open          BIGINT NOT NULL,
  desk          BIGINT NOT NULL,
  fault_only    BIGINT NOT NULL,
  language      TEXT COLLATE "C" NOT NULL,
  since         BIGINT NOT NULL,
  due           BIGINT NOT NULL,
  version       BIGINT NOT NULL,
  claimed_by    TEXT COLLATE "C" NOT NULL,
  claimed_until BIGINT NOT NULL
);
CREATE INDEX items_by_due ON items (site, due, comment) WHERE open = 1;

CREATE TABLE item_labels (
  comment BIGINT NOT NULL,
  label   TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (comment, label)
);

CREATE TABLE resolutions (
  event             BIGINT PRIMARY KEY,
  comment           BIGINT NOT NULL,
  outcome           BIGINT NOT NULL,
  state_before      BIGINT NOT NULL,
  resolution_before BIGINT NOT NULL,
  queue_before      BIGINT NOT NULL,
  desk_before       BIGINT NOT NULL,
  undone            BIGINT NOT NULL
);
CREATE INDEX resolutions_of_comment ON resolutions (comment, event);

CREATE TABLE notices (
  event   BIGINT PRIMARY KEY,
  comment BIGINT NOT NULL,
  answer  BIGINT NOT NULL
);
CREATE INDEX notices_of_comment ON notices (comment, event);

CREATE TABLE authors (
  site         TEXT COLLATE "C" NOT NULL,
  author       BYTEA NOT NULL,
  comments     BIGINT NOT NULL,
  accepted     BIGINT NOT NULL,
  refused      BIGINT NOT NULL,
  first_seen   BIGINT NOT NULL,
  status       BIGINT NOT NULL,
  status_until BIGINT NOT NULL,
  PRIMARY KEY (site, author)
);

CREATE TABLE article_modes (
  article TEXT COLLATE "C" PRIMARY KEY,
  mode    BIGINT NOT NULL,
  until   BIGINT NOT NULL,
  event   BIGINT NOT NULL
);

CREATE TABLE keys (
  id      TEXT COLLATE "C" PRIMARY KEY,
  hash    BYTEA NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  scopes  TEXT COLLATE "C" NOT NULL,
  sites   TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  revoked BIGINT NOT NULL
);

CREATE TABLE marks (
  name  TEXT COLLATE "C" PRIMARY KEY,
  value BIGINT NOT NULL
);

CREATE TABLE articles (
  digest TEXT COLLATE "C" NOT NULL UNIQUE,
  bytes  BYTEA NOT NULL,
  used   BIGINT NOT NULL
);
CREATE INDEX articles_by_use ON articles (used);
