-- name: usage_of_range
SELECT account_id, month, cells, users
FROM usage_month
WHERE account_id >= $from_id AND account_id < $to_id AND month >= $first_month AND month <= $last_month
ORDER BY account_id, month

-- name: usage_before_range
SELECT u.account_id, u.month, u.cells
FROM usage_month u
JOIN (SELECT account_id, MAX(month) AS month
      FROM usage_month
      WHERE account_id >= $from_id AND account_id < $to_id AND month < $first_month AND LENGTH(cells) > 0
      GROUP BY account_id) latest ON latest.account_id = u.account_id AND latest.month = u.month
ORDER BY u.account_id
