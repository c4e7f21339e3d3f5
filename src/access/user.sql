-- name: user_list
SELECT id, email, name, role, is_disabled, must_change_password, created, last_seen
FROM app_user ORDER BY email LIMIT 10000

-- name: user_get
SELECT id, email, name, role, is_disabled, must_change_password, created, last_seen
FROM app_user WHERE id = $id

-- name: user_by_email
SELECT id, email, name, role, is_disabled, must_change_password, created, last_seen
FROM app_user WHERE email = $email

-- name: user_password_hash
SELECT password_hash FROM app_user WHERE id = $id

-- name: user_count
SELECT COUNT(*) FROM app_user

-- name: user_other_admins
SELECT COUNT(*) FROM app_user WHERE role = 'admin' AND NOT is_disabled AND id <> $id

-- name: user_insert
INSERT INTO app_user (id, email, name, role, password_hash, is_disabled, must_change_password, created)
VALUES ($id, $email, $name, $role, $password_hash, $is_disabled, $must_change_password, $created)

-- name: user_update
UPDATE app_user SET name = $name, role = $role, is_disabled = $is_disabled WHERE id = $id

-- name: user_set_password
UPDATE app_user SET password_hash = $password_hash, must_change_password = $must_change_password
WHERE id = $id

-- name: user_seen
UPDATE app_user SET last_seen = $at WHERE id = $id AND (last_seen IS NULL OR last_seen < $at)

-- name: user_delete
DELETE FROM app_user WHERE id = $id
