-- One row per account, closed ones last.
SELECT account_id, name, display_name, role, created_at, closed_at
FROM records.account
ORDER BY closed_at IS NOT NULL, lower(name)
