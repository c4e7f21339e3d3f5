-- name: audience_contacts
SELECT c.id, c.key, c.account_id, a.key, a.name, c.name, lower(c.email), c.roles, c.left_day, o.at,
    (SELECT MAX(i.asked) FROM invitation i WHERE i.contact_id = c.id),
    (SELECT MAX(i.asked) FROM invitation i WHERE i.email = lower(c.email))
FROM contact c
JOIN account a ON a.id = c.account_id
LEFT JOIN survey_opt_out o ON o.email = lower(c.email)
ORDER BY a.id, c.id

-- name: opt_out_list
SELECT email, at, how, survey FROM survey_opt_out ORDER BY at DESC, email

-- name: opt_out_put
INSERT INTO survey_opt_out (email, at, how, survey) VALUES ($email, $at, $how, $survey)
ON CONFLICT (email) DO NOTHING

-- name: opt_out_drop_mails
UPDATE survey_mail SET state = 'dropped', said = 'the person asked for no more mail', changed = $now
WHERE state = 'waiting' AND invitation_id IN (SELECT id FROM invitation WHERE email = $email)

-- name: opt_out_delete
DELETE FROM survey_opt_out WHERE email = $email

-- name: survey_setting_get
SELECT value FROM setting WHERE name = $name

-- name: survey_setting_put
INSERT INTO setting (name, value) VALUES ($name, $value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- name: survey_setting_clear
DELETE FROM setting WHERE name = $name
