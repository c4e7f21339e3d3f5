-- What the customer wants and gives back: goals with their measurements, campaigns, advocacy, opportunities (src/facts).
-- `known` is the day a fact became known; NULL: the day it happened.
CREATE TABLE goal (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    outcome TEXT NOT NULL,
    unit TEXT,
    baseline DOUBLE PRECISION,
    target DOUBLE PRECISION,
    agreed BIGINT NOT NULL,
    due BIGINT,
    met BIGINT,
    owner TEXT,
    note TEXT,
    known BIGINT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX goal_account ON goal (account_id, agreed);

CREATE TABLE measurement (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    goal_id BIGINT NOT NULL REFERENCES goal (id) ON DELETE CASCADE,
    day BIGINT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    note TEXT,
    known BIGINT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX measurement_account ON measurement (account_id, day);
CREATE INDEX measurement_goal ON measurement (goal_id);

CREATE TABLE campaign_touch (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    contact_id BIGINT REFERENCES contact (id) ON DELETE SET NULL,
    campaign TEXT NOT NULL,
    sent BIGINT NOT NULL,
    opened BIGINT,
    clicked BIGINT,
    unsubscribed BIGINT,
    known BIGINT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX campaign_touch_account ON campaign_touch (account_id, sent);
CREATE INDEX campaign_touch_sent ON campaign_touch (sent);
CREATE INDEX campaign_touch_contact ON campaign_touch (contact_id) WHERE contact_id IS NOT NULL;

CREATE TABLE advocacy (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    contact_id BIGINT REFERENCES contact (id) ON DELETE SET NULL,
    kind TEXT NOT NULL,
    day BIGINT NOT NULL,
    worth_cents BIGINT,
    currency TEXT,
    note TEXT,
    known BIGINT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX advocacy_account ON advocacy (account_id, day);
CREATE INDEX advocacy_day ON advocacy (day);
CREATE INDEX advocacy_contact ON advocacy (contact_id) WHERE contact_id IS NOT NULL;

CREATE TABLE opportunity (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name TEXT,
    kind TEXT NOT NULL,
    amount_cents BIGINT,
    currency TEXT,
    stage TEXT,
    opened BIGINT NOT NULL,
    expected_close BIGINT,
    closed BIGINT,
    is_won BOOLEAN NOT NULL,
    owner TEXT,
    known BIGINT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX opportunity_account ON opportunity (account_id, opened);
CREATE INDEX opportunity_opened ON opportunity (opened);

-- How far the new feeds reached when a day was scored.
ALTER TABLE score_day ADD COLUMN touches_through BIGINT;
ALTER TABLE score_day ADD COLUMN advocacy_through BIGINT;
ALTER TABLE score_day ADD COLUMN opportunities_through BIGINT;
