-- name: past_first_day
SELECT MIN(day) FROM (
    SELECT MIN(start) AS day FROM account
    UNION ALL SELECT MIN(start) FROM subscription
) AS firsts

-- name: past_last_day
SELECT MAX(day) FROM (
    SELECT MAX(start) AS day FROM subscription WHERE start <= $today
    UNION ALL SELECT MAX(ended) FROM subscription WHERE ended <= $today
    UNION ALL SELECT MAX(day) FROM churn WHERE day <= $today
    UNION ALL SELECT MAX(churned) FROM account WHERE churned <= $today
) AS lasts
