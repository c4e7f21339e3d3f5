-- How far the applier has folded the log of events into facts; one row. It is written in the same transaction as what
-- was folded, so that each event counts exactly once.
CREATE TABLE event_position (
    id BIGINT PRIMARY KEY,
    segment BIGINT NOT NULL,
    log_offset BIGINT NOT NULL,
    aside_lost BIGINT NOT NULL, -- set aside, and then pushed out by newer ones
    changed BIGINT NOT NULL
);
INSERT INTO event_position (id, segment, log_offset, aside_lost, changed) VALUES (1, 0, 0, 0, 0);

-- Users of the product as events name them: the account of the last group call (by its key: it may come later), and
-- for an anonymous id, or one from before an alias call, who it is.
CREATE TABLE event_user (
    key TEXT PRIMARY KEY,
    same_as TEXT,
    account TEXT,
    changed BIGINT NOT NULL
);
CREATE INDEX event_user_account ON event_user (account) WHERE account IS NOT NULL;
CREATE INDEX event_user_same_as ON event_user (same_as) WHERE same_as IS NOT NULL;

-- Events that could not be counted, the newest of them, with the reason.
CREATE TABLE event_aside (
    id BIGINT PRIMARY KEY,
    source_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    message TEXT,
    type TEXT NOT NULL,
    name TEXT,
    user_key TEXT,
    account TEXT,
    received BIGINT NOT NULL,
    at BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    event TEXT NOT NULL -- JSON
);
CREATE INDEX event_aside_reason ON event_aside (reason, id);

-- Rules that mend events (src/intake/apply/mend.h).
CREATE TABLE event_rule (
    id BIGINT PRIMARY KEY,
    source_id BIGINT,
    type TEXT,
    name TEXT,
    reason TEXT,
    action TEXT NOT NULL,
    value TEXT,
    created BIGINT NOT NULL,
    created_by TEXT NOT NULL
);

-- Which contact a user of the product is, once something tells.
ALTER TABLE usage_user ADD COLUMN contact_id BIGINT REFERENCES contact (id) ON DELETE SET NULL;

-- How much each event is used in all, and by how many accounts; NULL: of before, not counted yet.
ALTER TABLE usage_event ADD COLUMN volume BIGINT;
ALTER TABLE usage_event ADD COLUMN accounts BIGINT;

-- Who was deleted and is still to be forgotten in the log of events: an account with all its users, or one user.
CREATE TABLE event_forget (
    id BIGINT PRIMARY KEY,
    account TEXT,
    user_key TEXT,
    asked BIGINT NOT NULL
);
