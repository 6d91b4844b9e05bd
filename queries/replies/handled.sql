-- One row per account with each of its replies, for those who answer what officers may not read. It has no words.
SELECT
    s.story_id,
    s.source,
    s.source_id,
    s.received_on,
    coalesce(s.event_month, CAST(date_trunc('month', s.received_on) AS DATE)) AS month,
    s.channel,
    s.teller_id,
    s.teller_role,
    coalesce(s.is_panel, false) AS is_panel,
    s.about,
    s.service_id,
    s.contract_id,
    s.locality,
    s.reply_route,
    s.severity,
    s.seen_with_about,
    s.triage_state,
    (
        s.consent_level < 2
        OR coalesce(s.consent_until_on < CAST($on_day AS DATE), false)
        OR s.triage_state = 'quarantined'
    ) AS is_apart,
    r.reply_id,
    r.commissioner_id,
    r.due_on,
    r.state,
    r.outcome,
    r.doing_by_on,
    r.answered_on,
    r.told_on,
    r.told_how,
    r.told_by,
    r.teller_verdict,
    r.verdict_on,
    r.promise_id
FROM records.story AS s
LEFT JOIN records.reply AS r ON s.story_id = r.story_id
WHERE
    s.withdrawn_at IS NULL
    AND s.triage_state IN ('cleared', 'released', 'quarantined')
    AND s.reply_route IN ('phone', 'letter', 'advocate', 'web')
ORDER BY s.received_on, s.story_id, r.answered_on NULLS LAST, r.reply_id
