-- name: outbox_insert
INSERT INTO survey_mail (id, invitation_id, kind, state, due, changed)
VALUES ($id, $invitation_id, $kind, 'waiting', $due, $due)

-- name: outbox_recover
UPDATE survey_mail SET state = 'in_doubt', changed = $now,
    said = 'Ripen ended while it handed this mail over; it may have arrived'
WHERE state = 'sending'

-- name: outbox_drop
UPDATE survey_mail SET state = 'dropped', changed = $now, said = 'answered, or asked for no more mail, before it was sent'
WHERE state = 'waiting' AND due <= $now AND invitation_id IN (
    SELECT i.id FROM invitation i LEFT JOIN survey_opt_out o ON o.email = i.email
    WHERE o.email IS NOT NULL OR i.is_used)

-- name: outbox_due
SELECT m.id, m.invitation_id, m.kind, m.attempts, i.key, i.email, i.language, c.key AS contact, c.name, a.key AS account,
    a.name AS account_name, s.id AS survey_id, s.key AS survey, r.version, r.closes, i.response
FROM survey_mail m
JOIN invitation i ON i.id = m.invitation_id
JOIN contact c ON c.id = i.contact_id
JOIN account a ON a.id = c.account_id
JOIN survey_round r ON r.id = i.round_id
JOIN survey s ON s.id = r.survey_id
WHERE m.state = 'waiting' AND m.due <= $now AND r.closed IS NULL AND r.closes > $now
ORDER BY m.due, m.id LIMIT 1

-- name: outbox_sending
UPDATE survey_mail SET state = 'sending', attempts = attempts + 1, changed = $now WHERE id = $id AND state = 'waiting'

-- name: outbox_settle
UPDATE survey_mail SET state = $state, due = $due, status = $status, said = $said, changed = $now
WHERE id = $id AND state = 'sending'

-- name: outbox_put_back
UPDATE survey_mail SET state = 'waiting', attempts = attempts - 1, changed = $now WHERE id = $id AND state = 'sending'

-- name: outbox_next_due
SELECT MIN(m.due) FROM survey_mail m
JOIN invitation i ON i.id = m.invitation_id
JOIN survey_round r ON r.id = i.round_id
WHERE m.state = 'waiting' AND r.closed IS NULL

-- name: outbox_problem
UPDATE survey SET problem = $problem WHERE id IN (
    SELECT r.survey_id FROM survey_round r
    JOIN invitation i ON i.round_id = r.id
    JOIN survey_mail m ON m.invitation_id = i.id
    WHERE m.state = 'waiting' AND r.closed IS NULL)
