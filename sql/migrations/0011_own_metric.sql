-- Metrics that the organisation defines for itself. The definition is JSON (src/scoring/metric/own_metric.h); `version`
-- rises with each change of what is computed, so that scores that rest on it are computed anew.
CREATE TABLE own_metric (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    definition TEXT NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    updated_by TEXT NOT NULL
);
