-- name: respondent_find
SELECT i.id AS invitation, r.id AS round, i.key, s.key AS survey, s.instrument AS instrument_id, i.response, r.version,
    r.closes, i.answered, s.is_anonymous, i.is_used, i.language, i.email, s.about, i.draft
FROM invitation i
JOIN survey_round r ON r.id = i.round_id
JOIN survey s ON s.id = r.survey_id
WHERE i.token_hash = $token_hash AND r.closed IS NULL AND r.closes > $now

-- name: respondent_who
SELECT i.id AS invitation, r.id AS round, i.key, s.key AS survey, s.instrument AS instrument_id, i.response, r.version,
    r.closes, i.answered, s.is_anonymous, i.is_used, i.language, i.email
FROM invitation i
JOIN survey_round r ON r.id = i.round_id
JOIN survey s ON s.id = r.survey_id
WHERE i.token_hash = $token_hash

-- name: respondent_save
UPDATE invitation SET draft = $draft WHERE id = $id

-- name: respondent_answered
UPDATE invitation SET is_used = TRUE, answered = COALESCE(answered, $now), draft = NULL WHERE id = $id

-- name: respondent_used
UPDATE invitation SET is_used = TRUE WHERE id = $id AND NOT is_used

-- name: anonymous_kept_fields
SELECT s.kept_fields FROM survey s JOIN survey_round r ON r.survey_id = s.id WHERE r.id = $round_id

-- name: anonymous_accounts
SELECT i.id, a.stage, a.size_band, a.location, a.industry, a.use_case, a.plan
FROM invitation i JOIN contact c ON c.id = i.contact_id JOIN account a ON a.id = c.account_id
WHERE i.round_id = $round_id ORDER BY i.id

-- name: anonymous_count
SELECT COUNT(*) FROM anonymous_answer WHERE round_id = $round_id

-- name: anonymous_pick
SELECT id, answers, score, kept FROM anonymous_answer WHERE round_id = $round_id ORDER BY id LIMIT 1 OFFSET $skip

-- name: anonymous_insert
INSERT INTO anonymous_answer (id, round_id, answers, score, kept) VALUES ($id, $round_id, $answers, $score, $kept)

-- name: anonymous_replace
UPDATE anonymous_answer SET id = $id, answers = $answers, score = $score, kept = $kept WHERE id = $old_id
