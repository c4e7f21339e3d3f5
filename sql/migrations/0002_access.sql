-- People, their sessions, API keys, and who changed what.
CREATE TABLE app_user (
    id BIGINT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE, -- in lower case
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'manager', 'admin')),
    password_hash TEXT NOT NULL, -- Argon2id
    is_disabled BOOLEAN NOT NULL DEFAULT FALSE,
    must_change_password BOOLEAN NOT NULL DEFAULT FALSE,
    created BIGINT NOT NULL,
    last_seen BIGINT
);

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY, -- BLAKE2b-256; the token itself only the browser has
    user_id BIGINT NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    created BIGINT NOT NULL,
    last_seen BIGINT NOT NULL
);
CREATE INDEX session_of_user ON session (user_id);

CREATE TABLE api_key (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    key_hash TEXT NOT NULL UNIQUE, -- BLAKE2b-256
    role TEXT NOT NULL CHECK (role IN ('viewer', 'manager', 'admin')),
    scopes TEXT, -- JSON array; NULL: all that the role may
    created BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    last_used BIGINT,
    expires BIGINT,
    is_revoked BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX api_key_name ON api_key (name) WHERE NOT is_revoked;

-- Names, not references: entries stay true when people and things are gone.
CREATE TABLE audit (
    id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT, -- JSON objects
    after TEXT
);
CREATE INDEX audit_thing ON audit (kind, key, id);
