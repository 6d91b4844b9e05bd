-- One row per account of a list that the audience may still read, told about an event in a period, as accounts are shown.
SELECT
    story_id,
    contract_id,
    service_id,
    locality,
    teller_id,
    teller_role,
    on_behalf_of,
    own_part,
    channel,
    is_panel,
    about,
    coalesce(event_month, CAST(date_trunc('month', received_on) AS DATE)) AS month,
    received_on,
    own_rating,
    valence,
    severity,
    triage_state,
    language,
    may_read,
    may_retell
FROM story_shown($audience, $on_day)
WHERE
    may_read
    AND story_id IN (SELECT unnest(CAST($story_ids AS VARCHAR[])))
    AND coalesce(event_month, CAST(date_trunc('month', received_on) AS DATE)) >= CAST($first AS DATE)
    AND coalesce(event_month, CAST(date_trunc('month', received_on) AS DATE)) <= CAST($last AS DATE)
ORDER BY story_id
