-- name: account_id
SELECT id FROM account WHERE key = $key;

-- name: account_parent
SELECT parent_id FROM account WHERE id = $id;
