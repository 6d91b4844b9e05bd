-- One row per account that the audience may read and that somebody said may be quoted as it is shown.
SELECT shown.story_id, q.account_id, q.ticked_at
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.quote_tick AS q ON shown.story_id = q.story_id
WHERE shown.may_read
ORDER BY shown.story_id
