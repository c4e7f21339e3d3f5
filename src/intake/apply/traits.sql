-- name: traits_setting
SELECT value FROM setting WHERE name = 'event_traits';

-- name: traits_set
INSERT INTO setting (name, value) VALUES ('event_traits', $value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;
