-- The last day on which a feed brought something, as known on a day.

-- name: feed_tickets
SELECT opened FROM ticket
WHERE opened < $end_ms AND (known IS NULL OR known <= $day)
ORDER BY opened DESC
LIMIT 1

-- name: feed_interactions
SELECT at FROM interaction
WHERE at < $end_ms AND (known IS NULL OR known <= $day)
ORDER BY at DESC
LIMIT 1

-- name: feed_invoices
SELECT issued FROM invoice
WHERE issued <= $day AND (known IS NULL OR known <= $day)
ORDER BY issued DESC
LIMIT 1

-- name: feed_touches
SELECT sent FROM campaign_touch
WHERE sent < $end_ms AND (known IS NULL OR known <= $day)
ORDER BY sent DESC
LIMIT 1

-- name: feed_advocacy
SELECT day FROM advocacy
WHERE day <= $day AND (known IS NULL OR known <= $day)
ORDER BY day DESC
LIMIT 1

-- name: feed_opportunities
SELECT opened FROM opportunity
WHERE opened <= $day AND (known IS NULL OR known <= $day)
ORDER BY opened DESC
LIMIT 1

-- name: feed_usage_month
SELECT month FROM usage_month
WHERE month <= $month
ORDER BY month DESC
LIMIT 1

-- name: feed_usage_cells
SELECT cells FROM usage_month
WHERE month = $month

-- name: chunk_first_account
SELECT MIN(id) FROM account
WHERE id >= $id
