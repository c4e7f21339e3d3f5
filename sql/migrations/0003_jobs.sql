-- Background work: the queue, and what is put into it by the clock.
CREATE TABLE job (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    args TEXT NOT NULL, -- JSON object
    unique_word TEXT, -- while a job with this word is queued, no other is added
    requested_by TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    progress_pct BIGINT NOT NULL DEFAULT 0,
    message TEXT,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    max_attempts BIGINT NOT NULL,
    is_cancel_asked BOOLEAN NOT NULL DEFAULT FALSE,
    leased_by TEXT,
    lease_until BIGINT,
    created BIGINT NOT NULL,
    started BIGINT,
    finished BIGINT,
    error TEXT,
    result TEXT -- JSON object
);
CREATE INDEX job_due ON job (state, run_at);
CREATE INDEX job_finished ON job (finished);

CREATE TABLE schedule (
    name TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    args TEXT NOT NULL, -- JSON object
    every_ms BIGINT, -- either this …
    daily_minute BIGINT, -- … or this: minutes after midnight in the organisation's time zone
    next_run BIGINT NOT NULL
);
