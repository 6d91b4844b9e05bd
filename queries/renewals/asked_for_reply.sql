-- One row per account the audience may count that asked for a reply and is about a contract.
SELECT story_id, contract_id, received_on
FROM story_shown($audience, $on_day)
WHERE contract_id IS NOT NULL AND reply_route IN ('phone', 'letter', 'advocate', 'web')
ORDER BY contract_id, received_on, story_id
