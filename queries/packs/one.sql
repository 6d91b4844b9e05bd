-- One row per pack with this reference: none or one, with what it froze.
SELECT
    pack_id,
    title,
    body,
    body_hash,
    consent_level,
    restricted,
    recipients,
    made_at,
    made_on,
    register_count,
    register_head
FROM records.pack
WHERE pack_id = $pack_id
ORDER BY pack_id
