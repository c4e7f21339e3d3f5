-- name: accounts_between
SELECT a.id, a.key, a.name, a.owner, a.stage, a.size_band, a.location, a.industry, a.use_case, a.adopter_type, a.plan,
       p.key, a.custom, a.employees, a.gross_margin_pct, a.start, a.churned
FROM account a
LEFT JOIN account p ON p.id = a.parent_id
WHERE a.id >= $from_id AND a.id < $to_id
ORDER BY a.id

-- name: accounts_count
SELECT COUNT(*) FROM account
WHERE id >= $from_id AND id < $to_id
