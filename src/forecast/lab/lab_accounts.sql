-- name: lab_account_name
SELECT key, name FROM account
WHERE id = $id
