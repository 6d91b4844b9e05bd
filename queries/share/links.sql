-- One row per link to a board page, the latest first, with who made it and how often it was opened.
SELECT
    s.share_id,
    s.subject,
    s.consent_level,
    s.made_by,
    a.display_name AS made_by_name,
    s.made_at,
    s.ends_at,
    s.passcode_hash IS NOT NULL AS has_passcode,
    s.recipients,
    s.views_allowed,
    s.views,
    s.withdrawn_at,
    (
        SELECT max(v.opened_at)
        FROM records.share_view AS v
        WHERE v.share_id = s.share_id
    ) AS last_opened_at
FROM records.share AS s
LEFT JOIN records.account AS a ON s.made_by = a.account_id
WHERE s.kind = 'board'
ORDER BY s.made_at DESC, s.share_id
