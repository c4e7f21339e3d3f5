-- Saved filters: which accounts are meant, under a name. `filter` is the text form (json/filter.h); other segments in it
-- are named by their keys.
CREATE TABLE segment (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    help TEXT,
    filter TEXT NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
