-- One row: one sealed file of an account that waits to be read or is held; none where it is gone.
SELECT
    m.media_id,
    m.story_id,
    m.kind,
    m.sealed,
    m.transcript_sealed,
    k.wrapped_key
FROM records.story_media AS m
INNER JOIN records.story AS s ON m.story_id = s.story_id
INNER JOIN records.story_key AS k ON m.story_id = k.story_id
WHERE
    m.media_id = $media_id
    AND s.triage_state IN ('untriaged', 'quarantined')
    AND s.withdrawn_at IS NULL
ORDER BY m.media_id
