-- One row: when somebody last looked at the overview.
SELECT looked_at
FROM records.last_look
WHERE account_id = $account_id
ORDER BY looked_at
