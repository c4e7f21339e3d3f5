-- name: survey_audiences
SELECT key, name, audience FROM survey WHERE audience IS NOT NULL AND state <> 'closed' ORDER BY id
