-- name: score_days_between
SELECT * FROM score_day
WHERE day >= $from_day AND day <= $to_day
ORDER BY day

-- name: score_day_get
SELECT * FROM score_day
WHERE day = $day

-- name: score_day_put
INSERT INTO score_day (day, seq, computed, cards, usage_through, tickets_through,
                       interactions_through, invoices_through, touches_through, advocacy_through,
                       opportunities_through, monthly_churn, retention)
VALUES ($day, $seq, $computed, $cards, $usage_through, $tickets_through,
        $interactions_through, $invoices_through, $touches_through, $advocacy_through,
        $opportunities_through, $monthly_churn, $retention)
ON CONFLICT (day) DO UPDATE SET
    seq = excluded.seq, computed = excluded.computed, cards = excluded.cards,
    usage_through = excluded.usage_through,
    tickets_through = excluded.tickets_through, interactions_through = excluded.interactions_through,
    invoices_through = excluded.invoices_through, touches_through = excluded.touches_through,
    advocacy_through = excluded.advocacy_through, opportunities_through = excluded.opportunities_through,
    monthly_churn = excluded.monthly_churn, retention = excluded.retention

-- name: score_column_put
INSERT INTO score_column (day, column_id, chunk, numbers)
VALUES ($day, $column_id, $chunk, $numbers)
ON CONFLICT (day, column_id, chunk) DO UPDATE SET numbers = excluded.numbers

-- name: score_column_of_day
SELECT chunk, numbers FROM score_column
WHERE day = $day AND column_id = $column_id
ORDER BY chunk

-- name: score_column_of_chunk
SELECT numbers FROM score_column
WHERE day = $day AND column_id = $column_id AND chunk = $chunk

-- name: change_seq
SELECT COALESCE(MAX(seq), 0) FROM score_dirty

-- name: changes_since
SELECT account_id FROM score_dirty
WHERE seq > $seq
ORDER BY account_id

-- name: changes_since_limited
SELECT account_id FROM score_dirty
WHERE seq > $seq
ORDER BY account_id
LIMIT $limit

-- name: first_fact_day
SELECT MIN(day) FROM (
    SELECT MIN(start) AS day FROM account
    UNION ALL SELECT MIN(start) FROM subscription
    UNION ALL SELECT MIN(day) FROM assessment
    UNION ALL SELECT MIN(day) FROM churn
    UNION ALL SELECT MIN(issued) FROM invoice
    UNION ALL SELECT MIN(first_day) FROM usage_event
    UNION ALL SELECT MIN(opened) / 86400000 FROM ticket
    UNION ALL SELECT MIN(at) / 86400000 FROM interaction
    UNION ALL SELECT MIN(agreed) FROM goal
    UNION ALL SELECT MIN(day) FROM advocacy
    UNION ALL SELECT MIN(opened) FROM opportunity
    UNION ALL SELECT MIN(sent) / 86400000 FROM campaign_touch) firsts

-- name: last_account
SELECT COALESCE(MAX(id), 0) FROM account

-- name: changes_with_seq
SELECT account_id, seq FROM score_dirty
