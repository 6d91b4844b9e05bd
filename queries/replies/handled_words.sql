-- One row per sealed part of accounts that are to be answered or whose tellers are to be told, with the wrapped key.
SELECT
    s.story_id,
    s.triage_state,
    w.part,
    w.sealed,
    k.wrapped_key
FROM records.story AS s
INNER JOIN records.story_words AS w ON s.story_id = w.story_id
INNER JOIN records.story_key AS k ON s.story_id = k.story_id
WHERE
    s.withdrawn_at IS NULL
    AND s.triage_state IN ('cleared', 'released', 'quarantined')
    AND (w.part IN ('verbatim', 'shown', 'asks', 'contact') OR starts_with(w.part, 'reply:'))
    AND list_contains($story_ids, s.story_id)
ORDER BY s.story_id, w.part
