-- Wires that are read from elsewhere: what has to be remembered of them from one run to the next.

ALTER TABLE wire ADD COLUMN bytes   INTEGER NOT NULL DEFAULT 0; -- of its dispatches and records
ALTER TABLE wire ADD COLUMN partial INTEGER NOT NULL DEFAULT 0; -- dispatches still wanted whole; kept by triggers
ALTER TABLE wire ADD COLUMN queued  INTEGER NOT NULL DEFAULT 0; -- records still wanted; kept by triggers

ALTER TABLE dispatch ADD COLUMN slug  TEXT;
ALTER TABLE dispatch ADD COLUMN stamp TEXT; -- version and enrichment as its wire's list last told them

UPDATE dispatch SET slug = (
    SELECT CASE WHEN json_valid(json) THEN json_extract(json, '$.slug') END FROM body WHERE body.n = dispatch.n
);
CREATE INDEX dispatch_slug ON dispatch (wire, slug, current, at, id) WHERE slug IS NOT NULL;

-- What counts for a record is its words and its addresses: `rows::weight` counts the same.
UPDATE wire SET bytes =
    (SELECT coalesce(sum(octet_length(b.json)), 0) FROM dispatch d JOIN body b ON b.n = d.n WHERE d.wire = wire.n)
  + (SELECT coalesce(sum(octet_length(coalesce(text, '')) + octet_length(coalesce(title, ''))
        + octet_length(coalesce(url, '')) + octet_length(coalesce(extra, ''))), 0)
     FROM record r WHERE r.wire = wire.n);

-- How reading a wire stands.
CREATE TABLE far (
    wire       INTEGER PRIMARY KEY,
    url        TEXT NOT NULL DEFAULT '',    -- where all of this was learned; another address, and it is forgotten
    server     TEXT NOT NULL DEFAULT '',    -- what it turned out to be, in a few words
    abilities  TEXT NOT NULL DEFAULT '',    -- JSON, for whoever reads wires
    met_at     INTEGER,
    tried_at   INTEGER,
    synced_at  INTEGER,
    walked     INTEGER NOT NULL DEFAULT 0,  -- its list has once been walked to the end
    rechecked_at INTEGER,                   -- when all that may still change in place was last looked at again
    failures   INTEGER NOT NULL DEFAULT 0,  -- in a row
    not_before INTEGER,
    wished     INTEGER NOT NULL DEFAULT 0,  -- the server asked for the wait; otherwise it is our own patience
    what       TEXT NOT NULL DEFAULT '',    -- the trouble, in words; empty for none
    why        TEXT NOT NULL DEFAULT '',
    remedy     TEXT NOT NULL DEFAULT '',
    refused    TEXT NOT NULL DEFAULT '',    -- fingerprint of the address and key that were refused
    notes      TEXT NOT NULL DEFAULT '',    -- a line each
    day        INTEGER NOT NULL DEFAULT 0,  -- days since 1970, UTC
    requests   INTEGER NOT NULL DEFAULT 0   -- made on that day
);

-- Walks through a list that were not finished, the newest with the highest number.
CREATE TABLE walk (
    n       INTEGER PRIMARY KEY,
    wire    INTEGER NOT NULL,
    cursor  TEXT,
    deep    INTEGER NOT NULL,   -- goes to the end of the list, whatever it meets
    reached INTEGER             -- the oldest time it has come to
);
CREATE INDEX walk_wire ON walk (wire, n);

-- What is still to be fetched, one by one.
CREATE TABLE wanted (
    wire       INTEGER NOT NULL,
    kind       INTEGER NOT NULL,            -- 0: a dispatch, whole; 1: a record
    id         TEXT NOT NULL,
    at         INTEGER NOT NULL,            -- the newest are fetched first
    asked      INTEGER NOT NULL DEFAULT 0,  -- a person opened it and could not have it: it comes before all others
    tries      INTEGER NOT NULL DEFAULT 0,  -- in vain
    not_before INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (wire, kind, id)
) WITHOUT ROWID;
CREATE INDEX wanted_newest ON wanted (wire, kind, asked, at);

CREATE TRIGGER wanted_added AFTER INSERT ON wanted BEGIN
    UPDATE wire SET partial = partial + (new.kind = 0), queued = queued + (new.kind = 1) WHERE n = new.wire;
END;
CREATE TRIGGER wanted_removed AFTER DELETE ON wanted BEGIN
    UPDATE wire SET partial = partial - (old.kind = 0), queued = queued - (old.kind = 1) WHERE n = old.wire;
END;
-- A record that has come, by whatever way, is not wanted any more.
CREATE TRIGGER record_came AFTER INSERT ON record BEGIN
    DELETE FROM wanted WHERE wire = new.wire AND kind = 1 AND id = new.id;
END;

-- Texts that are kept and not yet in the full-text index (or still in it): 0 for dispatches, 1 for records.
CREATE TABLE unindexed (
    kind INTEGER NOT NULL,
    n    INTEGER NOT NULL,
    PRIMARY KEY (kind, n)
) WITHOUT ROWID;

-- A wire brings thousands of texts at once. With more room before a flush, and more pieces before they are merged, the
-- index takes them in a third less time; what it finds is the same.
INSERT INTO dispatch_text (dispatch_text, rank) VALUES ('hashsize', 4194304), ('automerge', 8);
INSERT INTO record_text (record_text, rank) VALUES ('hashsize', 4194304), ('automerge', 8);
