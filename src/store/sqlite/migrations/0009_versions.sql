-- Running stories, and stories that wait for their next version.

ALTER TABLE dispatch ADD COLUMN earlier TEXT;                      -- a version of what told an earlier part of its story
ALTER TABLE dispatch ADD COLUMN alike   INTEGER NOT NULL DEFAULT 0; -- filed by its likeness to others alone
CREATE INDEX dispatch_earlier ON dispatch (wire, earlier) WHERE earlier IS NOT NULL;

ALTER TABLE cluster ADD COLUMN waits INTEGER;                      -- due, and not to be looked at before this moment
