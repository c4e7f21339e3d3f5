-- name: audit_insert
INSERT INTO audit (id, at, who, action, kind, key, before, after)
VALUES ($id, $at, $who, $action, $kind, $key, $before, $after)

-- name: audit_list
SELECT id, at, who, action, kind, key, before, after FROM audit
WHERE ($who IS NULL OR who = $who) AND ($kind IS NULL OR kind = $kind) AND ($key IS NULL OR key = $key)
  AND ($from IS NULL OR at >= $from) AND ($to IS NULL OR at < $to) AND ($after_id = 0 OR id < $after_id)
ORDER BY id DESC LIMIT $limit
