-- One row per account the audience may count: what it is about, how its teller wants an answer, how far it may be read.
SELECT
    story_id,
    received_on,
    coalesce(event_month, CAST(date_trunc('month', received_on) AS DATE)) AS month,
    channel,
    teller_id,
    teller_role,
    is_panel,
    about,
    service_id,
    contract_id,
    locality,
    reply_route,
    severity,
    seen_with_about,
    may_read,
    may_retell
FROM story_shown($audience, $on_day)
ORDER BY received_on, story_id
