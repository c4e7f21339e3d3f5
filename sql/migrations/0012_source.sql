-- Where events come from: a product, a site, a pipeline. Write keys stand here as they are, because browsers show theirs
-- to everybody: they allow sending events and nothing else.
CREATE TABLE source (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('server', 'browser')),
    write_key TEXT NOT NULL UNIQUE,
    old_write_key TEXT UNIQUE, -- the one before, which is taken until old_until
    old_until BIGINT,
    unknown_accounts TEXT NOT NULL CHECK (unknown_accounts IN ('create', 'park')),
    origins TEXT, -- JSON array: the pages that may send; NULL: any
    created BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    revoked BIGINT,
    events BIGINT NOT NULL DEFAULT 0,
    duplicates BIGINT NOT NULL DEFAULT 0,
    set_aside BIGINT NOT NULL DEFAULT 0,
    bytes BIGINT NOT NULL DEFAULT 0,
    last_event BIGINT
);
