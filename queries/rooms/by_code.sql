-- One row per question that can still be answered and has this code: the newest.
SELECT room_id
FROM records.room
WHERE code_hash = $code_hash AND closed_at IS NULL AND ends_at > $now
ORDER BY made_at DESC
LIMIT 1
