-- name: import_terms
SELECT key, account_id, start FROM subscription

-- Subscriptions that run on the day, of accounts without an owner.
-- name: import_unowned
SELECT COUNT(DISTINCT a.id), COALESCE(SUM(12 * s.amount_cents / s.interval_months), 0)
FROM subscription s JOIN account a ON a.id = s.account_id
WHERE a.owner IS NULL AND s.amount_cents > 0 AND s.start <= $day AND (s.ended IS NULL OR s.ended > $day)
