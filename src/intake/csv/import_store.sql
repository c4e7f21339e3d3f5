-- name: upload_insert
INSERT INTO upload (id, name, bytes, rows_estimate, created, created_by)
VALUES ($id, $name, $bytes, $rows_estimate, $created, $created_by)

-- name: upload_get
SELECT id, name, bytes, rows_estimate, created, created_by FROM upload WHERE id = $id

-- name: upload_delete
DELETE FROM upload WHERE id = $id

-- name: upload_old
SELECT id FROM upload WHERE created < $before ORDER BY id

-- name: import_insert
INSERT INTO import_entry (id, state, job_id, message, mapping_name, mapping, date_order, uploads, files, rows_read,
  rows_new, rows_changed, rows_unchanged, rows_rejected, created, created_by, finished)
VALUES ($id, $state, $job_id, $message, $mapping_name, $mapping, $date_order, $uploads, $files, $rows_read,
  $rows_new, $rows_changed, $rows_unchanged, $rows_rejected, $created, $created_by, $finished)

-- name: import_get
SELECT id, state, job_id, message, mapping_name, mapping, date_order, uploads, files, rows_read, rows_new,
  rows_changed, rows_unchanged, rows_rejected, created, created_by, finished
FROM import_entry WHERE id = $id

-- name: import_update
UPDATE import_entry SET state = $state, job_id = $job_id, message = $message, mapping_name = $mapping_name,
  mapping = $mapping, date_order = $date_order, files = $files, rows_read = $rows_read, rows_new = $rows_new,
  rows_changed = $rows_changed, rows_unchanged = $rows_unchanged, rows_rejected = $rows_rejected, finished = $finished
WHERE id = $id

-- name: import_delete
DELETE FROM import_entry WHERE id = $id

-- name: import_list
SELECT id, state, message, mapping_name, rows_read, rows_new, rows_changed, rows_unchanged, rows_rejected, created,
  created_by, finished
FROM import_entry WHERE $before_id = 0 OR id < $before_id ORDER BY id DESC LIMIT $limit

-- name: mapping_list
SELECT name, mapping, created, created_by FROM mapping ORDER BY name

-- name: mapping_save
INSERT INTO mapping (name, mapping, created, created_by) VALUES ($name, $mapping, $created, $created_by)
ON CONFLICT (name) DO UPDATE SET mapping = excluded.mapping, created = excluded.created,
  created_by = excluded.created_by

-- name: mapping_delete
DELETE FROM mapping WHERE name = $name
