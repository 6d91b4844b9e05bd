-- One row per account that the audience may count, with tone and severity as they stand.
SELECT
    story_id,
    received_on,
    contract_id,
    service_id,
    locality,
    language,
    may_read,
    valence,
    severity
FROM story_shown($audience, $on_day)
ORDER BY received_on, story_id
