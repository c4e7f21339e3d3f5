-- name: card_count_built_in
SELECT COUNT(DISTINCT key) FROM card
WHERE key IN ('health', 'maturity', 'qualification')

-- name: card_next_id
SELECT COALESCE(MAX(id), 0) + 1 FROM card

-- name: card_seed
INSERT INTO card (id, key, version, kind, name, state, definition, published)
SELECT $id, $key, 1, $kind, $name, 'published', $definition, $published
WHERE NOT EXISTS (SELECT 1 FROM card WHERE key = $key)

-- name: card_seed_value
INSERT INTO custom_field (kind, name, label, type, created)
VALUES ('account', $name, $label, 'number', $created)
ON CONFLICT (kind, name) DO NOTHING

-- name: card_in_force
SELECT id, key, version, position, segment, definition FROM card
WHERE state = 'published'
ORDER BY position, id

-- name: card_stamps
SELECT id, key, version, position, segment FROM card
WHERE state = 'published'
ORDER BY position, id

-- name: card_own_metrics
SELECT m.id, m.version FROM own_metric m
WHERE EXISTS (SELECT 1 FROM card
              WHERE state = 'published' AND REPLACE(definition, '"' || m.id || '"', '') <> definition)
   OR EXISTS (SELECT 1 FROM segment WHERE REPLACE(filter, m.id, '') <> filter)
ORDER BY m.id

-- name: card_accounts
SELECT COUNT(*) FROM account
