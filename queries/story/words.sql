-- One row per account and part that the audience may read, with the sealed words and the account's wrapped key.
SELECT
    shown.story_id,
    w.part,
    w.sealed,
    k.wrapped_key
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.story_words AS w ON shown.story_id = w.story_id
INNER JOIN records.story_key AS k ON shown.story_id = k.story_id
WHERE
    shown.story_id IN (SELECT unnest(CAST($story_ids AS VARCHAR[])))
    AND (
        (shown.may_read AND w.part IN ('shown', 'asks'))
        OR (shown.may_retell AND w.part = 'paraphrase')
    )
ORDER BY shown.story_id, w.part
