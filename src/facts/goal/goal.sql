-- name: goal_account
SELECT a.key AS account FROM goal g
JOIN account a ON a.id = g.account_id
WHERE g.key = $key
