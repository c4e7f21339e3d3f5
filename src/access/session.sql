-- name: session_insert
INSERT INTO session (token_hash, user_id, created, last_seen) VALUES ($token_hash, $user_id, $at, $at)

-- name: session_find
SELECT s.user_id, u.email, u.role, u.must_change_password, s.last_seen
FROM session s JOIN app_user u ON u.id = s.user_id
WHERE s.token_hash = $token_hash AND s.created > $created_after AND s.last_seen > $seen_after
  AND NOT u.is_disabled

-- name: session_seen
UPDATE session SET last_seen = $at WHERE token_hash = $token_hash AND last_seen < $at

-- name: session_end
DELETE FROM session WHERE token_hash = $token_hash

-- name: session_end_all
DELETE FROM session WHERE user_id = $user_id AND token_hash <> COALESCE($keep, '')

-- name: session_purge
DELETE FROM session WHERE created <= $created_after OR last_seen <= $seen_after
