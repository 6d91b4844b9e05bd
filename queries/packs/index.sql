-- One row per pack, the latest first, with who made it and how many files of it were given out.
SELECT
    p.pack_id,
    p.title,
    p.subject,
    p.format,
    p.consent_level,
    p.restricted,
    p.recipients,
    p.made_by,
    a.display_name AS made_by_name,
    p.made_at,
    p.made_on,
    (
        SELECT count(*)
        FROM records.pack_download AS d
        WHERE d.pack_id = p.pack_id
    ) AS downloads
FROM records.pack AS p
LEFT JOIN records.account AS a ON p.made_by = a.account_id
ORDER BY p.made_at DESC, p.pack_id
