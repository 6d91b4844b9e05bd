-- One row: how many of these accounts were withdrawn by whoever told them, and how many people told those.
SELECT
    count(*) AS withdrawn,
    count(DISTINCT coalesce(teller_id, story_id)) AS people
FROM records.story
WHERE withdrawn_at IS NOT NULL AND story_id IN (SELECT unnest(CAST($story_ids AS VARCHAR[])))
ORDER BY withdrawn
