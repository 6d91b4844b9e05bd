-- One row: who a session belongs to, while it and the account are good.
SELECT a.account_id, a.display_name, a.role, s.seen_at
FROM records.session AS s
INNER JOIN records.account AS a ON s.account_id = a.account_id
WHERE s.session_hash = $session_hash AND s.ends_at > $now AND s.seen_at > $idle_since AND a.closed_at IS NULL
ORDER BY a.account_id
