-- name: audit_insert
INSERT INTO audit (id, at, who, action, kind, key, before, after)
VALUES ($id, $at, $who, $action, $kind, $key, $before, $after)

-- name: audit_list
SELECT id, at, who, action, kind, key, before, after FROM audit
WHERE who = COALESCE($who, who) AND kind = COALESCE($kind, kind) AND key = COALESCE($key, key)
  AND at >= $from AND at < $to AND id < $before_id
ORDER BY id DESC LIMIT $limit

-- name: audit_of_thing
SELECT id, at, who, action, kind, key, before, after FROM audit
WHERE kind = $kind AND key = $key AND who = COALESCE($who, who) AND at >= $from AND at < $to AND id < $before_id
ORDER BY id DESC LIMIT $limit
