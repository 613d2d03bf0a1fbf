-- Sources of one's own: what has to be remembered of them, and what their records say more than others'.

CREATE TABLE source (
    n             INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    wire          INTEGER,                    -- where its records go; null while it was only heard of
    url           TEXT NOT NULL DEFAULT '',   -- where all of this was learned; another address, and it is forgotten
    title         TEXT NOT NULL DEFAULT '',
    etag          TEXT,
    last_modified TEXT,
    cursor        TEXT,
    tried_at      INTEGER,
    gathered_at   INTEGER,
    next_at       INTEGER,
    full_at       INTEGER,                    -- when it last answered with all of it
    wished        INTEGER NOT NULL DEFAULT 0, -- the server asked for the wait; otherwise it is our own schedule
    failures      INTEGER NOT NULL DEFAULT 0, -- in a row
    what          TEXT NOT NULL DEFAULT '',   -- the trouble, in words; empty for none
    why           TEXT NOT NULL DEFAULT '',
    remedy        TEXT NOT NULL DEFAULT '',
    notes         TEXT NOT NULL DEFAULT '',   -- a line each
    repaired      INTEGER NOT NULL DEFAULT 0,
    gone          INTEGER NOT NULL DEFAULT 0,
    moved         TEXT NOT NULL DEFAULT '',   -- where the server says it has moved for good
    moved_times   INTEGER NOT NULL DEFAULT 0,
    moved_since   INTEGER,
    rhythm        INTEGER,                    -- seconds between two of its items, the middle one
    newest_at     INTEGER,
    rest          INTEGER NOT NULL DEFAULT 0, -- seconds that it asks to be left alone after an answer
    lags          TEXT NOT NULL DEFAULT '',   -- seconds from publication to capture of what came lately
    records       INTEGER NOT NULL DEFAULT 0  -- kept by triggers
);

-- Its records by the day they are of (UTC), for the last two weeks; kept by triggers.
CREATE TABLE source_day (
    source  INTEGER NOT NULL,
    day     INTEGER NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (source, day)
) WITHOUT ROWID;

ALTER TABLE record ADD COLUMN source       INTEGER;
ALTER TABLE record ADD COLUMN backfill     INTEGER NOT NULL DEFAULT 0;
ALTER TABLE record ADD COLUMN copy_of      TEXT;
ALTER TABLE record ADD COLUMN resolved_url TEXT;
ALTER TABLE record ADD COLUMN updated_at   INTEGER;
ALTER TABLE record ADD COLUMN summary      TEXT;
ALTER TABLE record ADD COLUMN links        TEXT; -- a line each; null for none

-- The ids are long, and the row numbers break ties as well.
DROP INDEX record_time;
CREATE INDEX record_time ON record (wire, at);

-- What a post's provider calls it: whole accounts are deleted by the beginning of it.
CREATE INDEX record_post ON record (source, external_id) WHERE kind = 'bluesky';

-- What was taken back by who posted it does not come in again.
CREATE TABLE taken_back (
    wire INTEGER NOT NULL,
    id   TEXT NOT NULL,
    at   INTEGER NOT NULL,
    PRIMARY KEY (wire, id)
) WITHOUT ROWID;

-- By what a copy is known among the records of the last days: hashes of its page, its title and its words.
CREATE TABLE echo (
    mark INTEGER NOT NULL,
    n    INTEGER NOT NULL,
    PRIMARY KEY (mark, n)
) WITHOUT ROWID;

-- The lists of beginnings made the records' index four times as large. `search` finds beginnings by the words
-- there are, or by looking at the newest records; so they go, and what was indexed is indexed anew, by the way. What
-- comes here is folded and cut already, words with blanks between: to find the blanks again needs no tables of Unicode.
DROP TABLE record_terms;
DROP TABLE record_text;
CREATE VIRTUAL TABLE record_text USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
CREATE VIRTUAL TABLE record_terms USING fts5vocab (record_text, instance);
INSERT INTO record_text (record_text, rank) VALUES ('hashsize', 4194304), ('automerge', 8);
INSERT OR IGNORE INTO unindexed (kind, n) SELECT 1, n FROM record;

CREATE TRIGGER record_of_source AFTER INSERT ON record WHEN new.source IS NOT NULL BEGIN
    UPDATE source SET records = records + 1 WHERE n = new.source;
    INSERT INTO source_day VALUES (new.source, new.at / 86400000000, 1)
    ON CONFLICT DO UPDATE SET records = records + 1;
END;
CREATE TRIGGER record_left_source AFTER DELETE ON record WHEN old.source IS NOT NULL BEGIN
    UPDATE source SET records = records - 1 WHERE n = old.source;
    UPDATE source_day SET records = records - 1 WHERE source = old.source AND day = old.at / 86400000000;
END;
