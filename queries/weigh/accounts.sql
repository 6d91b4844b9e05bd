-- One row per account that the audience may count, told about an event in a period (or received in it, where no month is known).
SELECT
    story_id,
    source,
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
    seen_with_about,
    triage_state,
    language,
    may_read,
    may_retell
FROM story_shown($audience, $on_day)
WHERE
    coalesce(event_month, CAST(date_trunc('month', received_on) AS DATE)) >= CAST($first AS DATE)
    AND coalesce(event_month, CAST(date_trunc('month', received_on) AS DATE)) <= CAST($last AS DATE)
ORDER BY month, story_id
