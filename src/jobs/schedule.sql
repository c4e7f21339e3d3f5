-- name: schedule_get
SELECT name, kind, args, every_ms, daily_minute, next_run FROM schedule WHERE name = $name

-- name: schedule_put
INSERT INTO schedule (name, kind, args, every_ms, daily_minute, next_run)
VALUES ($name, $kind, $args, $every_ms, $daily_minute, $next_run)
ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, args = excluded.args, every_ms = excluded.every_ms,
  daily_minute = excluded.daily_minute, next_run = excluded.next_run

-- name: schedule_list
SELECT name, kind, args, every_ms, daily_minute, next_run FROM schedule ORDER BY name

-- name: schedule_due
SELECT name, kind, args, every_ms, daily_minute, next_run FROM schedule WHERE next_run <= $now ORDER BY name

-- name: schedule_advance
UPDATE schedule SET next_run = $next_run WHERE name = $name

-- name: schedule_delete
DELETE FROM schedule WHERE name = $name
