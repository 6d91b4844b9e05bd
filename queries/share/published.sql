-- One row per link or file that ever went out, in the order they were made: what is published now must not tell them apart.
SELECT share_id AS item_id, subject, body, body_hash, made_at
FROM records.share
WHERE kind = 'board'
UNION ALL
SELECT pack_id AS item_id, subject, body, body_hash, made_at
FROM records.pack
ORDER BY made_at, item_id
