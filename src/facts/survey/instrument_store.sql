-- name: instrument_all
SELECT key AS id, version, kind, state, definition, revision, note, updated, updated_by, published, published_by, retired
FROM instrument
WHERE $key IS NULL OR key = $key
ORDER BY key, version DESC

-- name: instrument_version
SELECT version, definition FROM instrument
WHERE key = $key AND (version = $version OR ($version = 0 AND state = 'published'))

-- name: instrument_last_version
SELECT COALESCE(MAX(version), 0) FROM instrument
WHERE key = $key

-- name: instrument_pin
INSERT INTO instrument (id, key, version, kind, state, definition, revision, published)
VALUES ($id, $key, $version, $kind, 'published', $definition, 1, $published)
ON CONFLICT (key, version) DO NOTHING
