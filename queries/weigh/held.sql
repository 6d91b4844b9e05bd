-- One row per contract with accounts that safeguarding holds or nobody has triaged: counts, never anything of their content.
SELECT
    contract_id,
    count(*) FILTER (triage_state = 'quarantined') AS held,
    count(*) FILTER (triage_state = 'untriaged') AS untriaged
FROM records.story
WHERE contract_id IS NOT NULL AND withdrawn_at IS NULL AND triage_state IN ('quarantined', 'untriaged')
GROUP BY contract_id
ORDER BY contract_id
