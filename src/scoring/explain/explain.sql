-- name: usage_user_key
SELECT key AS user FROM usage_user
WHERE id = $id
