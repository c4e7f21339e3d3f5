-- name: mend_all
SELECT r.id, s.key AS source, r.type, r.name, r.reason, r.action, r.value, r.source_id, r.created, r.created_by
FROM event_rule r LEFT JOIN source s ON s.id = r.source_id ORDER BY r.id;

-- name: mend_insert
INSERT INTO event_rule (id, source_id, type, name, reason, action, value, created, created_by)
VALUES ($id, $source_id, $type, $name, $reason, $action, $value, $created, $created_by);

-- name: mend_delete
DELETE FROM event_rule WHERE id = $id;

-- name: mend_count
SELECT COUNT(*) FROM event_rule;

-- name: mend_source
SELECT id FROM source WHERE key = $key;
