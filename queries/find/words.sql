-- One row per account of a list whose words the audience may search, with its sealed words and its wrapped key.
SELECT
    shown.story_id,
    w.sealed,
    k.wrapped_key
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.story_words AS w ON shown.story_id = w.story_id
INNER JOIN records.story_key AS k ON shown.story_id = k.story_id
WHERE
    shown.may_read
    AND w.part = 'shown'
    AND shown.story_id IN (SELECT unnest(CAST($story_ids AS VARCHAR[])))
ORDER BY shown.story_id
