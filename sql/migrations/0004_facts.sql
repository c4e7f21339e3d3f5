-- What Ripen knows about customers: one table for each kind of fact (src/facts), usage packed by account and month.
-- Days are days since 1970-01-01, times UTC milliseconds, lists and objects JSON texts.
-- `known` is the day a fact became known; NULL: the day it happened.
CREATE TABLE account (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    parent_id BIGINT REFERENCES account (id) ON DELETE SET NULL,
    lifecycle TEXT NOT NULL,
    stage TEXT,
    employees BIGINT,
    size_band TEXT,
    location TEXT,
    industry TEXT,
    use_case TEXT,
    adopter_type TEXT,
    owner TEXT,
    plan TEXT,
    seats BIGINT,
    currency TEXT,
    start BIGINT,
    churned BIGINT,
    churn_reason TEXT,
    acquisition_cost_cents BIGINT,
    gross_margin_pct DOUBLE PRECISION,
    custom TEXT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX account_parent ON account (parent_id);

CREATE TABLE contact (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name TEXT,
    email TEXT,
    title TEXT,
    stakeholder_group TEXT,
    roles TEXT,
    joined BIGINT,
    left_day BIGINT,
    known BIGINT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX contact_account ON contact (account_id);

CREATE TABLE subscription (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    product TEXT,
    plan TEXT,
    seats BIGINT,
    amount_cents BIGINT NOT NULL,
    currency TEXT,
    interval_months BIGINT NOT NULL,
    start BIGINT NOT NULL,
    ended BIGINT,
    term_months BIGINT,
    auto_renewal BOOLEAN NOT NULL,
    notice_days BIGINT,
    known BIGINT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX subscription_account ON subscription (account_id, start);

CREATE TABLE invoice (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    issued BIGINT NOT NULL,
    due BIGINT,
    paid BIGINT,
    amount_cents BIGINT NOT NULL,
    currency TEXT,
    known BIGINT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX invoice_account ON invoice (account_id, issued);

CREATE TABLE ticket (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    contact_id BIGINT REFERENCES contact (id) ON DELETE SET NULL,
    vehicle TEXT,
    priority TEXT,
    subject TEXT,
    opened BIGINT NOT NULL,
    first_response BIGINT,
    understood BIGINT,
    solved BIGINT,
    closed BIGINT,
    reopened_count BIGINT,
    escalated BIGINT,
    satisfaction BIGINT,
    known BIGINT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX ticket_account ON ticket (account_id, opened);
CREATE INDEX ticket_opened ON ticket (opened);
CREATE INDEX ticket_contact ON ticket (contact_id) WHERE contact_id IS NOT NULL;

CREATE TABLE interaction (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    contacts TEXT, -- keys of contacts, which may be gone
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    direction TEXT,
    summary TEXT,
    sentiment BIGINT,
    author TEXT,
    known BIGINT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX interaction_account ON interaction (account_id, at);
CREATE INDEX interaction_at ON interaction (at);

CREATE TABLE assessment (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    day BIGINT NOT NULL,
    assessor TEXT,
    basis TEXT NOT NULL,
    charter_clarity DOUBLE PRECISION,
    charter_influence DOUBLE PRECISION,
    charter_head DOUBLE PRECISION,
    people_skill DOUBLE PRECISION,
    people_size DOUBLE PRECISION,
    people_record DOUBLE PRECISION,
    process_quality DOUBLE PRECISION,
    process_knowledge DOUBLE PRECISION,
    process_integration DOUBLE PRECISION,
    tech_tools DOUBLE PRECISION,
    tech_reports DOUBLE PRECISION,
    tech_complexity DOUBLE PRECISION,
    evidence TEXT,
    note TEXT,
    known BIGINT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX assessment_account ON assessment (account_id, day);

CREATE TABLE churn (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    day BIGINT NOT NULL,
    reason TEXT,
    amount_cents BIGINT,
    is_reactivation BOOLEAN NOT NULL,
    feedback TEXT,
    known BIGINT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX churn_account ON churn (account_id, day);

CREATE TABLE usage_event (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE, -- the event's name
    label TEXT,
    is_tracked BOOLEAN NOT NULL,
    is_advanced BOOLEAN NOT NULL,
    first_day BIGINT,
    last_day BIGINT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);

CREATE TABLE usage_user (
    id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    UNIQUE (account_id, key)
);

-- One row for each account and month; src/facts/usage/usage_block.h says how cells and users are packed.
CREATE TABLE usage_month (
    month BIGINT NOT NULL, -- since 1970-01
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    cells BLOB NOT NULL,
    users BLOB NOT NULL,
    PRIMARY KEY (month, account_id)
);
CREATE INDEX usage_month_account ON usage_month (account_id, month);

-- What an organisation keeps about accounts beyond Ripen's own fields; the values lie in account.custom.
CREATE TABLE custom_field (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('text', 'number', 'day', 'boolean')),
    created BIGINT NOT NULL,
    PRIMARY KEY (kind, name)
);

-- When the facts of an account changed last: seq only ever rises, so that whoever remembers how far it had come
-- finds what changed since. Rows stay when their account is deleted: that, too, is a change.
CREATE TABLE score_dirty (
    account_id BIGINT PRIMARY KEY,
    seq BIGINT NOT NULL
);
CREATE INDEX score_dirty_seq ON score_dirty (seq);
