-- Numbers in events that metrics ask to be added up (src/facts/usage/usage_sums.h): which property of which event, and
-- from which position of the log on the applier does so by itself.
CREATE TABLE usage_sum (
    id BIGINT PRIMARY KEY,
    event TEXT NOT NULL, -- its name: it may leave the catalogue and come again
    property TEXT NOT NULL, -- a path in the event's properties
    segment BIGINT, -- NULL: nobody adds it up yet
    log_offset BIGINT,
    since BIGINT, -- the first day of which all is added up; NULL: none yet
    is_whole BOOLEAN NOT NULL, -- what the log told before that position is added up as well
    UNIQUE (event, property)
);

-- One row for each account, sum and month; src/facts/usage/usage_sum_block.h says how cells are packed.
CREATE TABLE usage_sum_month (
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    sum_id BIGINT NOT NULL REFERENCES usage_sum (id) ON DELETE CASCADE,
    month BIGINT NOT NULL, -- since 1970-01
    cells BLOB NOT NULL,
    PRIMARY KEY (account_id, sum_id, month)
);
CREATE INDEX usage_sum_month_sum ON usage_sum_month (sum_id);
