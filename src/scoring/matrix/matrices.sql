-- name: matrix_all
SELECT key, definition FROM matrix ORDER BY key

-- name: matrix_put
INSERT INTO matrix (key, definition, changed) VALUES ($key, $definition, $changed)
ON CONFLICT (key) DO UPDATE SET definition = excluded.definition, changed = excluded.changed

-- name: matrix_forget
DELETE FROM matrix WHERE key = $key
