-- name: api_key_list
SELECT id, name, role, scopes, created, created_by, last_used, expires, is_revoked
FROM api_key ORDER BY id DESC LIMIT 10000

-- name: api_key_get
SELECT id, name, role, scopes, created, created_by, last_used, expires, is_revoked
FROM api_key WHERE id = $id

-- name: api_key_by_name
SELECT id, name, role, scopes, created, created_by, last_used, expires, is_revoked
FROM api_key WHERE name = $name AND NOT is_revoked

-- name: api_key_by_hash
SELECT id, name, role, scopes, created, created_by, last_used, expires, is_revoked
FROM api_key WHERE key_hash = $key_hash AND NOT is_revoked

-- name: api_key_insert
INSERT INTO api_key (id, name, key_hash, role, scopes, created, created_by, expires)
VALUES ($id, $name, $key_hash, $role, $scopes, $created, $created_by, $expires)

-- name: api_key_revoke
UPDATE api_key SET is_revoked = TRUE WHERE id = $id

-- name: api_key_seen
UPDATE api_key SET last_used = $at WHERE id = $id AND (last_used IS NULL OR last_used < $at)
