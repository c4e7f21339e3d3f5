-- name: checkpoint_position
SELECT segment, log_offset FROM event_position WHERE id = 1;

-- name: checkpoint_move
UPDATE event_position SET segment = $segment, log_offset = $log_offset, aside_lost = aside_lost + $lost,
    changed = $changed
WHERE id = 1;

-- name: checkpoint_user
INSERT INTO event_user (key, same_as, account, changed) VALUES ($key, $same_as, $account, $changed)
ON CONFLICT (key) DO UPDATE SET same_as = excluded.same_as, account = excluded.account, changed = excluded.changed;

-- name: checkpoint_contact_of
SELECT key FROM contact WHERE account_id = $account_id AND LOWER(email) = LOWER($email) ORDER BY id LIMIT 1;
