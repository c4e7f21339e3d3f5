-- name: usage_people
SELECT u.id, u.key AS user, c.key AS contact, c.name, c.email, u.contact_id
FROM usage_user u LEFT JOIN contact c
    ON c.id = COALESCE(u.contact_id, (SELECT k.id FROM contact k WHERE k.key = u.key AND k.account_id = u.account_id))
WHERE u.account_id = $account_id;

-- name: usage_people_id
SELECT id FROM usage_user WHERE account_id = $account_id AND key = $key;

-- name: usage_people_is
UPDATE usage_user SET contact_id = $contact_id WHERE id = $id AND contact_id IS DISTINCT FROM $contact_id;

-- name: usage_people_insert
INSERT INTO usage_user (id, account_id, key, contact_id) VALUES ($id, $account_id, $key, $contact_id);

-- name: usage_people_of
SELECT u.id, u.account_id, u.key FROM usage_user u JOIN contact c
    ON u.contact_id = c.id OR (u.account_id = c.account_id AND u.key = c.key)
WHERE c.id = $contact_id;

-- name: usage_people_delete
DELETE FROM usage_user WHERE id = $id;
