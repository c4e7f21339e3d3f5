-- name: renewal_terms
SELECT id, notice_days, auto_renewal FROM subscription
WHERE notice_days IS NOT NULL OR auto_renewal
