-- One row per account that the audience may count and somebody here coded: the latest first coder.
SELECT shown.story_id, arg_max(c.account_id, c.coded_at) AS account_id
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.coding AS c ON shown.story_id = c.story_id AND NOT c.as_second
GROUP BY shown.story_id
ORDER BY shown.story_id
