-- name: sample_account_count
SELECT count(*) FROM account;
