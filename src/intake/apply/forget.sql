-- name: forget_last
SELECT COALESCE(MAX(id), 0) FROM event_forget;

-- name: forget_accounts
SELECT account FROM event_forget WHERE id <= $last AND account IS NOT NULL;

-- name: forget_users
SELECT user_key FROM event_forget WHERE id <= $last AND user_key IS NOT NULL
UNION
SELECT u.key FROM event_user u JOIN event_forget f ON f.account = u.account WHERE f.id <= $last
UNION
SELECT u.key FROM event_user u JOIN event_forget f ON f.user_key = u.same_as WHERE f.id <= $last
UNION
SELECT a.key FROM event_user a JOIN event_user u ON u.key = a.same_as JOIN event_forget f ON f.account = u.account
WHERE f.id <= $last;

-- name: forget_aside
DELETE FROM event_aside WHERE account IN (SELECT account FROM event_forget WHERE id <= $last)
    OR user_key IN (SELECT user_key FROM event_forget WHERE id <= $last)
    OR user_key IN (SELECT u.key FROM event_user u JOIN event_forget f
        ON f.account = u.account OR f.user_key = u.same_as WHERE f.id <= $last);

-- name: forget_aliases
DELETE FROM event_user WHERE same_as IN (SELECT user_key FROM event_forget WHERE id <= $last)
    OR same_as IN (SELECT u.key FROM event_user u JOIN event_forget f ON f.account = u.account WHERE f.id <= $last);

-- name: forget_event_users
DELETE FROM event_user WHERE account IN (SELECT account FROM event_forget WHERE id <= $last)
    OR key IN (SELECT user_key FROM event_forget WHERE id <= $last);

-- name: forget_done
DELETE FROM event_forget WHERE id <= $last;
