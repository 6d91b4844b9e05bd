-- One row per sealed part of accounts that wait to be read or are held, with each account's wrapped key.
SELECT
    s.story_id,
    s.triage_state,
    s.language,
    w.part,
    w.sealed,
    k.wrapped_key
FROM records.story AS s
INNER JOIN records.story_words AS w ON s.story_id = w.story_id
INNER JOIN records.story_key AS k ON s.story_id = k.story_id
WHERE
    s.triage_state IN ('untriaged', 'quarantined')
    AND s.withdrawn_at IS NULL
    AND w.part IN ('verbatim', 'shown', 'asks', 'handling')
    AND list_contains($story_ids, s.story_id)
ORDER BY s.story_id, w.part
