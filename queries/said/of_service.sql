-- One row per account about one service whose words the audience may read.
SELECT story_id
FROM story_shown($audience, $on_day)
WHERE service_id = $service_id AND may_read
ORDER BY story_id
