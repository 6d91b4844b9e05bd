-- One row per question to safeguarding whether something may be shared, the latest first.
SELECT clearing_id, subject, asked_by, asked_at, answered_by, answered_at, cleared
FROM records.share_clearing
ORDER BY asked_at DESC, clearing_id
