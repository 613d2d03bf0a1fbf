-- What models were asked, what they answered and what that cost: so that an answer that was paid for is never paid for
-- again, and that a day's budget holds whichever program spends it.

CREATE TABLE job (
    key        TEXT PRIMARY KEY,           -- of the story, its version, its records, the prompts, the model and the round
    model      TEXT NOT NULL,
    salt       TEXT NOT NULL,              -- what the question's fences were named by
    asked_at   INTEGER NOT NULL,
    ended_at   INTEGER,                    -- empty while it is under way
    reply      TEXT,                       -- what it answered
    trouble    TEXT,                       -- why it did not
    again      INTEGER NOT NULL DEFAULT 0, -- it cost nothing and may be asked again
    faulty     INTEGER NOT NULL DEFAULT 0, -- the service failed: such failures in a row let it rest
    not_before INTEGER,                    -- the service wants to be left alone until then
    tokens_in  INTEGER NOT NULL DEFAULT 0, -- while it is under way, the most that it may come to
    tokens_out INTEGER NOT NULL DEFAULT 0,
    money      INTEGER NOT NULL DEFAULT 0  -- millionths of the unit that prices are in
) WITHOUT ROWID;
CREATE INDEX job_time ON job (asked_at);

-- What each day (UTC) came to; kept when the jobs are not.
CREATE TABLE spending (
    day        INTEGER PRIMARY KEY,        -- days since 1970
    calls      INTEGER NOT NULL DEFAULT 0,
    tokens     INTEGER NOT NULL DEFAULT 0,
    money      INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
