-- name: instrument_draft_version
SELECT version FROM instrument
WHERE key = $key AND state = 'draft'

-- name: instrument_draft_insert
INSERT INTO instrument (id, key, version, kind, state, definition, revision, updated, updated_by)
VALUES ($id, $key, $version, $kind, 'draft', $definition, 1, $updated, $updated_by)

-- name: instrument_draft_update
UPDATE instrument SET kind = $kind, definition = $definition, revision = revision + 1, updated = $updated,
                      updated_by = $updated_by
WHERE key = $key AND state = 'draft'

-- name: instrument_draft_delete
DELETE FROM instrument
WHERE key = $key AND state = 'draft'

-- name: instrument_set_retired
UPDATE instrument SET state = 'retired', retired = $retired
WHERE key = $key AND state = 'published'

-- name: instrument_set_published
UPDATE instrument SET state = 'published', note = $note, published = $published, published_by = $published_by
WHERE key = $key AND state = 'draft'

-- name: instrument_newest_public
SELECT version FROM instrument
WHERE key = $key AND state <> 'draft'
ORDER BY version DESC
LIMIT 1

-- name: instrument_ids
SELECT COUNT(DISTINCT key) FROM instrument

-- name: instrument_draft_last
SELECT COALESCE(MAX(version), 0) FROM instrument
WHERE key = $key
