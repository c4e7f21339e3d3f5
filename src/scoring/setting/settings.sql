-- name: settings_all
SELECT name, value FROM setting

-- name: settings_put
INSERT INTO setting (name, value) VALUES ($name, $value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value
