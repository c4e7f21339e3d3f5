-- Files on their way in, what came of them, and mappings that were saved.
CREATE TABLE upload (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    rows_estimate BIGINT, -- not known of archives
    created BIGINT NOT NULL,
    created_by TEXT NOT NULL
);
CREATE TABLE import_entry (
    id BIGINT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('checking', 'ready', 'importing', 'done', 'failed')),
    job_id BIGINT,
    message TEXT,
    uploads TEXT, -- JSON list of ids
    mapping TEXT, -- JSON object
    mapping_name TEXT,
    date_order TEXT,
    files TEXT, -- JSON list: the report
    rows_read BIGINT NOT NULL,
    rows_new BIGINT NOT NULL,
    rows_changed BIGINT NOT NULL,
    rows_unchanged BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL,
    created BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    finished BIGINT
);
CREATE TABLE mapping (
    name TEXT PRIMARY KEY,
    mapping TEXT NOT NULL, -- JSON object
    created BIGINT NOT NULL,
    created_by TEXT NOT NULL
);
