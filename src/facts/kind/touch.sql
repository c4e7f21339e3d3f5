-- name: touch_account
INSERT INTO score_dirty (account_id) VALUES ($account_id) ON CONFLICT DO NOTHING;

-- name: touch_all
INSERT INTO score_dirty (account_id) SELECT id FROM account WHERE TRUE ON CONFLICT DO NOTHING;
