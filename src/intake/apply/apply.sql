-- name: apply_account
SELECT id FROM account WHERE key = $key;

-- name: apply_user
SELECT same_as, account FROM event_user WHERE key = $key;

-- name: apply_makes_accounts
SELECT CASE WHEN unknown_accounts = 'create' THEN 1 ELSE 0 END FROM source WHERE id = $id;

-- name: apply_names
SELECT key FROM usage_event ORDER BY id;

-- name: apply_newest
SELECT MAX(last_event) FROM source;
