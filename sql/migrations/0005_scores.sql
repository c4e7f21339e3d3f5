-- Scorecards in versions; the definition is JSON (docs/scoring.md).
CREATE TABLE card (
    key TEXT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
    definition TEXT NOT NULL,
    published BIGINT,
    PRIMARY KEY (key, version)
);

-- The days whose scores are kept. `seq` is how far the changes of facts were known (score_dirty); the versions are those
-- of the cards; the feeds' days and the churn rate are what the whole portfolio lent to each account's numbers.
CREATE TABLE score_day (
    day BIGINT PRIMARY KEY,
    seq BIGINT NOT NULL,
    computed BIGINT NOT NULL,
    health_version BIGINT NOT NULL,
    maturity_version BIGINT NOT NULL,
    usage_through BIGINT,
    tickets_through BIGINT,
    interactions_through BIGINT,
    invoices_through BIGINT,
    monthly_churn DOUBLE PRECISION
);

-- The scores themselves: for each day, column (src/scoring/history/kept.h) and chunk of 1,024 account ids one blob of
-- doubles, lowest byte first, one for each id of the chunk; NaN is missing, and so is what lies beyond the end.
CREATE TABLE score_column (
    day BIGINT NOT NULL,
    column_id BIGINT NOT NULL,
    chunk BIGINT NOT NULL,
    numbers BLOB NOT NULL,
    PRIMARY KEY (day, column_id, chunk)
);

-- What people keep of a page: its columns, sort and filters, under a name. Everybody sees them.
CREATE TABLE saved_view (
    id BIGINT PRIMARY KEY,
    page TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL, -- a JSON object that only the page understands
    owner TEXT NOT NULL,
    created BIGINT NOT NULL,
    UNIQUE (page, name)
);

CREATE INDEX invoice_issued ON invoice (issued);
