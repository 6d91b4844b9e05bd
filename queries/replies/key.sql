-- One row: the wrapped key of an account the audience may read or read retold, to seal an answer; none where it may not.
SELECT
    shown.story_id,
    k.wrapped_key
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.story_key AS k ON shown.story_id = k.story_id
WHERE shown.story_id = $story_id AND (shown.may_read OR shown.may_retell)
ORDER BY shown.story_id
