-- What a source brought on one day, the last on which it brought anything.
ALTER TABLE source ADD COLUMN today BIGINT;
ALTER TABLE source ADD COLUMN events_today BIGINT NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN duplicates_today BIGINT NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN set_aside_today BIGINT NOT NULL DEFAULT 0;

-- How many events of a source wait is counted whenever somebody looks.
CREATE INDEX event_aside_source ON event_aside (source_id);
