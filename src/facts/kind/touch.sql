-- name: touch_account
INSERT INTO score_dirty (account_id, seq)
SELECT $account_id, COALESCE(MAX(seq), 0) + 1 FROM score_dirty WHERE TRUE
ON CONFLICT (account_id) DO UPDATE SET seq = excluded.seq

-- name: touch_all
INSERT INTO score_dirty (account_id, seq)
SELECT id, (SELECT COALESCE(MAX(seq), 0) + 1 FROM score_dirty) FROM account WHERE TRUE
ON CONFLICT (account_id) DO UPDATE SET seq = excluded.seq
