-- name: anonymous_rounds
SELECT r.id AS id, r.version AS version, r.opened AS opened, r.closed AS closed,
       (SELECT COUNT(*) FROM invitation i WHERE i.round_id = r.id) AS asked,
       (SELECT COUNT(*) FROM anonymous_answer a WHERE a.round_id = r.id) AS answered
FROM survey_round r
JOIN survey s ON s.id = r.survey_id
WHERE s.is_anonymous AND s.instrument = $instrument AND ($survey IS NULL OR s.key = $survey)
      AND ($from IS NULL OR r.opened >= $from) AND ($until IS NULL OR r.opened < $until)
ORDER BY r.opened DESC, r.id DESC

-- name: anonymous_groups
SELECT kept, COUNT(*) AS answered FROM anonymous_answer
WHERE round_id = $round AND kept IS NOT NULL
GROUP BY kept HAVING COUNT(*) >= $least
ORDER BY answered DESC, kept

-- name: anonymous_answers
SELECT answers, score, kept FROM anonymous_answer WHERE round_id = $round ORDER BY id
