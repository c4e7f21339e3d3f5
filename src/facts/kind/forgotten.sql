-- name: forgotten_insert
INSERT INTO event_forget (id, account, user_key, asked) VALUES ($id, $account, $user_key, $asked);
