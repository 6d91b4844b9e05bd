-- One row per photo, recording or film of one account that waits to be read or is held, without the file itself.
SELECT
    m.media_id,
    m.story_id,
    m.kind,
    octet_length(m.sealed) AS sealed_bytes,
    m.consent_level,
    least(m.consent_level, s.consent_level) AS allowed_level,
    m.transcript_sealed,
    k.wrapped_key
FROM records.story_media AS m
INNER JOIN records.story AS s ON m.story_id = s.story_id
INNER JOIN records.story_key AS k ON m.story_id = k.story_id
WHERE
    m.story_id = $story_id
    AND s.triage_state IN ('untriaged', 'quarantined')
    AND s.withdrawn_at IS NULL
ORDER BY m.kind, m.media_id
