-- name: segment_insert
INSERT INTO segment (id, key, name, help, filter, created, updated)
VALUES ($id, $key, $name, $help, $filter, $created, $updated)

-- name: segment_update
UPDATE segment SET name = $name, help = $help, filter = $filter, updated = $updated
WHERE key = $key

-- name: segment_delete
DELETE FROM segment WHERE key = $key
