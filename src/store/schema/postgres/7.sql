-- The tables of schema/sqlite/8.sql, which explains them.

ALTER TABLE authors ADD COLUMN objects BIGINT NOT NULL DEFAULT 0;
ALTER TABLE authors ADD COLUMN restricted BIGINT NOT NULL DEFAULT 0;

CREATE TABLE restrictions (
  comment BIGINT PRIMARY KEY,
  event   BIGINT NOT NULL
);

CREATE TABLE vault (
  id      BIGINT PRIMARY KEY,
  site    TEXT COLLATE "C" NOT NULL,
  comment TEXT COLLATE "C" NOT NULL,
  until   BIGINT NOT NULL,
  sealed  BYTEA NOT NULL
);
CREATE INDEX vault_by_comment ON vault (comment);

CREATE TABLE legal_holds (
  event   BIGINT PRIMARY KEY,
  site    TEXT COLLATE "C" NOT NULL,
  comment TEXT COLLATE "C" NOT NULL,
  article TEXT COLLATE "C" NOT NULL,
  author  BYTEA NOT NULL,
  until   BIGINT NOT NULL
);

CREATE TABLE waiting_erasures (
  comment BIGINT PRIMARY KEY,
  event   BIGINT NOT NULL
);

CREATE TABLE tombstones (
  id      BIGINT PRIMARY KEY,
  time    BIGINT NOT NULL,
  site    TEXT COLLATE "C" NOT NULL,
  comment TEXT COLLATE "C" NOT NULL,
  author  BYTEA NOT NULL,
  payload BIGINT NOT NULL,
  rewrite BIGINT NOT NULL
);

CREATE TABLE ordered_texts (
  body  BYTEA NOT NULL,
  event BIGINT NOT NULL,
  PRIMARY KEY (body, event)
);
