-- One row per question asked of a room, newest first, with how many joined and answered.
-- Where $room_id is given that question alone, else those of one kind about one subject.
SELECT
    r.room_id,
    r.kind,
    r.title,
    r.body,
    r.made_at,
    r.ends_at,
    r.closed_at IS NULL AND r.ends_at > $now AS is_open,
    count(s.seat_hash) AS joined,
    count(a.seat_hash) AS answered
FROM records.room AS r
LEFT JOIN records.seat AS s ON r.room_id = s.room_id
LEFT JOIN records.room_answer AS a ON s.seat_hash = a.seat_hash
WHERE r.room_id = $room_id OR ($room_id = '' AND r.subject = $subject AND r.kind = $kind)
GROUP BY r.room_id, r.kind, r.title, r.body, r.made_at, r.ends_at, r.closed_at
ORDER BY r.made_at DESC, r.room_id
