-- name: custom_list
SELECT kind, name, label, type, created FROM custom_field WHERE $kind IS NULL OR kind = $kind ORDER BY kind, name;

-- name: custom_get
SELECT kind, name, label, type, created FROM custom_field WHERE kind = $kind AND name = $name;

-- name: custom_count
SELECT COUNT(*) FROM custom_field WHERE kind = $kind;

-- name: custom_insert
INSERT INTO custom_field (kind, name, label, type, created) VALUES ($kind, $name, $label, $type, $created);

-- name: custom_relabel
UPDATE custom_field SET label = $label WHERE kind = $kind AND name = $name;

-- name: custom_delete
DELETE FROM custom_field WHERE kind = $kind AND name = $name;

-- name: custom_of_accounts
SELECT id, custom FROM account WHERE custom IS NOT NULL;

-- name: custom_of_account_set
UPDATE account SET custom = $custom, updated = $updated WHERE id = $id;
