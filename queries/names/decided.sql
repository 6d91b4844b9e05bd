-- One row per name that a person decided on, the latest first: which provider it is, or that it is none.
SELECT
    m.payee_key,
    m.payee_name,
    m.provider_id,
    m.is_same,
    m.score,
    coalesce(a.display_name, m.decided_by) AS decided_by,
    m.decided_at
FROM records.provider_match AS m
LEFT JOIN records.account AS a ON m.decided_by = a.account_id
ORDER BY m.decided_at DESC, m.payee_key
