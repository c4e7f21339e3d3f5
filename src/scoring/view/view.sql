-- name: view_list
SELECT id, page, name, state, owner FROM saved_view ORDER BY page, name, id;

-- name: view_get
SELECT id, page, name, state, owner FROM saved_view WHERE id = $id;

-- name: view_save
INSERT INTO saved_view (id, page, name, state, owner, created)
VALUES ($id, $page, $name, $state, $owner, $created)
ON CONFLICT (page, name) DO UPDATE SET state = excluded.state
RETURNING id, page, name, state, owner;

-- name: view_delete
DELETE FROM saved_view WHERE id = $id;
