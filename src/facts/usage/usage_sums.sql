-- name: usage_sums_all
SELECT id, event, property, segment, log_offset, since, is_whole FROM usage_sum ORDER BY id;

-- name: usage_sums_insert
INSERT INTO usage_sum (id, event, property, is_whole) VALUES ($id, $event, $property, FALSE);

-- name: usage_sums_delete
DELETE FROM usage_sum WHERE id = $id;

-- name: usage_sums_begin
UPDATE usage_sum SET segment = $segment, log_offset = $log_offset, since = $since, is_whole = FALSE WHERE id = $id;

-- name: usage_sums_empty
DELETE FROM usage_sum_month WHERE sum_id = $id;

-- name: usage_sums_complete
UPDATE usage_sum SET since = $since, is_whole = TRUE WHERE id = $id;

-- name: usage_sums_forget_event
DELETE FROM usage_sum_month WHERE sum_id IN (
    SELECT s.id FROM usage_sum s JOIN usage_event e ON e.key = s.event WHERE e.id = $event_id);

-- name: usage_sums_month_get
SELECT cells FROM usage_sum_month WHERE account_id = $account_id AND sum_id = $sum_id AND month = $month;

-- name: usage_sums_month_put
INSERT INTO usage_sum_month (account_id, sum_id, month, cells)
SELECT id, $sum_id, $month, $cells FROM account WHERE id = $account_id
ON CONFLICT (account_id, sum_id, month) DO UPDATE SET cells = excluded.cells;

-- name: usage_sums_month_delete
DELETE FROM usage_sum_month WHERE account_id = $account_id AND sum_id = $sum_id AND month = $month;

-- name: usage_sums_months
SELECT account_id, month FROM usage_sum_month WHERE sum_id = $sum_id AND month >= $first_month
ORDER BY account_id, month;
