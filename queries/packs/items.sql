-- One row per item of a pack, in the order of the pack.
SELECT place, subject, title, body, body_hash
FROM records.pack_item
WHERE pack_id = $pack_id
ORDER BY place
