-- name: usage_month_get
SELECT cells, users FROM usage_month WHERE month = $month AND account_id = $account_id;

-- name: usage_month_any
SELECT 1 FROM usage_month WHERE month = $month LIMIT 1;

-- name: usage_month_put
INSERT INTO usage_month (month, account_id, cells, users) VALUES ($month, $account_id, $cells, $users)
ON CONFLICT (month, account_id) DO UPDATE SET cells = excluded.cells, users = excluded.users;

-- name: usage_month_delete
DELETE FROM usage_month WHERE month = $month AND account_id = $account_id;

-- name: usage_scan_all
SELECT month, account_id, cells, users FROM usage_month
WHERE month >= $first AND month <= $last ORDER BY month, account_id;

-- name: usage_scan_account
SELECT month, account_id, cells, users FROM usage_month
WHERE account_id = $account_id AND month >= $first AND month <= $last ORDER BY month;

-- name: usage_last_month
SELECT COALESCE(MAX(month), -1) FROM usage_month WHERE account_id = $account_id AND month <= $last;

-- name: usage_user_id
SELECT id FROM usage_user WHERE account_id = $account_id AND key = $key;

-- name: usage_user_insert
INSERT INTO usage_user (id, account_id, key) VALUES ($id, $account_id, $key);

-- name: usage_event_count
SELECT COUNT(*) FROM usage_event;

-- name: usage_event_seen
UPDATE usage_event SET
    first_day = CASE WHEN first_day < $first THEN first_day ELSE $first END,
    last_day = CASE WHEN last_day > $last THEN last_day ELSE $last END
WHERE id = $id AND (first_day IS NULL OR last_day IS NULL OR first_day > $first OR last_day < $last);

-- name: usage_event_name
SELECT key AS name, label, is_advanced FROM usage_event WHERE id = $id;

-- name: usage_event_reach
UPDATE usage_event SET volume = volume + $volume, accounts = accounts + $accounts WHERE id = $id;

-- name: usage_event_uncounted
SELECT 1 FROM usage_event WHERE volume IS NULL LIMIT 1;

-- name: usage_event_no_reach
UPDATE usage_event SET volume = 0, accounts = 0;
