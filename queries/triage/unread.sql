-- One row per day of receipt: accounts that wait and that nobody has looked at yet.
SELECT s.received_on, count(*) AS unread
FROM records.story AS s
WHERE
    s.triage_state = 'untriaged'
    AND s.withdrawn_at IS NULL
    AND NOT EXISTS (
        SELECT 1
        FROM records.triage_event AS t
        WHERE t.story_id = s.story_id AND t.did = 'looked'
    )
GROUP BY s.received_on
ORDER BY s.received_on
