-- Asking: surveys, their rounds, who was asked in each, what was mailed, and who wants no more of it.
-- Answers are facts (response), but for those of anonymous surveys, which stand by themselves.
CREATE TABLE survey (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    instrument TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'link')),
    is_anonymous BOOLEAN NOT NULL,
    kept_fields TEXT, -- JSON array: attributes of accounts that stay with anonymous answers
    audience TEXT, -- a filter over accounts; NULL: all customers
    roles TEXT, -- JSON array of contacts' roles; NULL: any
    quiet_days BIGINT,
    language TEXT,
    subject TEXT, -- JSON objects from a language to words
    words TEXT,
    about TEXT,
    open_days BIGINT NOT NULL,
    reminder_days BIGINT,
    repeat_every BIGINT,
    repeat_unit TEXT CHECK (repeat_unit IN ('days', 'months')),
    starts BIGINT,
    next_round BIGINT,
    problem TEXT,
    created BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX survey_due ON survey (next_round);

CREATE TABLE survey_round (
    id BIGINT PRIMARY KEY,
    survey_id BIGINT NOT NULL REFERENCES survey (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    version BIGINT NOT NULL, -- of the instrument
    opened BIGINT NOT NULL,
    closes BIGINT NOT NULL,
    closed BIGINT,
    UNIQUE (survey_id, number)
);

-- One person, asked in one round. The token itself is nowhere: it follows from the workspace's secret and the key.
CREATE TABLE invitation (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    round_id BIGINT NOT NULL REFERENCES survey_round (id) ON DELETE CASCADE,
    contact_id BIGINT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    email TEXT, -- as it was when they were asked; in lower case
    language TEXT,
    token_hash TEXT NOT NULL UNIQUE,
    response TEXT, -- its key; NULL: none yet, or anonymous
    draft TEXT, -- answers that are not sent in yet
    is_used BOOLEAN NOT NULL DEFAULT FALSE,
    answered BIGINT, -- NULL for anonymous ones, always
    asked BIGINT NOT NULL,
    UNIQUE (round_id, contact_id)
);
CREATE INDEX invitation_contact ON invitation (contact_id, asked);
CREATE INDEX invitation_email ON invitation (email, asked);

-- Every mail of a survey. One row for each that may be sent, so that none can be sent twice.
CREATE TABLE survey_mail (
    id BIGINT PRIMARY KEY,
    invitation_id BIGINT NOT NULL REFERENCES invitation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('invitation', 'reminder')),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'failed', 'in_doubt', 'dropped')),
    due BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    status BIGINT, -- the mail server's last reply, and its words
    said TEXT,
    changed BIGINT NOT NULL,
    UNIQUE (invitation_id, kind)
);
CREATE INDEX survey_mail_due ON survey_mail (state, due);

-- Answers that nobody can be found by: no invitation, contact, account or time, and a random id.
CREATE TABLE anonymous_answer (
    id TEXT PRIMARY KEY,
    round_id BIGINT NOT NULL REFERENCES survey_round (id) ON DELETE CASCADE,
    answers TEXT NOT NULL,
    score DOUBLE PRECISION,
    kept TEXT -- JSON object of the survey's kept_fields, only where enough people share the values
);
CREATE INDEX anonymous_answer_round ON anonymous_answer (round_id);

CREATE TABLE survey_opt_out (
    email TEXT PRIMARY KEY, -- in lower case
    at BIGINT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('link', 'mail', 'hand')),
    survey TEXT -- key of the survey that was the last straw
);
