-- One row per file of a pack that was given out, the latest first, and to whom.
SELECT
    d.pack_id,
    d.format,
    d.part,
    d.account_id,
    a.display_name AS given_to,
    d.given_at
FROM records.pack_download AS d
LEFT JOIN records.account AS a ON d.account_id = a.account_id
ORDER BY d.given_at DESC, d.download_id
