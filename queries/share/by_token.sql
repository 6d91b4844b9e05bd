-- One row per link with this hash of its token: none or one, whatever became of it.
SELECT
    share_id,
    subject,
    body,
    body_hash,
    consent_level,
    made_at,
    ends_at,
    passcode_hash,
    views_allowed,
    views,
    withdrawn_at
FROM records.share
WHERE token_hash = $code_hash AND kind = 'board'
ORDER BY share_id
