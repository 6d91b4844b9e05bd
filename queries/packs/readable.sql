-- One row per account of those given whose words the audience may read now.
SELECT story_id
FROM story_shown($audience, $on_day)
WHERE may_read AND story_id IN (SELECT unnest(CAST($story_ids AS VARCHAR[])))
ORDER BY story_id
