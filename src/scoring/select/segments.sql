-- name: segments_all
SELECT id, key, name, help, filter, created, updated FROM segment
ORDER BY key
