-- name: past_first_day
SELECT MIN(day) FROM (
    SELECT MIN(start) AS day FROM account
    UNION ALL SELECT MIN(start) FROM subscription
) AS firsts
