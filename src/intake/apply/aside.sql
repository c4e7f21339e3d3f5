-- name: aside_insert
INSERT INTO event_aside (id, source_id, reason, message, type, name, user_key, account, received, at, bytes, event)
VALUES ($id, $source_id, $reason, $message, $type, $name, $user_key, $account, $received, $at, $bytes, $event);

-- name: aside_tell
UPDATE event_aside SET reason = $reason, message = $message, account = $account WHERE id = $id;

-- name: aside_remove
DELETE FROM event_aside WHERE id = $id;

-- name: aside_oldest_kept
SELECT MAX(id) FROM (
    SELECT id, ROW_NUMBER() OVER (ORDER BY id DESC) AS place, SUM(bytes) OVER (ORDER BY id DESC) AS together
    FROM event_aside) AS ordered
WHERE place > $rows OR together > $bytes;

-- name: aside_remove_upto
DELETE FROM event_aside WHERE id <= $id;

-- name: aside_rows_setting
SELECT CAST(value AS BIGINT) FROM setting WHERE name = 'event_aside_rows';

-- name: aside_list
SELECT a.id, s.key AS source, a.reason, a.message, a.type, a.name, a.user_key AS user, a.account, a.received, a.at,
    a.event, a.source_id
FROM event_aside a LEFT JOIN source s ON s.id = a.source_id
WHERE a.id < $before AND ($reason IS NULL OR a.reason = $reason) AND ($source IS NULL OR s.key = $source)
    AND ($name IS NULL OR a.name = $name) AND ($user IS NULL OR a.user_key = $user)
    AND ($account IS NULL OR a.account = $account)
ORDER BY a.id DESC LIMIT $limit;

-- name: aside_ids
SELECT a.id FROM event_aside a LEFT JOIN source s ON s.id = a.source_id
WHERE a.id < $before AND ($reason IS NULL OR a.reason = $reason) AND ($source IS NULL OR s.key = $source)
    AND ($name IS NULL OR a.name = $name) AND ($user IS NULL OR a.user_key = $user)
    AND ($account IS NULL OR a.account = $account)
ORDER BY a.id DESC LIMIT $limit;

-- name: aside_get
SELECT a.id, s.key AS source, a.reason, a.message, a.type, a.name, a.user_key AS user, a.account, a.received, a.at,
    a.event, a.source_id
FROM event_aside a LEFT JOIN source s ON s.id = a.source_id WHERE a.id = $id;

-- name: aside_sums
SELECT reason, COUNT(*) AS count FROM event_aside
WHERE ($source IS NULL OR source_id IN (SELECT id FROM source WHERE key = $source))
    AND ($name IS NULL OR name = $name) AND ($user IS NULL OR user_key = $user)
    AND ($account IS NULL OR account = $account)
GROUP BY reason ORDER BY reason;

-- name: aside_clear
DELETE FROM event_aside
WHERE ($reason IS NULL OR reason = $reason)
    AND ($source IS NULL OR source_id IN (SELECT id FROM source WHERE key = $source))
    AND ($name IS NULL OR name = $name) AND ($user IS NULL OR user_key = $user)
    AND ($account IS NULL OR account = $account);

-- An event without an account is ready when whom its user stands for in the end belongs to one: an anonymous id may be
-- that of a user who has another id since (fold_who.c follows as many steps).
-- name: aside_ready
WITH RECURSIVE stands (id, key, step) AS (
    SELECT id, user_key, 0 FROM event_aside WHERE reason = 'no_account' AND id > $after
    UNION ALL
    SELECT s.id, u.same_as, s.step + 1 FROM stands s JOIN event_user u ON u.key = s.key
    WHERE u.same_as IS NOT NULL AND s.step < 8
)
SELECT a.id, NULL AS source, a.reason, a.message, a.type, a.name, a.user_key AS user, a.account, a.received, a.at,
    a.event, a.source_id
FROM event_aside a
WHERE a.id > $after AND (
    (a.reason = 'unknown_account' AND EXISTS (SELECT 1 FROM account WHERE key = a.account))
    OR a.id IN (
        SELECT s.id FROM stands s JOIN event_user u ON u.key = s.key WHERE (u.same_as IS NULL OR s.step = 8)
            AND u.account IS NOT NULL))
ORDER BY a.id LIMIT $limit;

-- name: aside_lost
SELECT aside_lost FROM event_position WHERE id = 1;

-- name: aside_texts
SELECT id, source_id, received, event FROM event_aside;
