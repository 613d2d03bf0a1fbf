-- What a record that comes in changes elsewhere is written once for all that come in a transaction (`put::Batch`), no
-- longer row by row: these triggers were a sixth of what writing a gathering cost. What goes is still counted by triggers.
DROP TRIGGER record_added;
DROP TRIGGER record_came;
DROP TRIGGER record_of_source;
