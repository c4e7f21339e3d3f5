-- Models of who will leave, each with its card; what they foretold, and how that turned out.
CREATE TABLE risk_model (
    id BIGINT PRIMARY KEY,
    created BIGINT NOT NULL,
    day BIGINT NOT NULL,
    is_in_force BOOLEAN NOT NULL,
    card TEXT NOT NULL, -- JSON (src/forecast/risk/model_card.h)
    learner TEXT NOT NULL, -- JSON (src/forecast/risk/learner.h)
    slope DOUBLE PRECISION NOT NULL, -- of the calibration
    intercept DOUBLE PRECISION NOT NULL,
    trees BLOB, -- of a learner that is made of trees
    told BLOB NOT NULL, -- what it told of months held back (src/forecast/risk/risk_store.h)
    examples BLOB NOT NULL -- past account-months that others are compared with (the same)
);

-- One day on which everybody was told a probability.
CREATE TABLE risk_run (
    id BIGINT PRIMARY KEY,
    model_id BIGINT NOT NULL REFERENCES risk_model (id),
    day BIGINT NOT NULL,
    until BIGINT NOT NULL, -- when the horizon has passed
    computed BIGINT NOT NULL,
    accounts BIGINT NOT NULL,
    judgement TEXT -- JSON, once the horizon has passed (src/forecast/risk/judge.h)
);
CREATE INDEX risk_run_day ON risk_run (day);
CREATE INDEX risk_run_model ON risk_run (model_id);

-- The probabilities: for each chunk of 1,024 account ids one blob of doubles, lowest byte first, NaN for whom nothing
-- was told, trailing ones cut off.
CREATE TABLE risk_told (
    run_id BIGINT NOT NULL REFERENCES risk_run (id),
    chunk BIGINT NOT NULL,
    numbers BLOB NOT NULL,
    PRIMARY KEY (run_id, chunk)
);
