-- One row: whether one account still takes a file, and its wrapped key; none where there is no such account.
SELECT
    s.story_id,
    s.triage_state,
    s.withdrawn_at,
    k.wrapped_key,
    (SELECT list(m.media_id) FROM records.story_media AS m WHERE m.story_id = s.story_id) AS media_ids
FROM records.story AS s
LEFT JOIN records.story_key AS k ON s.story_id = k.story_id
WHERE s.story_id = $story_id
ORDER BY s.story_id
