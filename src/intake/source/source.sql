-- name: source_list
SELECT id, key, name, kind, write_key, old_write_key, old_until, unknown_accounts, origins, created, created_by, revoked,
       events, duplicates, set_aside, bytes, last_event,
       CASE WHEN today = $today THEN events_today ELSE 0 END AS events_today,
       CASE WHEN today = $today THEN duplicates_today ELSE 0 END AS duplicates_today,
       CASE WHEN today = $today THEN set_aside_today ELSE 0 END AS set_aside_today,
       (SELECT COUNT(*) FROM event_aside a WHERE a.source_id = source.id) AS waiting
FROM source ORDER BY id LIMIT 10000

-- name: source_get
SELECT id, key, name, kind, write_key, old_write_key, old_until, unknown_accounts, origins, created, created_by, revoked,
       events, duplicates, set_aside, bytes, last_event,
       CASE WHEN today = $today THEN events_today ELSE 0 END AS events_today,
       CASE WHEN today = $today THEN duplicates_today ELSE 0 END AS duplicates_today,
       CASE WHEN today = $today THEN set_aside_today ELSE 0 END AS set_aside_today,
       (SELECT COUNT(*) FROM event_aside a WHERE a.source_id = source.id) AS waiting
FROM source WHERE key = $key

-- name: source_insert
INSERT INTO source (id, key, name, kind, write_key, unknown_accounts, origins, created, created_by)
VALUES ($id, $key, $name, $kind, $write_key, $unknown_accounts, $origins, $created, $created_by)

-- name: source_update
UPDATE source SET name = $name, write_key = $write_key, old_write_key = $old_write_key, old_until = $old_until,
    unknown_accounts = $unknown_accounts, origins = $origins, revoked = $revoked
WHERE id = $id

-- name: source_count
UPDATE source SET events = events + $events, duplicates = duplicates + $duplicates, set_aside = set_aside + $set_aside,
    events_today = CASE WHEN today = $today THEN events_today ELSE 0 END + $events,
    duplicates_today = CASE WHEN today = $today THEN duplicates_today ELSE 0 END + $duplicates,
    set_aside_today = CASE WHEN today = $today THEN set_aside_today ELSE 0 END + $set_aside,
    today = $today, bytes = bytes + $bytes,
    last_event = CASE WHEN last_event IS NULL OR last_event < $last_event THEN $last_event ELSE last_event END
WHERE id = $id

-- name: source_keys
SELECT id, kind, write_key, old_write_key, old_until, unknown_accounts, origins FROM source WHERE revoked IS NULL ORDER BY id
