-- One row per account about one contract whose words the audience may read.
SELECT story_id
FROM story_shown($audience, $on_day)
WHERE contract_id = $contract_id AND may_read
ORDER BY story_id
