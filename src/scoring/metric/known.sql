-- name: known_last_day
SELECT MAX(day) FROM (
    SELECT MAX(start) AS day FROM subscription WHERE start <= $today
    UNION ALL SELECT MAX(ended) FROM subscription WHERE ended <= $today
    UNION ALL SELECT MAX(day) FROM churn WHERE day <= $today
    UNION ALL SELECT MAX(churned) FROM account WHERE churned <= $today
) AS lasts
