-- One row per account that waits to be read or that safeguarding holds, the oldest first. It has none of its words.
SELECT
    s.story_id,
    s.received_on,
    s.channel,
    s.teller_role,
    s.about,
    s.language,
    s.triage_state,
    s.consent_level,
    s.contract_id,
    s.locality,
    count(t.triage_event_id) AS looks,
    min(t.happened_at) AS first_look_at
FROM records.story AS s
LEFT JOIN records.triage_event AS t ON s.story_id = t.story_id AND t.did = 'looked'
WHERE s.triage_state IN ('untriaged', 'quarantined') AND s.withdrawn_at IS NULL
GROUP BY ALL
ORDER BY s.received_on, s.story_id
