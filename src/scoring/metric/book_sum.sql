-- name: book_sum_events
SELECT s.id, e.id FROM usage_sum s JOIN usage_event e ON e.key = s.event

-- name: book_sum_months
SELECT account_id, sum_id, month, cells
FROM usage_sum_month
WHERE account_id >= $from_id AND account_id < $to_id AND month >= $first_month AND month <= $last_month
ORDER BY account_id, sum_id, month
