-- Pages of the web that records point to, and what their sites ask of programs.

CREATE TABLE page (
    url           TEXT PRIMARY KEY,           -- the canonical address that led to it
    resolved_url  TEXT,
    canonical_url TEXT,
    title         TEXT,
    site          TEXT,
    byline        TEXT,
    published_at  INTEGER,
    language      TEXT,
    excerpt       TEXT,
    text          TEXT NOT NULL DEFAULT '',   -- empty while it could not be had
    fetched_at    INTEGER,
    tried_at      INTEGER NOT NULL,
    trouble       TEXT NOT NULL DEFAULT '',   -- why the last try brought nothing, in words
    failures      INTEGER NOT NULL DEFAULT 0, -- in a row
    not_before    INTEGER                     -- it is not asked again by itself before
) WITHOUT ROWID;
CREATE INDEX page_tried ON page (tried_at);
CREATE INDEX page_canonical ON page (canonical_url) WHERE canonical_url IS NOT NULL;

-- Records whose text is that of their page: what a feed says of them again is only their summary.
CREATE TABLE page_record (
    wire   INTEGER NOT NULL,
    record TEXT NOT NULL,
    url    TEXT NOT NULL,
    PRIMARY KEY (wire, record)
) WITHOUT ROWID;
CREATE TRIGGER page_record_gone AFTER DELETE ON wire BEGIN
    DELETE FROM page_record WHERE wire = old.n;
END;

CREATE TABLE robots (
    origin TEXT PRIMARY KEY,                  -- scheme, host and port
    rules  TEXT NOT NULL,                     -- those that concern us, a line each
    until  INTEGER NOT NULL                   -- believed until then
) WITHOUT ROWID;
