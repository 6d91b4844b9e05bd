-- One row per thing noted at meetings of a day that prepare one committee, in the order in which it was noted.
SELECT
    kind,
    contract_id,
    body,
    account_id,
    noted_by,
    noted_at
FROM records.meeting_note
WHERE meeting_on = $on_day AND committee_on IS NOT DISTINCT FROM CAST($committee_on AS DATE)
ORDER BY sequence
