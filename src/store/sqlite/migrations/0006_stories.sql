-- Stories: which records tell one, what each record met on its way, and what moved.

-- A group of records. Its id is made from the record that opened it and never changes.
CREATE TABLE cluster (
    n         INTEGER PRIMARY KEY,
    wire      INTEGER NOT NULL,
    id        TEXT NOT NULL,
    headline  TEXT NOT NULL DEFAULT '',
    first_at  INTEGER,                    -- its records' times
    last_at   INTEGER,
    heard_at  INTEGER NOT NULL,           -- when its last record arrived
    records   INTEGER NOT NULL,
    voices    INTEGER NOT NULL,
    distance  REAL,                       -- from the nearest story, when it opened
    due       INTEGER NOT NULL DEFAULT 0, -- the turn that touched it, until an edition has looked at it
    outcome   TEXT,                       -- what the last edition made of it
    reason    TEXT NOT NULL DEFAULT '',
    dispatch  TEXT,                       -- a version of the dispatch that tells it
    signal_at INTEGER                     -- of the last signal
);
CREATE UNIQUE INDEX cluster_key ON cluster (wire, id);
CREATE INDEX cluster_due ON cluster (wire, due) WHERE due > 0;
CREATE INDEX cluster_dispatch ON cluster (wire, dispatch) WHERE dispatch IS NOT NULL;
CREATE INDEX cluster_fired ON cluster (signal_at, n) WHERE signal_at IS NOT NULL;
CREATE INDEX cluster_fired_wire ON cluster (wire, signal_at, n) WHERE signal_at IS NOT NULL;
CREATE INDEX cluster_watched ON cluster (outcome, last_at, n) WHERE outcome = 'watched';
CREATE INDEX cluster_watched_wire ON cluster (wire, outcome, last_at, n) WHERE outcome = 'watched';

-- What the grouping itself has to know of a cluster that may still grow; it goes when it cannot any more.
CREATE TABLE growing (
    n        INTEGER PRIMARY KEY,         -- the cluster's
    wire     INTEGER NOT NULL,
    heard_at INTEGER NOT NULL,
    state    BLOB NOT NULL
);
CREATE INDEX growing_heard ON growing (wire, heard_at);

-- Which record came to which cluster, by the record's number. That a record has come to none is seen by its absence
-- here, so that a gathering has nothing more to write.
CREATE TABLE member (
    n       INTEGER PRIMARY KEY,          -- the record's; far above all of them once it was taken back
    cluster INTEGER NOT NULL,
    seq     INTEGER NOT NULL,             -- its place in the cluster
    id      TEXT NOT NULL,
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    role    INTEGER NOT NULL              -- 0: tells it, 1: a copy, 2: came when it was full, 3: taken back since
);
CREATE INDEX member_of ON member (cluster, seq);

-- Clusters that became part of others.
CREATE TABLE alias (
    wire    INTEGER NOT NULL,
    id      TEXT NOT NULL,
    cluster INTEGER NOT NULL,
    PRIMARY KEY (wire, id)
) WITHOUT ROWID;
CREATE INDEX alias_of ON alias (cluster, id);

-- What each record met, in the order in which it happened. Only ever added to.
CREATE TABLE decision (
    n       INTEGER PRIMARY KEY,
    cluster INTEGER NOT NULL,
    came    TEXT,                         -- the cluster it was made for, if that has become part of another since
    record  INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    met     TEXT NOT NULL,
    score   INTEGER NOT NULL,             -- in ten-thousandths
    needed  INTEGER NOT NULL,
    other   TEXT,
    words   TEXT NOT NULL                 -- a line each
);
CREATE INDEX decision_of ON decision (cluster);

CREATE TABLE signal (
    n       INTEGER PRIMARY KEY,
    cluster INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    json    TEXT NOT NULL
);
CREATE INDEX signal_of ON signal (cluster, at);

-- How far the grouping of a wire is.
CREATE TABLE grouping (
    wire   INTEGER PRIMARY KEY,
    turn   INTEGER NOT NULL DEFAULT 0,    -- counts what was kept: two that group at once notice each other by it
    ground TEXT NOT NULL DEFAULT '',      -- what stories were last judged by, in words
    counts BLOB NOT NULL DEFAULT x'',     -- how common words are here
    tide   BLOB NOT NULL DEFAULT x''      -- how busy it was lately
);

-- Numbers of grouped records that were taken out, or written anew with other words, since an edition last looked.
CREATE TABLE loose (
    n INTEGER PRIMARY KEY
);
CREATE TRIGGER record_loosened AFTER DELETE ON record WHEN EXISTS (SELECT 1 FROM member WHERE n = old.n) BEGIN
    INSERT OR IGNORE INTO loose VALUES (old.n);
END;
