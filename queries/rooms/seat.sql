-- One row per phone that joined, for one token: the question, what it answered, whether it may still answer.
SELECT
    r.room_id,
    r.kind,
    r.title,
    r.body,
    s.role,
    a.body AS answer,
    r.closed_at IS NULL AND r.ends_at > $now AS is_open
FROM records.seat AS s
INNER JOIN records.room AS r ON s.room_id = r.room_id
LEFT JOIN records.room_answer AS a ON s.seat_hash = a.seat_hash
WHERE s.seat_hash = $seat_hash
ORDER BY s.seat_hash
