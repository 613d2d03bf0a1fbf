-- The newest records of one source, for who looks at it.
CREATE INDEX record_of ON record (source, at) WHERE source IS NOT NULL;
