-- One row per pack, with how the register of decisions ended when it was made.
SELECT pack_id, register_count, register_head
FROM records.pack
WHERE register_head IS NOT NULL
ORDER BY made_at, pack_id
