-- One row: how far one account has come, for the teller who holds its code; none where it is gone.
SELECT
    s.received_on,
    s.consent_level,
    s.consent_until_on,
    s.withdrawn_at,
    s.triage_state,
    s.reply_route,
    s.teller_id,
    s.teller_role,
    s.service_id,
    s.contract_id,
    s.locality,
    (SELECT min(t.happened_at) FROM records.triage_event AS t WHERE t.story_id = s.story_id) AS read_at,
    s.triaged_at,
    r.reply_id,
    r.state AS reply_state,
    r.outcome,
    r.due_on,
    r.told_on,
    r.teller_verdict
FROM records.story AS s
LEFT JOIN records.reply AS r ON s.story_id = r.story_id
WHERE s.story_id = $story_id
ORDER BY r.due_on DESC NULLS LAST
LIMIT 1
