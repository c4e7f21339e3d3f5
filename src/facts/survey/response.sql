-- name: response_kept
SELECT score, comment FROM response
WHERE id = $id

-- name: response_has_assessment
SELECT COUNT(*) FROM assessment
WHERE key = $key
