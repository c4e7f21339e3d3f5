-- Everything of a range of accounts, in the order of the accounts: the first column is the account.

-- name: book_accounts
SELECT id, start, churned, created, lifecycle, seats, gross_margin_pct, acquisition_cost_cents
FROM account
WHERE id >= $from_id AND id < $to_id
ORDER BY id

-- name: book_subscriptions
SELECT account_id, start, ended, known, term_months, interval_months, product, seats, amount_cents, currency, id
FROM subscription
WHERE account_id >= $from_id AND account_id < $to_id
ORDER BY account_id

-- name: book_churns
SELECT account_id, day, known, is_reactivation, id
FROM churn
WHERE account_id >= $from_id AND account_id < $to_id
ORDER BY account_id

-- name: book_invoices
SELECT account_id, issued, due, paid, known, id
FROM invoice
WHERE account_id >= $from_id AND account_id < $to_id AND amount_cents > 0 AND due IS NOT NULL
ORDER BY account_id

-- name: book_tickets
SELECT account_id, opened, first_response, solved, closed, escalated, known, satisfaction, id
FROM ticket
WHERE account_id >= $from_id AND account_id < $to_id
ORDER BY account_id

-- name: book_contacts
SELECT account_id, key, joined, left_day, known, stakeholder_group, roles, id
FROM contact
WHERE account_id >= $from_id AND account_id < $to_id
ORDER BY account_id

-- name: book_interactions
SELECT account_id, at, known, kind, direction, sentiment, contacts, id
FROM interaction
WHERE account_id >= $from_id AND account_id < $to_id
ORDER BY account_id

-- name: book_assessments
SELECT account_id, day, known, basis,
       charter_clarity, charter_influence, charter_head, people_skill, people_size, people_record,
       process_quality, process_knowledge, process_integration, tech_tools, tech_reports, tech_complexity,
       charter, people, process, technology, id, contact_id, assessor
FROM assessment
WHERE account_id >= $from_id AND account_id < $to_id
ORDER BY account_id

-- name: book_events
SELECT id, first_day, is_tracked, is_advanced
FROM usage_event
ORDER BY id
