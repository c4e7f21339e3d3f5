-- As factbook.sql: of a range of accounts, in the order of the accounts, which are the first column.

-- name: book_goals
SELECT account_id, id, agreed, due, met, baseline, target, known
FROM goal
WHERE account_id >= $from_id AND account_id < $to_id
ORDER BY account_id

-- name: book_measurements
SELECT account_id, goal_id, day, known, value, id
FROM measurement
WHERE account_id >= $from_id AND account_id < $to_id
ORDER BY account_id

-- name: book_touches
SELECT account_id, sent, clicked, known, id
FROM campaign_touch
WHERE account_id >= $from_id AND account_id < $to_id
ORDER BY account_id

-- name: book_advocacy
SELECT account_id, day, known, kind, id
FROM advocacy
WHERE account_id >= $from_id AND account_id < $to_id
ORDER BY account_id

-- name: book_opportunities
SELECT account_id, opened, closed, known, kind, amount_cents, currency, id
FROM opportunity
WHERE account_id >= $from_id AND account_id < $to_id
ORDER BY account_id

-- name: book_responses
SELECT r.account_id, r.invited, r.answered, r.known, r.contact_id, COALESCE(i.kind, r.instrument), r.score, r.basis, r.id
FROM response r
LEFT JOIN instrument i ON i.key = r.instrument AND i.version = r.version
WHERE r.account_id >= $from_id AND r.account_id < $to_id
ORDER BY r.account_id
