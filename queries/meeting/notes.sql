-- One row per thing noted at a meeting since a moment, in the order in which it was noted.
SELECT
    sequence,
    kind,
    contract_id,
    body,
    noted_by,
    noted_at
FROM records.meeting_note
WHERE
    meeting_on = $on_day
    AND committee_on IS NOT DISTINCT FROM CAST($committee_on AS DATE)
    AND noted_at >= $since
ORDER BY sequence
