-- One row: the open account with a sign-in name, without regard to case.
SELECT account_id, name, display_name, role, password_hash
FROM records.account
WHERE lower(name) = lower($sign_in_name) AND closed_at IS NULL
ORDER BY account_id
