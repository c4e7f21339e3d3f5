-- name: event_settings_get
SELECT CAST(value AS BIGINT) FROM setting WHERE name = $name;

-- name: event_settings_put
INSERT INTO setting (name, value) VALUES ($name, CAST($value AS TEXT))
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: event_settings_clear
DELETE FROM setting WHERE name = $name;
