-- One row per reply to these accounts whose sealed words the audience may open: it may read them, or read them retold.
SELECT
    r.reply_id,
    shown.story_id,
    r.commissioner_id,
    r.answered_on,
    w.part,
    w.sealed,
    k.wrapped_key
FROM story_shown($audience, $on_day) AS shown
INNER JOIN records.reply AS r ON shown.story_id = r.story_id
INNER JOIN records.story_words AS w ON shown.story_id = w.story_id
INNER JOIN records.story_key AS k ON shown.story_id = k.story_id
WHERE
    w.part = 'reply:' || r.reply_id
    AND (shown.may_read OR shown.may_retell)
    AND list_contains($story_ids, shown.story_id)
ORDER BY r.answered_on, r.reply_id
