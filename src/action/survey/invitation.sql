-- name: invitation_insert
INSERT INTO invitation (id, key, round_id, contact_id, email, language, token_hash, asked)
SELECT $id, $key, $round_id, $contact_id, $email, $language, $token_hash, $now
WHERE NOT EXISTS (SELECT 1 FROM invitation i WHERE i.round_id = $round_id AND i.contact_id = $contact_id)
    AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.contact_id = $contact_id AND i.asked > $since)
    AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.email = $email AND i.asked > $since)
    AND NOT EXISTS (SELECT 1 FROM survey_opt_out o WHERE o.email = $email)

-- name: invitation_invited
SELECT a.key AS account, c.key AS contact, s.instrument, s.key AS survey, i.response, r.version, s.is_anonymous
FROM invitation i
JOIN contact c ON c.id = i.contact_id
JOIN account a ON a.id = c.account_id
JOIN survey_round r ON r.id = i.round_id
JOIN survey s ON s.id = r.survey_id
WHERE i.id = $id

-- name: invitation_set_response
UPDATE invitation SET response = $response WHERE id = $id

-- name: invitation_list
SELECT i.id, i.key, r.number AS round, c.key AS contact, c.name AS contact_name, a.key AS account, a.name AS account_name,
    i.email, i.language, i.is_used, i.answered, i.asked,
    m.id AS mail_id, m.state AS mail_state, m.status AS mail_status, m.said AS mail_said, m.changed AS mail_changed,
    n.state AS reminder_state, n.changed AS reminder_changed
FROM survey s
JOIN survey_round r ON r.survey_id = s.id
JOIN invitation i ON i.round_id = r.id
JOIN contact c ON c.id = i.contact_id
JOIN account a ON a.id = c.account_id
LEFT JOIN survey_mail m ON m.invitation_id = i.id AND m.kind = 'invitation'
LEFT JOIN survey_mail n ON n.invitation_id = i.id AND n.kind = 'reminder'
WHERE s.key = $survey AND i.id > $after_id AND COALESCE(m.state, '') = COALESCE($mail_state, m.state, '')
ORDER BY i.id LIMIT $limit

-- name: invitation_get
SELECT i.id, i.key, r.number AS round, c.key AS contact, c.name AS contact_name, a.key AS account, a.name AS account_name,
    i.email, i.language, i.is_used, i.answered, i.asked,
    m.id AS mail_id, m.state AS mail_state, m.status AS mail_status, m.said AS mail_said, m.changed AS mail_changed,
    n.state AS reminder_state, n.changed AS reminder_changed
FROM invitation i
JOIN survey_round r ON r.id = i.round_id
JOIN contact c ON c.id = i.contact_id
JOIN account a ON a.id = c.account_id
LEFT JOIN survey_mail m ON m.invitation_id = i.id AND m.kind = 'invitation'
LEFT JOIN survey_mail n ON n.invitation_id = i.id AND n.kind = 'reminder'
WHERE i.key = $key

-- name: invitation_retry
UPDATE survey_mail SET state = 'waiting', due = $now, attempts = 0, status = NULL, said = NULL, changed = $now
WHERE state IN ('refused', 'failed', 'in_doubt') AND invitation_id = $id
    AND EXISTS (SELECT 1 FROM invitation i JOIN survey_round r ON r.id = i.round_id
                WHERE i.id = $id AND r.closed IS NULL AND r.closes > $now)

-- name: link_secret_get
SELECT value FROM setting WHERE name = 'link_secret'

-- name: link_secret_put
INSERT INTO setting (name, value) VALUES ('link_secret', $value)
