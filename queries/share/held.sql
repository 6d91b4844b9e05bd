-- One row per contract of those given with accounts that safeguarding holds: how many, and when the last came to be held, in microseconds.
SELECT
    contract_id,
    count(*) AS held,
    CAST(max(epoch_us(coalesce(triaged_at, CAST(received_on AS TIMESTAMP)))) AS BIGINT) AS last_held
FROM records.story
WHERE
    triage_state = 'quarantined'
    AND withdrawn_at IS NULL
    AND contract_id IN (SELECT unnest(CAST($contract_ids AS VARCHAR[])))
GROUP BY contract_id
ORDER BY contract_id
