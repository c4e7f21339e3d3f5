-- name: matrix_all
SELECT key, definition FROM matrix ORDER BY key
