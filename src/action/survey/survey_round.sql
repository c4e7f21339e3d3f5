-- name: round_list
SELECT r.id, r.number, r.version, r.opened, r.closes, r.closed,
    (SELECT COUNT(*) FROM invitation i WHERE i.round_id = r.id) AS asked,
    (SELECT COUNT(*) FROM invitation i JOIN survey_mail m ON m.invitation_id = i.id
     WHERE i.round_id = r.id AND m.kind = 'invitation' AND m.state = 'sent') AS mailed,
    (SELECT COUNT(*) FROM invitation i WHERE i.round_id = r.id AND i.is_used) AS answered,
    (SELECT COUNT(*) FROM invitation i JOIN survey_mail m ON m.invitation_id = i.id
     WHERE i.round_id = r.id AND m.kind = 'invitation' AND m.state IN ('refused', 'failed', 'in_doubt')) AS failed
FROM survey_round r WHERE r.survey_id = $survey_id ORDER BY r.number DESC

-- name: round_now
SELECT id, number, version, opened, closes, closed FROM survey_round
WHERE survey_id = $survey_id AND closed IS NULL AND closes > $now ORDER BY number DESC LIMIT 1

-- name: round_number
SELECT COALESCE(MAX(number), 0) + 1 FROM survey_round WHERE survey_id = $survey_id

-- name: round_insert
INSERT INTO survey_round (id, survey_id, number, version, opened, closes)
VALUES ($id, $survey_id, $number, $version, $opened, $closes)

-- name: rounds_over
UPDATE survey_round SET closed = closes WHERE closed IS NULL AND closes <= $now

-- name: rounds_over_mails
UPDATE survey_mail SET state = 'dropped', said = 'the round was over before it was sent', changed = $now
WHERE state = 'waiting' AND invitation_id IN (
    SELECT i.id FROM invitation i JOIN survey_round r ON r.id = i.round_id WHERE r.closed IS NOT NULL)

-- name: surveys_over
UPDATE survey SET state = 'closed', updated = $now
WHERE state = 'open' AND next_round IS NULL
    AND NOT EXISTS (SELECT 1 FROM survey_round r WHERE r.survey_id = survey.id AND r.closed IS NULL)

-- name: reminders_due
SELECT i.id FROM survey s
JOIN survey_round r ON r.survey_id = s.id AND r.closed IS NULL AND r.closes > $now
JOIN invitation i ON i.round_id = r.id AND NOT i.is_used
JOIN survey_mail m ON m.invitation_id = i.id AND m.kind = 'invitation' AND m.state = 'sent'
    AND m.changed + s.reminder_days * 86400000 <= $now
WHERE s.state = 'open' AND s.reminder_days IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM survey_mail o WHERE o.invitation_id = i.id AND o.kind = 'reminder')
    AND NOT EXISTS (SELECT 1 FROM survey_opt_out o WHERE o.email = i.email)
ORDER BY i.id
