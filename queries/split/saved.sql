-- One row per saved split, newest first, without its body.
SELECT
    s.scenario_id,
    s.title,
    s.kind,
    s.subject,
    s.parent_id,
    s.account_id,
    s.saved_at,
    s.interests,
    s.reason,
    count(m.step) AS moves
FROM records.scenario AS s
LEFT JOIN records.scenario_move AS m ON s.scenario_id = m.scenario_id
GROUP BY
    s.scenario_id, s.title, s.kind, s.subject, s.parent_id, s.account_id, s.saved_at, s.interests, s.reason
ORDER BY s.saved_at DESC, s.scenario_id
