-- name: card_summaries
SELECT key, name, kind, segment, version, state, position, revision, note, updated, updated_by, published, published_by,
       retired
FROM card
WHERE $key IS NULL OR key = $key
ORDER BY kind, CASE WHEN key = kind THEN 1 ELSE 0 END, key, version DESC

-- name: card_of_version
SELECT id, key, version, position, segment, definition FROM card
WHERE key = $key AND ((version = $version) OR ($version = 0 AND state = 'published'))

-- name: card_draft_summary
SELECT key, name, kind, segment, version, state, position, revision, note, updated, updated_by, published, published_by,
       retired
FROM card
WHERE key = $key AND state = 'draft'

-- name: card_last_version
SELECT COALESCE(MAX(version), 0) FROM card
WHERE key = $key

-- name: card_newest_public
SELECT version FROM card
WHERE key = $key AND state <> 'draft'
ORDER BY CASE WHEN state = 'published' THEN 0 ELSE 1 END, version DESC
LIMIT 1

-- name: card_keys
SELECT COUNT(DISTINCT key) FROM card

-- name: card_kind_of_key
SELECT kind FROM card
WHERE key = $key
LIMIT 1

-- name: card_new_id
SELECT COALESCE(MAX(id), 0) + 1 FROM card

-- name: card_draft_insert
INSERT INTO card (id, key, version, kind, name, segment, state, definition, revision, updated, updated_by)
VALUES ($id, $key, $version, $kind, $name, $segment, 'draft', $definition, 1, $updated, $updated_by)

-- name: card_draft_update
UPDATE card SET name = $name, segment = $segment, definition = $definition, revision = revision + 1, updated = $updated,
                updated_by = $updated_by
WHERE key = $key AND state = 'draft'

-- name: card_draft_delete
DELETE FROM card
WHERE key = $key AND state = 'draft'

-- name: card_set_retired
UPDATE card SET state = 'retired', retired = $retired
WHERE key = $key AND state = 'published'

-- name: card_set_published
UPDATE card SET state = 'published', position = $position, note = $note, published = $published,
                published_by = $published_by
WHERE key = $key AND state = 'draft'

-- name: card_position
SELECT position FROM card
WHERE key = $key AND state = 'published'

-- name: card_last_position
SELECT COALESCE(MAX(position), 0) FROM card
WHERE kind = $kind AND state = 'published'

-- name: card_in_order
SELECT key FROM card
WHERE kind = $kind AND state = 'published' AND key <> kind
ORDER BY position, id

-- name: card_set_position
UPDATE card SET position = $position
WHERE key = $key AND state = 'published'

-- name: card_with_segment
SELECT key, name, segment FROM card
WHERE segment IS NOT NULL AND state <> 'retired'
ORDER BY key, version DESC
