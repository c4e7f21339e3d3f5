-- name: queue_reclaim
UPDATE job SET
  state = CASE WHEN is_cancel_asked THEN 'cancelled' WHEN attempts >= max_attempts THEN 'failed' ELSE 'queued' END,
  finished = CASE WHEN is_cancel_asked OR attempts >= max_attempts THEN $now ELSE finished END,
  run_at = $now, leased_by = NULL, lease_until = NULL,
  error = 'the process that ran it ended without a word'
WHERE state = 'running' AND (lease_until <= $now OR leased_by = $dead_owner)

-- name: queue_due
SELECT id FROM job WHERE state = 'queued' AND run_at <= $now ORDER BY run_at, id LIMIT 1

-- name: queue_lease
UPDATE job SET state = 'running', leased_by = $owner, lease_until = $until, attempts = attempts + 1,
  started = $now, finished = NULL, progress_pct = 0, message = NULL
WHERE id = $id

-- name: queue_renew
UPDATE job SET lease_until = $until, progress_pct = $progress_pct, message = $message
WHERE id = $id AND state = 'running' AND leased_by = $owner
RETURNING CASE WHEN is_cancel_asked THEN 1 ELSE 0 END

-- name: queue_finish
UPDATE job SET state = $state, progress_pct = $progress_pct, message = $message, error = $error, result = $result,
  run_at = $run_at, attempts = attempts - $uncounted, leased_by = NULL, lease_until = NULL,
  finished = CASE WHEN $state = 'queued' THEN finished ELSE $now END
WHERE id = $id AND state = 'running' AND leased_by = $owner

-- name: queue_forget
DELETE FROM job WHERE finished < $before

-- name: queue_next_due
SELECT MIN(due) FROM (
  SELECT MIN(run_at) AS due FROM job WHERE state = 'queued'
  UNION ALL SELECT MIN(lease_until) FROM job WHERE state = 'running'
  UNION ALL SELECT MIN(next_run) FROM schedule
) AS dues
