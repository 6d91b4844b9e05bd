-- One row: how many of these accounts were withdrawn by whoever told them.
SELECT count(*) AS withdrawn
FROM records.story
WHERE withdrawn_at IS NOT NULL AND story_id IN (SELECT unnest(CAST($story_ids AS VARCHAR[])))
ORDER BY withdrawn
