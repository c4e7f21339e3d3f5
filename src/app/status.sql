-- name: status_read
SELECT (SELECT count(*) FROM account) AS accounts, (SELECT max(day) FROM score_day) AS last_scored;
