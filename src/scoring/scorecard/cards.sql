-- name: card_count
SELECT COUNT(*) FROM card

-- name: card_seed
INSERT INTO card (key, version, kind, name, state, definition, published)
SELECT $key, 1, $kind, $name, 'published', $definition, $published
WHERE NOT EXISTS (SELECT 1 FROM card WHERE key = $key)

-- name: card_published
SELECT version, definition FROM card
WHERE key = $key AND state = 'published'
ORDER BY version DESC
LIMIT 1

-- name: card_list
SELECT key, name, kind, version, state, published FROM card
ORDER BY key, version DESC

-- name: card_version
SELECT COALESCE(MAX(version), 0) FROM card
WHERE key = $key AND state = 'published'
