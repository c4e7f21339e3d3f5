-- name: own_events
SELECT * FROM usage_event
ORDER BY key

-- name: own_metrics
SELECT * FROM own_metric
ORDER BY id

-- name: own_metric_versions
SELECT id, version FROM own_metric
ORDER BY id
