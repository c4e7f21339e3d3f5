-- Questionnaires with their versions, who was asked and what was answered (src/facts/survey). What came with Ripen is
-- version 1 of its id and has no row until somebody answers or changes it.
CREATE TABLE instrument (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL, -- draft published retired
    definition TEXT NOT NULL, -- JSON
    revision BIGINT NOT NULL, -- counts the changes of a draft
    note TEXT,
    updated BIGINT,
    updated_by TEXT,
    published BIGINT,
    published_by TEXT,
    retired BIGINT,
    UNIQUE (key, version)
);
CREATE UNIQUE INDEX instrument_published ON instrument (key) WHERE state = 'published';
CREATE UNIQUE INDEX instrument_draft ON instrument (key) WHERE state = 'draft';

-- `answered` NULL is silence. `known` is the day a fact became known; NULL: the day it happened.
CREATE TABLE response (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    contact_id BIGINT REFERENCES contact (id) ON DELETE SET NULL,
    instrument TEXT NOT NULL,
    version BIGINT NOT NULL,
    survey TEXT,
    basis TEXT NOT NULL,
    invited BIGINT NOT NULL,
    reminded BIGINT,
    answered BIGINT,
    language TEXT,
    score DOUBLE PRECISION,
    comment TEXT,
    answers TEXT, -- JSON
    known BIGINT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);
CREATE INDEX response_account ON response (account_id, invited);
CREATE INDEX response_contact ON response (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX response_instrument ON response (instrument, invited);
CREATE INDEX response_survey ON response (survey) WHERE survey IS NOT NULL;

-- The short form rates the four groups as wholes, and whoever answered for the customer is known.
ALTER TABLE assessment ADD COLUMN charter DOUBLE PRECISION;
ALTER TABLE assessment ADD COLUMN people DOUBLE PRECISION;
ALTER TABLE assessment ADD COLUMN process DOUBLE PRECISION;
ALTER TABLE assessment ADD COLUMN technology DOUBLE PRECISION;
ALTER TABLE assessment ADD COLUMN contact_id BIGINT REFERENCES contact (id) ON DELETE SET NULL;
CREATE INDEX assessment_contact ON assessment (contact_id) WHERE contact_id IS NOT NULL;
