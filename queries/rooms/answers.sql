-- One row per phone that answered one question: its role and its numbers, in no order that tells who came first.
SELECT
    s.role,
    a.body
FROM records.seat AS s
INNER JOIN records.room_answer AS a ON s.seat_hash = a.seat_hash
WHERE s.room_id = $room_id
ORDER BY s.role, a.seat_hash
