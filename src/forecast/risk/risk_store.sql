-- name: risk_model_insert
INSERT INTO risk_model (id, created, day, is_in_force, card, learner, slope, intercept, trees, told, examples)
VALUES ($id, $created, $day, TRUE, $card, $learner, $slope, $intercept, $trees, $told, $examples)

-- name: risk_model_retire
UPDATE risk_model SET is_in_force = FALSE
WHERE is_in_force

-- name: risk_model_get
SELECT is_in_force, card, learner, slope, intercept, trees, told, examples FROM risk_model
WHERE (id = $id) OR ($id = 0 AND is_in_force)

-- name: risk_model_cards
SELECT is_in_force, card FROM risk_model
WHERE $id = 0 OR id = $id
ORDER BY id DESC

-- name: risk_model_oldest_kept
SELECT id FROM risk_model
ORDER BY id DESC
LIMIT 1 OFFSET $kept

-- name: risk_model_forget_told
DELETE FROM risk_told
WHERE run_id IN (SELECT id FROM risk_run WHERE model_id <= $id)

-- name: risk_model_forget_runs
DELETE FROM risk_run
WHERE model_id <= $id

-- name: risk_model_forget
DELETE FROM risk_model
WHERE id <= $id

-- name: risk_run_insert
INSERT INTO risk_run (id, model_id, day, until, computed, accounts)
VALUES ($id, $model_id, $day, $until, $computed, $accounts)

-- name: risk_run_of_day
SELECT id FROM risk_run
WHERE day = $day

-- name: risk_run_forget_told
DELETE FROM risk_told
WHERE run_id = $id

-- name: risk_run_forget
DELETE FROM risk_run
WHERE id = $id

-- name: risk_run_all
SELECT id, model_id, day, until, computed, accounts, judgement FROM risk_run
ORDER BY day DESC, id DESC

-- name: risk_run_set_judgement
UPDATE risk_run SET judgement = $judgement
WHERE id = $id

-- name: risk_told_insert
INSERT INTO risk_told (run_id, chunk, numbers)
VALUES ($run_id, $chunk, $numbers)

-- name: risk_told_of_chunk
SELECT numbers FROM risk_told
WHERE run_id = $run_id AND chunk = $chunk

-- name: risk_told_of_run
SELECT chunk, numbers FROM risk_told
WHERE run_id = $run_id
ORDER BY chunk

-- name: risk_notice_days
SELECT id, notice_days FROM subscription
WHERE account_id = $account_id AND notice_days IS NOT NULL

-- name: risk_account_names
SELECT id, key, name FROM account
WHERE id = $id
