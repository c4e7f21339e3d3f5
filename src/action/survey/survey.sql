-- name: survey_list
SELECT id, key, name, instrument, state, channel, is_anonymous, kept_fields, audience, roles, quiet_days, language, subject,
    words, about, open_days, reminder_days, repeat_every, repeat_unit, starts, next_round, problem, created, created_by, updated
FROM survey ORDER BY id DESC

-- name: survey_get
SELECT id, key, name, instrument, state, channel, is_anonymous, kept_fields, audience, roles, quiet_days, language, subject,
    words, about, open_days, reminder_days, repeat_every, repeat_unit, starts, next_round, problem, created, created_by, updated
FROM survey WHERE key = $key

-- name: survey_due
SELECT id, key, name, instrument, state, channel, is_anonymous, kept_fields, audience, roles, quiet_days, language, subject,
    words, about, open_days, reminder_days, repeat_every, repeat_unit, starts, next_round, problem, created, created_by, updated
FROM survey WHERE state = 'open' AND next_round <= $now ORDER BY next_round, id

-- name: survey_insert
INSERT INTO survey (id, key, name, instrument, state, channel, is_anonymous, kept_fields, audience, roles, quiet_days, language,
    subject, words, about, open_days, reminder_days, repeat_every, repeat_unit, starts, next_round, created, created_by, updated)
VALUES ($id, $key, $name, $instrument, $state, $channel, $is_anonymous, $kept_fields, $audience, $roles, $quiet_days, $language,
    $subject, $words, $about, $open_days, $reminder_days, $repeat_every, $repeat_unit, $starts, $next_round, $created,
    $created_by, $updated)

-- name: survey_update
UPDATE survey SET name = $name, instrument = $instrument, state = $state, channel = $channel, is_anonymous = $is_anonymous,
    kept_fields = $kept_fields, audience = $audience, roles = $roles, quiet_days = $quiet_days, language = $language,
    subject = $subject, words = $words, about = $about, open_days = $open_days, reminder_days = $reminder_days,
    repeat_every = $repeat_every, repeat_unit = $repeat_unit, starts = $starts, next_round = $next_round, problem = $problem,
    updated = $updated
WHERE id = $id

-- name: survey_delete
DELETE FROM survey WHERE id = $id

-- name: survey_problem
UPDATE survey SET problem = $problem WHERE id = $id AND COALESCE(problem, '') <> COALESCE($problem, '')

-- name: survey_next_round
UPDATE survey SET next_round = $next_round WHERE id = $id

-- name: survey_close_rounds
UPDATE survey_round SET closed = $now WHERE survey_id = $id AND closed IS NULL

-- name: survey_drop_mails
UPDATE survey_mail SET state = 'dropped', said = 'the survey was closed before it was sent', changed = $now
WHERE state = 'waiting' AND invitation_id IN (
    SELECT i.id FROM invitation i JOIN survey_round r ON r.id = i.round_id WHERE r.survey_id = $id)
