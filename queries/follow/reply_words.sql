-- One row per reply that was given to one account, with its sealed words, for the teller who holds its code.
SELECT
    r.reply_id,
    w.part,
    w.sealed,
    k.wrapped_key
FROM records.story AS s
INNER JOIN records.reply AS r ON s.story_id = r.story_id
INNER JOIN records.story_words AS w ON s.story_id = w.story_id
INNER JOIN records.story_key AS k ON s.story_id = k.story_id
WHERE
    s.story_id = $story_id
    AND s.withdrawn_at IS NULL
    AND s.triage_state IN ('cleared', 'released')
    AND w.part = 'reply:' || r.reply_id
    AND r.told_on IS NOT NULL
ORDER BY r.told_on, r.reply_id
