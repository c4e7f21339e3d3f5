-- name: mail_settings_all
SELECT name, value FROM setting WHERE name >= 'mail_' AND name < 'mail`' ORDER BY name

-- name: mail_settings_put
INSERT INTO setting (name, value) VALUES ($name, $value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- name: mail_settings_clear
DELETE FROM setting WHERE name = $name
