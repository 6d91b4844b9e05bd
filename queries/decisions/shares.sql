-- One row per link that was made: what it froze, with how the register of decisions ended then.
SELECT
    share_id,
    made_at,
    body
FROM records.share
ORDER BY made_at, share_id
