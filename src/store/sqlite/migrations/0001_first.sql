-- The first shape of the store. Never edited once released: a change is a new file with the next number.

CREATE TABLE wire (
    n          INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL DEFAULT '',
    note       TEXT NOT NULL DEFAULT '',
    updated_at INTEGER,
    records    INTEGER NOT NULL DEFAULT 0 -- kept by triggers
);

CREATE TABLE beat (
    n     INTEGER PRIMARY KEY,
    label TEXT NOT NULL UNIQUE
);

-- What lists need of a dispatch. `n` runs with time (sixteen numbers a second), so that the full-text index, which
-- can only be walked in the order of its row numbers, gives the newest first.
CREATE TABLE dispatch (
    n         INTEGER PRIMARY KEY,
    wire      INTEGER NOT NULL,
    id        TEXT NOT NULL,
    beat      INTEGER NOT NULL,
    at        INTEGER NOT NULL,           -- its place in the list, in microseconds
    time      INTEGER,                    -- its time as the wire tells it
    code      INTEGER NOT NULL,
    family    INTEGER NOT NULL,           -- all versions of one story share it
    version   INTEGER NOT NULL,
    previous  TEXT,
    active    INTEGER NOT NULL,
    current   INTEGER NOT NULL,
    read      INTEGER NOT NULL DEFAULT 0,
    starred   INTEGER NOT NULL DEFAULT 0, -- the same throughout a family
    cluster   TEXT,
    headline  TEXT NOT NULL,
    dek       TEXT NOT NULL,
    records   INTEGER NOT NULL,
    web       INTEGER NOT NULL,
    platforms TEXT NOT NULL,
    arc       TEXT,
    thin      INTEGER NOT NULL
);
CREATE UNIQUE INDEX dispatch_key ON dispatch (wire, id);
CREATE INDEX dispatch_code ON dispatch (code);
CREATE INDEX dispatch_family ON dispatch (family, read);
CREATE INDEX dispatch_previous ON dispatch (wire, previous) WHERE previous IS NOT NULL;
CREATE INDEX dispatch_cluster ON dispatch (wire, cluster) WHERE cluster IS NOT NULL;

-- One index for each list a reader can ask for, in exactly its order.
CREATE INDEX list_all ON dispatch (current, at, id);
CREATE INDEX list_wire ON dispatch (wire, current, at, id);
CREATE INDEX list_beat ON dispatch (beat, current, at, id);
CREATE INDEX list_wire_beat ON dispatch (wire, beat, current, at, id);
CREATE INDEX unread_all ON dispatch (read, at, id) WHERE current = 1 AND read = 0;
CREATE INDEX unread_wire ON dispatch (wire, read, at, id) WHERE current = 1 AND read = 0;
CREATE INDEX unread_beat ON dispatch (beat, read, at, id) WHERE current = 1 AND read = 0;
CREATE INDEX unread_wire_beat ON dispatch (wire, beat, read, at, id) WHERE current = 1 AND read = 0;
CREATE INDEX starred ON dispatch (starred, at, id) WHERE current = 1 AND starred = 1;

-- The whole dispatch, as the wire format writes it: the source of truth.
CREATE TABLE body (
    n    INTEGER PRIMARY KEY,
    json TEXT NOT NULL
);

CREATE TABLE record (
    n             INTEGER PRIMARY KEY, -- runs with time, as above
    wire          INTEGER NOT NULL,
    id            TEXT NOT NULL,
    at            INTEGER NOT NULL,
    kind          TEXT NOT NULL,
    external_id   TEXT,
    title         TEXT,
    byline        TEXT,
    publisher     TEXT,
    url           TEXT,
    canonical_url TEXT,
    published_at  INTEGER,
    captured_at   INTEGER,
    language      TEXT,
    content_type  TEXT,
    extra         TEXT,                -- JSON; null for none
    text          TEXT
);
CREATE UNIQUE INDEX record_key ON record (wire, id);
CREATE INDEX record_time ON record (wire, at, id);

-- Which dispatches lean on a record, whether or not the record is here.
CREATE TABLE cites (
    wire     INTEGER NOT NULL,
    record   TEXT NOT NULL,
    at       INTEGER NOT NULL,
    dispatch INTEGER NOT NULL,
    PRIMARY KEY (wire, record, at, dispatch)
) WITHOUT ROWID;

CREATE TABLE ledger (
    n        INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    stage    TEXT NOT NULL,
    cluster  TEXT NOT NULL,
    outcome  TEXT NOT NULL,
    headline TEXT NOT NULL,
    reason   TEXT NOT NULL
);

-- Words only, without the texts (those stand above) and without positions: a third of the size, and enough for
-- "all of these words". The texts are folded and, where a script writes no blanks, cut into pairs before they come here.
CREATE VIRTUAL TABLE dispatch_text USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '2 3 4 5',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
CREATE VIRTUAL TABLE record_text USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '2 3 4 5',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);

-- The words of each index, to find those that begin as typed where the beginning is longer than the index keeps.
CREATE VIRTUAL TABLE dispatch_terms USING fts5vocab (dispatch_text, instance);
CREATE VIRTUAL TABLE record_terms USING fts5vocab (record_text, instance);

-- How much is in each beat of each wire, so that the first screen counts nothing.
CREATE TABLE tally (
    wire    INTEGER NOT NULL,
    beat    INTEGER NOT NULL,
    total   INTEGER NOT NULL,
    unread  INTEGER NOT NULL,
    starred INTEGER NOT NULL,
    PRIMARY KEY (wire, beat)
) WITHOUT ROWID;

CREATE TRIGGER dispatch_added AFTER INSERT ON dispatch WHEN new.current = 1 BEGIN
    INSERT INTO tally VALUES (new.wire, new.beat, 1, 1 - new.read, new.starred)
    ON CONFLICT DO UPDATE SET total = total + 1, unread = unread + excluded.unread, starred = starred + excluded.starred;
END;
CREATE TRIGGER dispatch_removed AFTER DELETE ON dispatch WHEN old.current = 1 BEGIN
    UPDATE tally SET total = total - 1, unread = unread - (1 - old.read), starred = starred - old.starred
    WHERE wire = old.wire AND beat = old.beat;
END;
CREATE TRIGGER dispatch_left AFTER UPDATE OF wire, beat, current, read, starred ON dispatch WHEN old.current = 1 BEGIN
    UPDATE tally SET total = total - 1, unread = unread - (1 - old.read), starred = starred - old.starred
    WHERE wire = old.wire AND beat = old.beat;
END;
CREATE TRIGGER dispatch_came AFTER UPDATE OF wire, beat, current, read, starred ON dispatch WHEN new.current = 1 BEGIN
    INSERT INTO tally VALUES (new.wire, new.beat, 1, 1 - new.read, new.starred)
    ON CONFLICT DO UPDATE SET total = total + 1, unread = unread + excluded.unread, starred = starred + excluded.starred;
END;
CREATE TRIGGER record_added AFTER INSERT ON record BEGIN
    UPDATE wire SET records = records + 1 WHERE n = new.wire;
END;
CREATE TRIGGER record_removed AFTER DELETE ON record BEGIN
    UPDATE wire SET records = records - 1 WHERE n = old.wire;
END;
