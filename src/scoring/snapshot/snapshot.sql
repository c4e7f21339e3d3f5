-- name: accounts_all
SELECT a.id, a.key, a.name, a.owner, a.stage, a.size_band, a.location, a.industry, a.use_case, a.adopter_type, a.plan,
       p.key, a.custom, a.employees, a.gross_margin_pct, a.start, a.churned
FROM account a
LEFT JOIN account p ON p.id = a.parent_id
ORDER BY a.id

-- name: accounts_one
SELECT a.id, a.key, a.name, a.owner, a.stage, a.size_band, a.location, a.industry, a.use_case, a.adopter_type, a.plan,
       p.key, a.custom, a.employees, a.gross_margin_pct, a.start, a.churned
FROM account a
LEFT JOIN account p ON p.id = a.parent_id
WHERE a.id = $id

-- name: accounts_count
SELECT COUNT(*) FROM account
