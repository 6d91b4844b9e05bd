-- One row: the wrapped key of one account whose words the audience may read, and how it stands now.
SELECT shown.story_id, shown.severity, k.wrapped_key
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.story_key AS k ON shown.story_id = k.story_id
WHERE shown.may_read AND shown.story_id = $story_id
ORDER BY shown.story_id
