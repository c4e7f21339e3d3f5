-- name: job_queued_unique
SELECT id FROM job WHERE state = 'queued' AND unique_word = $unique_word ORDER BY id LIMIT 1

-- name: job_insert
INSERT INTO job (id, kind, args, unique_word, requested_by, state, run_at, max_attempts, created)
VALUES ($id, $kind, $args, $unique_word, $requested_by, 'queued', $run_at, $max_attempts, $now)

-- name: job_get
SELECT id, kind, args, state, progress_pct, message, run_at, attempts, max_attempts, created, started,
  finished, requested_by, error, result
FROM job WHERE id = $id

-- name: job_list
SELECT id, kind, args, state, progress_pct, message, run_at, attempts, max_attempts, created, started,
  finished, requested_by, error, result
FROM job
WHERE kind = COALESCE($kind, kind) AND state = COALESCE($state, state) AND id < $before_id
ORDER BY id DESC LIMIT $limit

-- name: job_cancel_queued
UPDATE job SET state = 'cancelled', finished = $now WHERE id = $id

-- name: job_cancel_running
UPDATE job SET is_cancel_asked = TRUE WHERE id = $id

-- name: job_retry
UPDATE job SET state = 'queued', run_at = $now, attempts = 0, progress_pct = 0, message = NULL,
  started = NULL, finished = NULL, error = NULL, result = NULL, is_cancel_asked = FALSE
WHERE id = $id
