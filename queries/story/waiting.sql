-- One row: accounts nobody has triaged or that safeguarding holds, as counts and ages that everybody may see.
SELECT
    count(*) FILTER (triage_state = 'untriaged') AS untriaged,
    min(received_on) FILTER (triage_state = 'untriaged') AS oldest_untriaged_on,
    count(*) FILTER (triage_state = 'quarantined') AS held,
    min(received_on) FILTER (triage_state = 'quarantined') AS oldest_held_on
FROM records.story
WHERE withdrawn_at IS NULL
ORDER BY untriaged
