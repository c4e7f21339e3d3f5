-- name: own_cards
SELECT key, name, state, definition FROM card
ORDER BY key, version DESC

-- name: own_metric_insert
INSERT INTO own_metric (id, version, definition, created, updated, updated_by)
VALUES ($id, $version, $definition, $created, $updated, $updated_by)

-- name: own_metric_update
UPDATE own_metric
SET version = $version, definition = $definition, updated = $updated, updated_by = $updated_by
WHERE id = $id

-- name: own_metric_delete
DELETE FROM own_metric
WHERE id = $id

-- name: own_account_name
SELECT key, name FROM account
WHERE id = $id
