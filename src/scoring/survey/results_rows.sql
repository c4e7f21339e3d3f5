-- name: results_rows
SELECT r.key AS key, a.key AS account, a.name AS account_name, c.name AS contact, r.language AS language,
       r.comment AS comment, r.account_id AS account_id, r.version AS version, r.invited AS invited, r.answered AS answered,
       r.score AS score, r.answers AS answers
FROM response r
JOIN account a ON a.id = r.account_id
LEFT JOIN contact c ON c.id = r.contact_id
WHERE r.instrument = $instrument AND ($survey IS NULL OR r.survey = $survey)
      AND ($from IS NULL OR r.invited >= $from) AND ($until IS NULL OR r.invited < $until)
ORDER BY r.invited DESC, r.id DESC
LIMIT $most
